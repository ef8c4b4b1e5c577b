import { describe, expect, it } from 'vitest';
import { putAside } from '../../src/chat/dead-letter.ts';
import type { Ports } from '../../src/chat/ports.ts';
import type { Turn } from '../../src/memory/turn.ts';
import { InMemoryStore, NoTranscript } from '../../src/store/in-memory.ts';
import { update } from '../../src/store/update.ts';
import { MapJournal } from '../support/map-journal.ts';
import { fact, memoryOf } from '../support/memories.ts';
import { ScriptedModel } from '../support/scripted-model.ts';

const NOW = '2026-11-20T09:00:00.000Z';
const TURN: Turn = {
  id: 't-1',
  user: 'alice',
  session: 's-1',
  at: '2026-11-19T09:00:00.000Z',
  message: [{ origin: 'typed', text: `${'x'.repeat(279)}yz` }],
  reply: 'Noted.',
  status: 'answered',
  attempts: 3,
};

function portsWith(store: InMemoryStore): Ports {
  return {
    store,
    journal: new MapJournal(),
    transcript: new NoTranscript(),
    model: new ScriptedModel(),
    clock: () => NOW,
    newId: (kind) => `${kind}-1`,
    price: () => 0,
  };
}

describe('a turn that is put aside', () => {
  it('counts as applied, and a note says when, why and how it begins', async () => {
    const store = new InMemoryStore();
    const before = memoryOf({ summary: 'A nurse.', name: 'Ann', keyFacts: [fact('Likes rain')] });
    const waiting = {
      id: 'p-0',
      at: NOW,
      turn: 't-0',
      reason: 'it was pasted',
      text: 'Likes snow',
      operation: null,
    };
    await update(store, 'alice', () => ({ ...before, review: [waiting] }));
    await putAside(portsWith(store), TURN, () => false);
    const memory = await store.read('alice');
    expect(memory).toMatchObject({
      summary: 'A nurse.',
      name: 'Ann',
      keyFacts: before.keyFacts,
      appliedTurns: ['t-1'],
    });
    expect(memory?.review).toEqual([
      waiting,
      {
        id: 'proposal-1',
        at: NOW,
        turn: 't-1',
        reason: 'its memory could not be read 3 times',
        text: `${'x'.repeat(279)}y`,
        operation: null,
      },
    ]);
    expect(memory?.recentMessages).toHaveLength(2);
  });

  it('is put aside once', async () => {
    const store = new InMemoryStore();
    await putAside(portsWith(store), TURN, () => false);
    await putAside(portsWith(store), TURN, () => false);
    expect(await store.read('alice')).toMatchObject({ revision: 1, createdAt: NOW });
    expect((await store.read('alice'))?.review).toHaveLength(1);
  });
});
