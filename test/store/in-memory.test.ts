import { describe, expect, it } from 'vitest';
import type { Turn } from '../../src/memory/turn.ts';
import {
  InMemoryJournal,
  InMemoryStore,
  InMemoryTranscript,
  NoTranscript,
} from '../../src/store/in-memory.ts';
import { aTurn } from '../support/turns.ts';
import { archiveContract } from './archive-contract.ts';
import { storeContract } from './contract.ts';
import { journalContract } from './journal-contract.ts';
import { transcriptContract } from './transcript-contract.ts';

storeContract('InMemoryStore', () => new InMemoryStore());
archiveContract('InMemoryStore', () => new InMemoryStore());
journalContract('InMemoryJournal', () => new InMemoryJournal());
transcriptContract('InMemoryTranscript', () => new InMemoryTranscript());

const TURN: Turn = aTurn({
  message: [{ origin: 'typed', text: 'Hello.' }],
  reply: null,
  status: 'asked',
});

describe('the transcript of a user who wants nothing kept', () => {
  it('takes everything and never gives anything back', async () => {
    const transcript = new NoTranscript();
    await transcript.append(TURN);
    expect(await transcript.recent('alice', 5)).toEqual([]);
    expect(await transcript.rewrite('alice', () => null)).toBe(0);
  });
});
