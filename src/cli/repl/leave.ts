import { signsOf } from '../output/signs.ts';
import { dim, type Terminal } from '../output/terminal.ts';
import type { Conversation } from './conversation.ts';
import type { Status } from './status.ts';
import { beforeAbort } from './until.ts';

/** How long leaving may wait for the memory, in milliseconds. */
const LONGEST_WAIT_MS = 10_000;
/** A wait shorter than this, in milliseconds, is not worth a word. */
const UNNOTICED_MS = 100;

const PENDING = 'Not all of it is remembered yet: the rest follows at the next start.';
const LOST = 'Not all of it is remembered: it could not be written to the disk.';

/** Waits for the memory, saying so; `skip` ends the wait. What is left, is said: `pending` of turns. */
export async function waitForMemory(
  conversation: Conversation,
  terminal: Terminal,
  status: Status,
  skip: AbortSignal,
  pending = PENDING,
): Promise<void> {
  const { stderr, colour } = terminal;
  const waiting = `remembering${signsOf(terminal).more} Ctrl-C skips`;
  const say = (): void => {
    if (status.able) status.show(waiting);
    else stderr.write(`${waiting}\n`);
  };
  const timer = setTimeout(say, UNNOTICED_MS);
  try {
    const settled = await beforeAbort(conversation.settle(LONGEST_WAIT_MS, skip), skip);
    status.hide();
    if (settled === 'nothing') return;
    stderr.write(`${dim(settled === 'unsaved' ? LOST : pending, colour)}\n`);
  } finally {
    clearTimeout(timer);
    status.hide();
  }
}
