import { describe, expect, it } from 'vitest';
import { clauseSpans } from '../../src/memory/clause-spans.ts';
import { contentRoots, isEveryday, root, saysNothing } from '../../src/memory/everyday-words.ts';
import { runsOf, Vocabulary } from '../../src/memory/vocabulary.ts';

function clauses(text: string): string[] {
  return clauseSpans(text).map(({ start, end }) => text.slice(start, end));
}

describe('the clauses of a text', () => {
  it.each([
    ['a, b; c: d', ['a', 'b', 'c', 'd']],
    ['a and b but c or d', ['a', 'b', 'c', 'd']],
    ['a und b aber c oder d', ['a', 'b', 'c', 'd']],
    ['a et b mais c ou d', ['a', 'b', 'c', 'd']],
    ['sand in Andorra, butter', ['sand in Andorra', 'butter']],
    ['it costs 1,000 at 10:30', ['it costs 1,000 at 10:30']],
    ['one. two! three? four… five', ['one', 'two', 'three', 'four', 'five']],
    ['v1.2 is out.now', ['v1.2 is out.now']],
    ['he said "yes." then', ['he said "yes', 'then']],
    ['one\ntwo\r\nthree', ['one', 'two', 'three']],
    ['- one\n* two\n> three', ['one', 'two', 'three']],
    ['a (b) c [d] e', ['a', 'b', 'c', 'd', 'e']],
    ['a - b – c — d', ['a', 'b', 'c', 'd']],
    ['well-known', ['well-known']],
    ['甲。乙，丙', ['甲', '乙', '丙']],
    ['C# and C++', ['C#', 'C++']],
    ['**bold**, _thin_', ['bold', 'thin']],
    ['', []],
    [' , . \n - ', []],
  ])('%j are %j', (text, expected) => {
    expect(clauses(text)).toEqual(expected);
  });

  it('have each mark of a forgetting alone, and no mark of a redaction cut', () => {
    expect(clauses('my [forgotten] tea')).toEqual(['my', '[forgotten]', 'tea']);
    expect(clauseSpans('my [forgotten] tea').map(({ isMark }) => isMark)).toEqual([
      false,
      true,
      false,
    ]);
    expect(clauses('it is [redacted: API key] here')).toEqual(['it is [redacted: API key] here']);
    expect(clauses('it is [redacted')).toEqual(['it is', 'redacted']);
  });

  it('are counted by sentence; a comma and a conjunction end none, a mark does', () => {
    const sentencesOf = (text: string) => clauseSpans(text).map(({ sentence }) => sentence);
    expect(sentencesOf('a, b and c. d\ne')).toEqual([0, 0, 0, 1, 2]);
    expect(new Set(sentencesOf('a, [forgotten], b')).size).toBe(3);
  });
});

describe('a vocabulary', () => {
  const has = (word: string, text: string) => new Vocabulary([root(word)]).found(text).size > 0;

  it.each([
    ['oslo', 'osloer', false],
    ['delhi', 'delhiite', true],
    ['delhi', 'olddelhi', false],
    ['munich', 'oldmunich', true],
    ['munich', 'oldmunichers', true],
    ['pregnant', 'pregnancy', true],
    ['therapist', 'therapies', true],
    ['allergic', 'allergies', true],
    ['vegetarian', 'vegetables', false],
    ['kayak', 'kayaks', true],
    ['kayaking', 'kayak', true],
    ['nut', 'nuts', true],
    ['nut', 'nutty', false],
    ['5550199', '+495550199', true],
    ['5550199', '5550198', false],
    ['twelve', '12', true],
    ['北京', '我在北京市', true],
    ['犬', '犬がいる', true],
  ])('with %j: found in %j is %j', (word, text, expected) => {
    expect(has(word, text)).toBe(expected);
  });

  it('tells which of its words a text has', () => {
    const words = new Vocabulary(['tea', 'peanut', 'allergic']);
    expect([...words.found('allergies: peanutbutter, teas')].sort()).toEqual([
      'allergic',
      'peanut',
      'tea',
    ]);
    expect(words.found('coffee').size).toBe(0);
    expect(new Vocabulary([]).found('tea').size).toBe(0);
  });

  it('compares phrases by their words alone', () => {
    expect(runsOf('“Zürich”,  C++ & Straße-7!')).toEqual(['zurich', 'c', 'strasse', '7']);
    expect(runsOf(' … ')).toEqual([]);
  });
});

describe('a word', () => {
  it.each(['good', 'weeks', 'Tuesday', '7', '42', '3pm', '12th', '1984', '2019', 'x', 'heute'])(
    '%j is an everyday one',
    (word) => {
      expect(isEveryday(root(word))).toBe(true);
    },
  );

  it.each(['dog', '123', '1899', '20190', 'b12', 'Bello', 'sister', '犬', 'ä1'])(
    '%j is none',
    (word) => {
      expect(isEveryday(root(word))).toBe(false);
    },
  );

  it('has content unless it is a function word; each counts once', () => {
    expect(contentRoots('The dog and the dogs of Zürich, whose?')).toEqual(['dog', 'zurich']);
    expect(contentRoots('… and the')).toEqual([]);
  });

  it('says nothing beside marks where it is an everyday one', () => {
    expect(saysNothing('Is called [forgotten], [redacted: API key]')).toBe(true);
    expect(saysNothing('Is a nurse called [forgotten]')).toBe(false);
    expect(saysNothing('')).toBe(true);
  });
});
