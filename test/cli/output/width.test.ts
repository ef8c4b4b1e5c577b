import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut } from '../../../src/cli/output/changes.ts';
import { clip, displayWidth } from '../../../src/cli/output/width.ts';

describe('the width of a text', () => {
  it.each([
    ['plain text', 10],
    ['', 0],
    ['é', 1],
    ['e\u0301', 1],
    ['漢字', 4],
    ['ｱ', 1],
    ['Ａ', 2],
    ['한국', 4],
    ['\u1112\u1161\u11ab', 2], // the same syllable as three letters
    ['😀', 2],
    ['👨\u200d👩\u200d👧\u200d👦', 2],
    ['👩🏽\u200d💻', 2],
    ['👍🏽', 2],
    ['🇩🇪', 2],
    ['❤', 1],
    ['❤\ufe0f', 2],
    ['❤\ufe0f\u200d🔥', 2],
    ['1\ufe0f\u20e3', 2],
    ['☺\ufe0e', 1],
    ['•─│…', 4], // ambiguous
    ['क्\u200dष', 2],
    ['นี่', 1],
    ['شكرا', 4],
  ])('%j takes %d columns', (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });

  it('is never taken back by what follows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(displayWidth(a + b)).toBeGreaterThanOrEqual(displayWidth(a));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what fits', () => {
  it('is as much as there is room for, with what stands on the last character', () => {
    expect(clip('plain', 3)).toBe('pla');
    expect(clip('plain', -1)).toBe('');
    expect(clip('漢字', 3)).toBe('漢');
    expect(clip('ae\u0301b', 2)).toBe('ae\u0301');
  });

  it('is cut by columns, not by characters', () => {
    expect(cut('漢字'.repeat(20), 30)).toBe(`${'漢字'.repeat(7)}…`);
    expect(cut('漢字', 4)).toBe('漢字');
    expect(cut('x'.repeat(40), null)).toBe('x'.repeat(40));
  });
});
