import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InMemoryStore } from '../../src/store/in-memory.ts';
import { placeOf } from '../../src/store/paths.ts';
import type { PastRevision, Store } from '../../src/store/port.ts';
import { readRevision, revisionPath, sha256 } from '../../src/store/revision.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';
import { temporaryFolders, worldIn } from './temporary.ts';

const folder = temporaryFolders();

async function historyOf(store: Store): Promise<number[]> {
  const past: PastRevision[] = [];
  for await (const revision of store.history('alice')) past.push(revision);
  return past.map(({ revision }) => revision);
}

describe('the history that is kept', () => {
  it('in memory is the newest 64 revisions, so that a long session does not grow', async () => {
    const store = new InMemoryStore();
    for (let n = 0; n < 70; n++) await update(store, 'alice', countOne);
    const history = await historyOf(store);
    expect([history.length, history[0], history.at(-1)]).toEqual([64, 70, 7]);
    expect(await historyOf(new InMemoryStore())).toEqual([]);
  });

  it('leaves out a revision that is whole and yet no memory', async () => {
    const { store, at } = worldIn(folder());
    for (let n = 0; n < 3; n++) await update(store, 'alice', countOne);
    const place = placeOf(at('.'), 'alice');
    const second = readRevision(place, 2);
    if (typeof second === 'string') throw new Error(second);
    const body = 'no memory';
    const header = { ...second.header, sha256: sha256(Buffer.from(body)) };
    const third = readRevision(place, 3);
    fs.writeFileSync(revisionPath(place, 2), `${JSON.stringify(header)}\n${body}`);
    // The next one was made from what stood there before.
    if (typeof third === 'string') throw new Error(third);
    const next = { ...third.header, parent: header.sha256 };
    fs.writeFileSync(revisionPath(place, 3), `${JSON.stringify(next)}\n${third.body}`);
    fs.utimesSync(revisionPath(place, 3), third.time / 1000, third.time / 1000);
    expect(await historyOf(store)).toEqual([3, 1, 0]);
  });
});
