import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importMemory } from '../../src/chat/import.ts';
import { addFact, setPreference } from '../../src/chat/revise.ts';
import { undoRevision } from '../../src/chat/undo.ts';
import { encodeMemory } from '../../src/memory/codec.ts';
import { renderMarkdown } from '../../src/memory/export.ts';
import { readImport } from '../../src/memory/import/import.ts';
import type { Memory } from '../../src/memory/types.ts';
import { FileStore } from '../../src/store/file-store.ts';
import { NOW } from '../support/memories.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'memchat-import-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function world() {
  const clock = () => NOW;
  const store = new FileStore({ directory, clock, onNotice: () => {} });
  let number = 0;
  return { store, clock, newId: (kind: string) => `${kind}-${++number}` };
}

async function importText(ports: ReturnType<typeof world>, user: string, text: string, yes = true) {
  const reading = readImport(text);
  if (!reading.ok) throw new Error(reading.problem);
  return importMemory(ports, user, reading.imported, { yes });
}

function contentOf(memory: Memory | null) {
  const facts = memory?.keyFacts.map(({ text, tag, kind, validFrom, expiresAt, pinned }) => ({
    text,
    tag,
    kind,
    validFrom,
    expiresAt,
    pinned,
  }));
  const preferences = Object.entries(memory?.preferences ?? {}).map(([key, { value }]) => [
    key,
    value,
  ]);
  facts?.sort((a, b) => (a.text < b.text ? -1 : 1));
  return { facts, preferences, name: memory?.name, summary: memory?.summary };
}

const MEM0 = readFileSync(new URL('../memory/import/mem0.json', import.meta.url), 'utf8');

describe('importing a file', () => {
  it('is one commit, which one step takes back whole', async () => {
    const ports = world();
    await addFact(ports, 'alice', { text: 'Plays chess' });
    const before = await ports.store.read('alice');
    for (const yes of [true, false]) {
      const outcome = await importText(ports, 'alice', MEM0, yes);
      const newest = await ports.store.history('alice')[Symbol.asyncIterator]().next();
      expect(newest.value).toMatchObject({ revision: outcome.revision, reason: 'imported' });
      const after = await ports.store.read('alice');
      expect([after?.keyFacts.length, after?.review.length]).toEqual(yes ? [5, 0] : [1, 5]);
      await undoRevision({ store: ports.store }, 'alice');
      const { revision: _, ...back } = (await ports.store.read('alice')) ?? {};
      expect(back).toEqual({ ...before, revision: undefined });
    }
  });

  it('twice writes nothing the second time', async () => {
    const ports = world();
    await importText(ports, 'alice', MEM0);
    const again = await importText(ports, 'alice', MEM0);
    expect(again.revision).toBe(null);
    expect(again.changes.refused).toHaveLength(5);
    expect((await ports.store.read('alice'))?.revision).toBe(1);
  });

  it('gives another user what was exported, as JSON and as Markdown', async () => {
    const ports = world();
    const tutorial = readFileSync(
      new URL('../memory/import/tutorial.json', import.meta.url),
      'utf8',
    );
    await importText(ports, 'alice', tutorial);
    await addFact(ports, 'alice', {
      text: 'Likes *both* kinds # of tea',
      tag: 'food',
      pinned: true,
    });
    await addFact(ports, 'alice', { text: 'Went to Rome', kind: 'episodic' });
    await setPreference(ports, 'alice', 'tone', 'dry: very');
    const alice = await ports.store.read('alice');
    if (alice === null) throw new Error('nothing was written');
    for (const [user, text] of [
      ['bob', encodeMemory(alice)],
      ['carol', renderMarkdown(alice)],
    ] as const) {
      const outcome = await importText(ports, user, text);
      expect(outcome.changes.refused).toEqual([]);
      expect(contentOf(await ports.store.read(user))).toEqual(contentOf(alice));
    }
  });
});
