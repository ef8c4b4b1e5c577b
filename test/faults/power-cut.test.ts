import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseRecord } from '../../src/memory/json.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from '../store/contract.ts';
import { temporaryFolders, worldIn } from '../store/temporary.ts';

const folder = temporaryFolders();

// What the power cuts of the rig leave behind, made by hand: this runs everywhere.
describe('unfinished revisions of writers whose power went', () => {
  it.each([
    ['the next one', [2]],
    ['the one after the next', [3]],
    ['both', [2, 3]],
  ])('(%s) do not keep a commit out of the user’s file', async (_, numbers) => {
    const { store, at, another } = worldIn(folder());
    await update(store, 'alice', countOne);
    for (const number of numbers) {
      fs.writeFileSync(at('.alice/revisions', `${String(number).padStart(10, '0')}.json`), '');
    }
    expect(await another().read('alice')).toMatchObject({ revision: 1 });
    expect(await update(another(), 'alice', countOne)).toMatchObject({ revision: 2 });
    expect(parseRecord(fs.readFileSync(at('alice.json'), 'utf8'))?.revision).toBe(2);
    expect(await update(another(), 'alice', countOne)).toMatchObject({ revision: 3 });
    expect(parseRecord(fs.readFileSync(at('alice.json'), 'utf8'))?.revision).toBe(3);
  });
});
