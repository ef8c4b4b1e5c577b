import { describe, expect, it } from 'vitest';
import { readingOf } from '../../src/memory/consolidate-reading.ts';

describe('the reading of a fact', () => {
  it('tells the parts of a list, without the end mark', () => {
    expect(readingOf('Likes tea, coffee; and cake & go...').pieces).toEqual([
      'likes tea',
      'coffee',
      'cake',
      'go',
    ]);
    expect(readingOf('Owes 1,000 Euro').pieces).toEqual(['owes 1,000 euro']);
    expect(readingOf('Met Dr. No.').folded).toBe('met dr. no');
  });

  it('tells the words that carry content with their place', () => {
    const { content, tokens } = readingOf('Has one dog and 02 fine cats');
    expect(content).toEqual(['1', 'dog', '2', 'fin', 'cat']);
    expect(tokens.map(({ piece }) => piece)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(tokens.filter(({ isContent }) => !isContent)).toHaveLength(1);
  });

  it('tells what a number counts, and no other word', () => {
    expect(readingOf('Owns 2 fast cars since 2019 with c4').counts).toEqual([
      { number: '2', before: 'own', after: 'fast' },
      { number: '2019', before: 'sinc', after: 'c4' },
    ]);
    expect(readingOf('Has 2').counts).toEqual([{ number: '2', before: null, after: null }]);
    expect(readingOf('Likes tea').counts).toEqual([]);
  });

  it('tells where something comes from', () => {
    expect(readingOf('Moved from the old Berlin to Rome').origins).toEqual(['old']);
    expect(readingOf('Kommt aus Köln').origins).toEqual(['köln']);
    expect(readingOf('Moved to Rome').origins).toEqual([]);
    expect(readingOf('Is from').origins).toEqual([]);
  });

  it.each([
    'Works at Acme',
    'Is vegan',
    'The user likes tea',
    "Doesn't eat meat",
    'Live in Rome',
    "Isn't here",
  ])('%j leaves its subject out', (text) => {
    expect(readingOf(text).opensWithVerb).toBe(true);
  });

  it.each([
    'Sister Ana works',
    'My sister works',
    'The boss is kind',
    "Ana's cat is old",
    'Bello sleeps',
    '',
  ])('%j has a subject of its own', (text) => {
    expect(readingOf(text).opensWithVerb).toBe(false);
  });

  it('tells apart what is so, is not, was, may be and is under a condition', () => {
    const texts = [
      'Eats fish',
      "Doesn't eat fish",
      'Hates fish',
      'Had fish',
      'Might eat fish',
      'Often eats fish',
      'Isst nur Fisch',
      'Mange parfois',
    ];
    expect(new Set(texts.map((text) => readingOf(text).stance)).size).toBe(texts.length);
    expect(readingOf('Often might eat').stance).toBe(readingOf('Might often eat').stance);
    expect(texts.map((text) => readingOf(text).isGuarded)).toEqual([
      false,
      true,
      true,
      false,
      true,
      true,
      true,
      true,
    ]);
  });

  it('takes a month and a name for what they are', () => {
    const plain = readingOf('Likes tea').stance;
    expect(readingOf('Flies on 3 May').stance).toBe(plain);
    expect(readingOf('Is married to Will').stance).toBe(plain);
    expect(readingOf('Is married to Will').names).toEqual(['will']);
    expect(readingOf('It may rain in Rome').stance).not.toBe(plain);
  });

  it('tells the first word unless it carries nothing', () => {
    expect(readingOf('Bello sleeps').opening).toBe('bello');
    expect(readingOf('The dog sleeps').opening).toBeNull();
  });
});
