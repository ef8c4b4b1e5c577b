import { describe, expect, it } from 'vitest';
import type { Turn } from '../../src/memory/turn.ts';
import { InMemoryJournal, InMemoryStore, NoTranscript } from '../../src/store/in-memory.ts';
import { aTurn } from '../support/turns.ts';
import { storeContract } from './contract.ts';

storeContract('InMemoryStore', () => new InMemoryStore());

const TURN: Turn = aTurn({
  message: [{ origin: 'typed', text: 'Hello.' }],
  reply: null,
  status: 'asked',
});

describe('the journal and transcript of a user who wants nothing kept', () => {
  it('take everything and never give a turn back', async () => {
    const journal = new InMemoryJournal();
    await journal.save(TURN);
    expect(await journal.adopt('alice')).toEqual([]);
    await expect(journal.remove('alice', 't-1')).resolves.toBeUndefined();
    await expect(new NoTranscript().append(TURN)).resolves.toBeUndefined();
  });
});
