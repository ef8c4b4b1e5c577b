import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from '../../src/memory/fold.ts';
import { words } from '../../src/memory/words.ts';
import { tokens } from '../../src/recall/tokens.ts';

test('plain ASCII gives what the path for all scripts gives', () => {
  const likely = fc.constantFrom(...'abzAZ09 \'`"+#-_.,!?\n\t\0\x7f');
  const ascii = fc.oneof(
    likely,
    fc.nat(127).map((code) => String.fromCharCode(code)),
  );
  fc.assert(
    fc.property(fc.array(ascii, { maxLength: 40 }), (characters) => {
      const text = characters.join('');
      // A word of another script takes the text to that path.
      const beside = words(`${text} é`).slice(0, -1);
      expect(words(text)).toEqual(beside);
      expect(tokens(text)).toEqual(beside.map((word) => word.slice(0, 40)));
      expect(fold(text)).toBe(fold(`é ${text} é`).slice(2, -2).trim());
    }),
    { numRuns: 3_000 },
  );
});

test('what is beside other scripts is read as it is alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."ab C+#' 09") }), (text) => {
      expect(tokens(`${text} 東京`).slice(0, -1)).toEqual(tokens(text));
    }),
  );
});

describe('the words of a text', () => {
  test.each([
    ['Hello, World!', ['hello', 'world']],
    ['', []],
    [' \t\n.,;!?', []],
    ["don't can`t won’t", ["don't", "can't", "won't"]],
    ["'quoted' o' clock'", ['quoted', 'o', 'clock']],
    ['C++ and C#, not C', ['c++', 'and', 'c#', 'not', 'c']],
    ['a+b c+++d e##', ['a', 'b', 'c++', 'd', 'e#']],
    ['snake_case kebab-case x.y/z', ['snake', 'case', 'kebab', 'case', 'x', 'y', 'z']],
    ['v1.2.3 at 10:30', ['v1', '2', '3', 'at', '10', '30']],
    ['Café, naïve, Zürich, Łódź, Ålesund', ['cafe', 'naive', 'zurich', 'łodz', 'alesund']],
    ['Cafe\u0301', ['cafe']],
    ['ﬁne ＡＢＣ １２', ['fine', 'abc', '12']],
    ['zero\u200bwidth soft\u00adhyphen', ['zerowidth', 'softhyphen']],
    ['й ё Ελλάδα', ['й', 'ё', 'ελλάδα']],
    ['हिन्दी مُحَمَّد', ['हिन्दी', 'مُحَمَّد']],
    ['I ❤️ tea 🍵🍵 👩‍👩‍👧', ['i', 'tea']],
    ['\uD83D tea\uDE00', ['tea']],
  ])('%j', (text, expected) => {
    expect(tokens(text)).toEqual(expected);
  });

  test('no word is longer than 40 characters, and no text than 20,000', () => {
    expect(tokens('a'.repeat(1_000_000))).toEqual(['a'.repeat(40)]);
    expect(tokens('é'.repeat(1_000_000))).toEqual(['e'.repeat(40)]);
    expect(tokens('ab '.repeat(1_000_000))).toHaveLength(6_667);
    expect(tokens(`${'a'.repeat(19_999)} b`)).toHaveLength(1);
  });

  test('a long run without spaces is cut up all the same', () => {
    const found = tokens('東京都'.repeat(5_000));
    expect(found.length).toBeGreaterThan(1_000);
    expect(Math.max(...found.map((word) => word.length))).toBeLessThanOrEqual(40);
  });
});
