import { emptyMemory } from '../../src/memory/codec.ts';
import type { Turn } from '../../src/memory/turn.ts';
import type { Memory } from '../../src/memory/types.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { FileStore } from '../../src/store/file-store.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { currentOwner } from '../../src/store/owner.ts';
import { update } from '../../src/store/update.ts';

/** What is to be forgotten: in no name of a file, and in nothing else that is kept. */
export const WORD = 'Quokka';

const clock = () => new Date().toISOString();
const onNotice = () => {};
const blotted = (text: string) => text.replaceAll(WORD, '…');
const holds = (thing: unknown) => JSON.stringify(thing).includes(WORD);
const without = (turn: Turn): Turn => ({
  ...turn,
  message: turn.message.map((one) => ({ ...one, text: blotted(one.text) })),
  reply: turn.reply && blotted(turn.reply),
});

/** A change that leaves of a memory what one message says. */
export function saying(user: string, text: string): (current: Memory | null) => Memory {
  return (current) => {
    const base = current ?? emptyMemory(user, clock());
    const recentMessages = [{ role: 'user' as const, text, at: base.createdAt, turn: 't-0' }];
    return { ...base, summary: text, recentMessages };
  };
}

export function journalIn(directory: string, owner = currentOwner()): FileJournal {
  return new FileJournal({ directory, owner, clock, onNotice });
}

/** Takes the word out of what the memory is made from. */
export async function scrubWord(directory: string, user: string): Promise<void> {
  const transcript = new FileTranscript({ directory });
  await journalIn(directory).rewrite(user, (turn) => (holds(turn) ? without(turn) : turn));
  await transcript.rewrite(user, (exchange) => (holds(exchange) ? null : exchange));
}

/** Takes the word out of the memory; what is before the revision that this returns still has it. */
export async function commitWithoutWord(directory: string, user: string): Promise<number> {
  const change = (current: Memory | null) =>
    current && saying(user, blotted(current.summary))(current);
  const note = { reason: 'forgotten', of: null } as const;
  const store = new FileStore({ directory, clock, onNotice });
  return (await update(store, user, change, { note }))?.revision ?? 0;
}

/**
 * Forgets the word in the order that is safe: what the memory is made from first, so that nothing is
 * learned again from what is left; last what others have written meanwhile.
 */
export async function forgetWord(directory: string, user: string): Promise<void> {
  await scrubWord(directory, user);
  const revision = await commitWithoutWord(directory, user);
  await new FileStore({ directory, clock, onNotice }).purge(user, revision);
  await scrubWord(directory, user);
}
