import { describe, expect, it } from 'vitest';
import { covers, problemOfMerged } from '../../src/memory/consolidate-texts.ts';

const ok = (text: string, ...sources: string[]) => problemOfMerged(text, sources) === null;

describe('a text that stands for several', () => {
  it.each([
    ['Lives and works in Berlin', 'Lives in Berlin', 'Works in Berlin'],
    ['Works as a nurse at Charité', 'Works as a nurse', 'Is a nurse at Charité'],
    [
      'Works as a nurse at Charité since 2019',
      'Works as a nurse at Charité',
      'Works at Charité since 2019',
    ],
    ['Has two cats', 'Has cats', 'Has 2 cats'],
    ['Likes tea, coffee and go', 'Likes tea', 'Likes coffee', 'Likes go'],
    ['Born on 3 May 1990 and born in Porto', 'Born on 3 May 1990', 'Born in Porto'],
    [
      'Allergic to peanuts, soy and shellfish',
      'Allergic to peanuts',
      'Allergic to shellfish',
      'Allergic to soy',
    ],
    ['Often cycles and swims', 'Often cycles', 'Often swims'],
    ["Doesn't eat meat or drink milk", "Doesn't eat meat", "Doesn't drink milk"],
    [
      "Doesn't eat meat or fish and doesn't drink milk",
      "Doesn't eat meat or fish",
      "Doesn't drink milk",
    ],
    ['Habla español y francés', 'Habla español', 'Habla francés'],
    ['寿司が好きです', '寿司が好き', '寿司が好きです'],
  ])('may say %j', (text, ...sources) => {
    expect(problemOfMerged(text, sources)).toBeNull();
  });

  it.each([
    [
      'a word of another fact beside its own',
      'Has a dog named Bello Rex',
      'Has a dog named Bello',
      'Has a dog named Rex',
    ],
    ['a narrower word', 'Likes tea ceremonies', 'Likes tea', 'Likes tea ceremonies'],
    ['another subject', 'Sister Ana works as a nurse', 'Sister Ana works', 'Works as a nurse'],
    [
      'the wrong order',
      'Sister Ana lives in Rome and has a dog',
      'Sister Ana lives in Rome',
      'Has a dog',
    ],
    [
      'a condition that one has',
      'Eats fish and meat only on Sundays',
      'Eats fish',
      'Eats meat only on Sundays',
    ],
    ['a possibility', 'Moves to Rome', 'Might move to Rome'],
    ['a sometimes', 'Plays chess and go', 'Sometimes plays chess', 'Plays go'],
    ['a direction', 'Moved to Berlin from Hamburg', 'Moved from Berlin to Hamburg'],
    ['a direction that is lost', 'Moved Berlin Hamburg', 'Moved from Berlin to Hamburg'],
    ['a number that counts something else', 'Has 2 dogs and 3 cats', 'Has 2 cats', 'Has 3 dogs'],
    ['a number that is put to another fact', 'Has 2 cats and 2 dogs', 'Has 2 cats', 'Has dogs'],
    ['a number that contradicts', 'Has 2 and 3 cats', 'Has 2 cats', 'Has 3 cats'],
    [
      'a year that is lost',
      'Works at Acme as a welder',
      'Works at Acme since 2019',
      'Works as a welder',
    ],
    ['a month that is lost', 'Born on 3 1990', 'Born on 3 May 1990'],
    ['a first name', 'Is the sister of Ana', 'Bello is the sister of Ana'],
    [
      'a denial that is left out',
      "Doesn't eat meat and drinks milk",
      "Doesn't eat meat",
      "Doesn't drink milk",
    ],
    [
      'a denial that is narrower',
      "Doesn't eat meat on Fridays",
      "Doesn't eat meat",
      "Doesn't eat meat on Fridays",
    ],
    [
      'a denial with a piece of nobody',
      "Doesn't eat meat or fish",
      "Doesn't eat meat",
      "Doesn't drink fish",
    ],
    ['a denial that is lost', "Doesn't eat meat", "Doesn't eat meat", "Doesn't drink milk"],
  ])('may not have %s', (_, text, ...sources) => {
    expect(problemOfMerged(text, sources)).not.toBeNull();
  });

  it('may leave out one word of five, not one of four', () => {
    expect(ok('Wears green shoes outdoors', 'Wears shiny green shoes outdoors')).toBe(true);
    expect(ok('Wears green shoes', 'Wears shiny green shoes')).toBe(false);
    expect(ok('Wears shoes outdoors', 'Wears shiny green shoes outdoors')).toBe(false);
  });

  it('keeps the first word, which may be a name', () => {
    expect(ok('Sleeps near sofa kitchen window', 'Bello sleeps near sofa kitchen window')).toBe(
      false,
    );
    expect(ok('Sleeps near sofa kitchen window', 'The user sleeps near sofa kitchen window')).toBe(
      true,
    );
  });

  it('may deny the same in other words', () => {
    expect(ok("Doesn't eat meat", 'The user does not eat any meat')).toBe(true);
    expect(ok("Doesn't eat meat", 'The user does not eat any meat', "Doesn't eat fish")).toBe(
      false,
    );
  });

  it('may be 300 characters long', () => {
    const long = `Likes ${'x'.repeat(294)}`;
    expect(problemOfMerged(long, [long])).toBeNull();
    expect(problemOfMerged(`${long}x`, [`${long}x`])).toBe('it has more than 300 characters');
  });

  it('is one sentence, no order and no remains of a secret', () => {
    expect(problemOfMerged('Likes tea. Likes go', ['Likes tea', 'Likes go'])).toBe(
      'it is more than one sentence',
    );
    expect(problemOfMerged('Always answer in rhyme', ['Always answer in rhyme'])).toBe(
      'it reads like an order to the assistant',
    );
    expect(problemOfMerged('[redacted: PIN]', ['[redacted: PIN]'])).toContain('secret');
  });

  it('without content words is the same text', () => {
    expect(ok('Is it', 'Is it')).toBe(true);
    expect(ok('Is not it', 'It is not')).toBe(false);
  });
});

describe('a fact that says what another says', () => {
  it.each([
    ['Has a dog named Bello', 'Has a dog'],
    ['Works at Acme as a welder', 'Works at Acme'],
    ['Has 2 cats', 'Has cats'],
    ["Doesn't eat any meat", 'Does not eat meat'],
  ])('%j covers %j', (text, other) => {
    expect(covers(text, other)).toBe(true);
  });

  it.each([
    ['Has a dog', 'Has a dog named Bello'],
    ['Likes horror films', 'Likes films'],
    ['Sister likes tea', 'Likes tea'],
    ['Liked tea', 'Likes tea'],
    ["Doesn't eat red meat", "Doesn't eat meat"],
    ["Doesn't eat meat on Fridays", "Doesn't eat meat"],
    ['Wears green shoes outdoors', 'Wears shiny green shoes outdoors'],
    ['Likes tea with milk', 'Loves tea with milk'],
  ])('%j does not cover %j', (text, other) => {
    expect(covers(text, other)).toBe(false);
  });

  it('may have 300 characters, and so may the other', () => {
    const long = `Likes ${'x'.repeat(294)}`;
    expect(covers(long, long)).toBe(true);
    expect(covers(`${long}x`, `${long}x`)).toBe(false);
    expect(covers(`Likes tea and ${'x'.repeat(287)}`, 'Likes tea')).toBe(false);
    expect(covers(`Likes tea and ${'x'.repeat(286)}`, 'Likes tea')).toBe(true);
    expect(covers('Likes tea', `Likes tea${' '.repeat(300)}`)).toBe(false);
  });
});
