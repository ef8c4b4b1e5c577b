import { describe, expect, it } from 'vitest';
import { decide } from '../../src/chat/review.ts';
import { undoRevision } from '../../src/chat/undo.ts';
import { propose } from '../../src/memory/propose.ts';
import type { FactOperation, Memory } from '../../src/memory/types.ts';
import { InMemoryStore } from '../../src/store/in-memory.ts';
import { update } from '../../src/store/update.ts';
import { memoryOf, NOW } from '../support/memories.ts';

const BLANK = { kind: 'semantic', target: null, answers: null, happenedOn: null } as const;

function add(text: string): FactOperation {
  return { ...BLANK, op: 'add', tag: 'other', text, quote: text, expiresInDays: null };
}

async function world(...texts: string[]) {
  const store = new InMemoryStore();
  let number = 0;
  const newId = (kind: string) => `${kind}-${++number}`;
  const ports = { store, clock: () => NOW, newId };
  await update(store, 'alice', () => {
    let start: Memory = memoryOf();
    for (const text of texts) {
      const suggestion = { turn: 't-1', reason: 'why', text, operation: add(text) };
      start = propose(start, suggestion, { now: NOW, newId }).memory;
    }
    return start;
  });
  return { ports, store, read: () => store.read('alice') };
}

describe('decisions about what waits', () => {
  it('are one commit, which one step takes back', async () => {
    const { ports, store, read } = await world('Has a dog', 'Has a cat', 'Likes tea');
    const outcome = await decide(ports, 'alice', [
      { proposal: 'proposal-1', verdict: 'approve' },
      { proposal: 'proposal-2', verdict: 'approve', text: 'Has two cats' },
      { proposal: 'proposal-3', verdict: 'decline' },
    ]);
    expect(outcome).toMatchObject({
      revision: 2,
      changes: {
        added: [{ text: 'Has a dog' }, { text: 'Has two cats' }],
        refused: [{ text: 'Likes tea', reason: 'you declined it' }],
      },
    });
    expect(await read()).toMatchObject({
      review: [],
      keyFacts: [{ text: 'Has a dog', origin: 'confirmed' }, { text: 'Has two cats' }],
    });
    const newest = await store.history('alice')[Symbol.asyncIterator]().next();
    expect(newest.value).toMatchObject({ revision: 2, reason: 'revised' });

    await undoRevision({ store }, 'alice');
    const back = await read();
    expect(back?.keyFacts).toEqual([]);
    expect(back?.review.map(({ id }) => id).sort()).toEqual([
      'proposal-1',
      'proposal-2',
      'proposal-3',
    ]);
  });

  it('write nothing when one of them cannot be carried out', async () => {
    const { ports, read } = await world('Has a dog');
    const good = { proposal: 'proposal-1', verdict: 'approve' } as const;
    for (const bad of [
      { proposal: 'proposal-9', verdict: 'approve' } as const,
      { proposal: 'proposal-9', verdict: 'decline' } as const,
    ]) {
      await expect(decide(ports, 'alice', [good, bad])).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringContaining('proposal-9'),
      });
    }
    await expect(
      decide(ports, 'alice', [{ ...good, text: 'x'.repeat(301) }]),
    ).rejects.toMatchObject({ code: 'usage' });
    expect(await read()).toMatchObject({ revision: 1, keyFacts: [], review: [{}] });
  });

  it('are about the memory as it is: what was decided elsewhere waits no more', async () => {
    const { ports } = await world('Has a dog');
    const yes = [{ proposal: 'proposal-1', verdict: 'approve' as const }];
    const outcomes = await Promise.allSettled([
      decide(ports, 'alice', yes),
      decide(ports, 'alice', yes),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('write nothing when there are none', async () => {
    const { ports, read } = await world('Has a dog');
    expect(await decide(ports, 'alice', [])).toMatchObject({ revision: null });
    expect((await read())?.revision).toBe(1);
  });
});
