import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factMeant } from '../../src/memory/note.ts';
import { fact } from '../support/memories.ts';

const nurse = fact('Works as a nurse', { id: 'f-nurse', tag: 'work' });
const red = fact('Grows red tomatoes', { id: 'f-red' });
const green = fact('Grows green tomatoes', { id: 'f-green' });
const bees = fact('私は蜂を飼っています', { id: 'f-bees' });
const facts = [nurse, red, green, bees];

describe('the note that is meant', () => {
  it.each([
    ['Works as a nurse', nurse],
    ['- [work · 2026-11-01] Works as a nurse', nurse],
    ['[work] works as A NURSE', nurse],
    ['f-nurse', nurse],
    ['Works as nurse in a clinic', nurse],
    ['grows RED tomatoes', red],
    ['red tomatoes', red],
    ['私は蜂を飼っています', bees],
  ])('%j is found', (note, meant) => {
    expect(factMeant(note, facts)).toBe(meant);
  });

  it.each(['', ' ', '- [work]', 'Grows tomatoes', 'tomatoes', 'Has a yacht', 'f-', 'the of a'])(
    '%j is none',
    (note) => {
      expect(factMeant(note, facts)).toBeUndefined();
    },
  );

  it('is none of two that read the same', () => {
    expect(factMeant('Works as a nurse', [nurse, { ...nurse, id: 'f-again' }])).toBeUndefined();
    expect(factMeant('Works as a nurse', [])).toBeUndefined();
  });

  it('does not depend on the order of the facts', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.shuffledSubarray(facts, { minLength: 4 }),
        (note, shuffled) => {
          expect(factMeant(note, shuffled)).toBe(factMeant(note, facts));
        },
      ),
    );
  });
});
