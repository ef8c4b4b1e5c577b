import { describe, expect, it } from 'vitest';
import type { Passage } from '../../src/memory/turn.ts';
import type { Inputs } from '../../src/store/port.ts';

export function typed(text: string): Passage[] {
  return [{ origin: 'typed', text }];
}

/** What is kept of what was entered, and by another process that keeps nothing new. */
interface OpenInputs {
  inputs: Inputs;
  silent: Inputs;
}

/** What all do that keep what was entered. `open` gives new, empty ones. */
export function inputsContract(name: string, open: () => Promise<OpenInputs> | OpenInputs): void {
  describe(`${name} keeps the contract of inputs`, () => {
    it('gives entries back in order, with what of them was pasted, and to their user alone', async () => {
      const { inputs } = await open();
      const mixed: Passage[] = [...typed('see '), { origin: 'third-party', text: 'one\n"two"\n' }];
      await inputs.append('alice', typed('first\nof two lines'));
      await inputs.append('alice', mixed);
      expect(await inputs.recent('alice', 10)).toEqual([typed('first\nof two lines'), mixed]);
      expect(await inputs.recent('alice', 1)).toEqual([mixed]);
      expect(await inputs.recent('bob', 10)).toEqual([]);
    });

    it('gives none where none is asked for, and all where more are', async () => {
      const { inputs } = await open();
      for (const text of ['one', 'two']) await inputs.append('alice', typed(text));
      for (const limit of [0, -1]) expect(await inputs.recent('alice', limit)).toEqual([]);
      for (const limit of [2, 3, Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY]) {
        expect(await inputs.recent('alice', limit)).toEqual([typed('one'), typed('two')]);
      }
    });

    it('keeps the spellings of one user together', async () => {
      const { inputs } = await open();
      await inputs.append('Zoe\u0308', typed('one'));
      expect(await inputs.recent('Zo\u00eb', 9)).toEqual([typed('one')]);
      expect(await inputs.retain('Zo\u00eb', () => false)).toBe(1);
      expect(await inputs.recent('Zoe\u0308', 9)).toEqual([]);
    });

    it('keeps the same entry as often as it was entered', async () => {
      const { inputs } = await open();
      for (let n = 0; n < 2; n += 1) await inputs.append('alice', typed('again'));
      expect(await inputs.recent('alice', 9)).toEqual([typed('again'), typed('again')]);
    });

    it('loses what is not to be kept, by its words and by its age', async () => {
      const { inputs } = await open();
      expect(await inputs.retain('alice', () => false)).toBe(0);
      for (const text of ['one', 'two', 'three']) await inputs.append('alice', typed(text));
      expect(await inputs.retain('alice', () => true)).toBe(0);
      expect(await inputs.retain('alice', ([first]) => first?.text !== 'two')).toBe(1);
      expect(await inputs.recent('alice', 9)).toEqual([typed('one'), typed('three')]);
      const ages: [string | undefined, number][] = [];
      await inputs.retain('alice', ([first], age) => ages.push([first?.text, age]) > 0);
      expect(ages.sort()).toEqual([
        ['one', 1],
        ['three', 0],
      ]);
      expect(await inputs.retain('alice', (_, age) => age > 0)).toBe(1);
      expect(await inputs.recent('alice', 9)).toEqual([typed('one')]);
      expect(await inputs.retain('alice', () => false)).toBe(1);
      expect(await inputs.recent('alice', 9)).toEqual([]);
      await inputs.append('alice', typed('four'));
      expect(await inputs.recent('alice', 9)).toEqual([typed('four')]);
    });

    it('has no entry that is too long', async () => {
      const { inputs } = await open();
      await inputs.append('alice', typed('x'.repeat(4_001)));
      expect(await inputs.recent('alice', 9)).toEqual([]);
      await inputs.append('alice', typed('x'.repeat(4_000)));
      expect(await inputs.recent('alice', 9)).toEqual([typed('x'.repeat(4_000))]);
    });

    it('adds nothing where nothing is to be kept, but still forgets there', async () => {
      const { inputs, silent } = await open();
      await inputs.append('alice', typed('one'));
      await silent.append('alice', typed('two'));
      expect(await silent.recent('alice', 9)).toEqual([typed('one')]);
      expect(await silent.retain('alice', () => false)).toBe(1);
      expect(await inputs.recent('alice', 9)).toEqual([]);
    });
  });
}
