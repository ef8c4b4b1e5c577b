import type { TurnEnd, TurnEvent } from '../../chat/events.ts';
import { Sanitiser, sanitise } from '../output/sanitise.ts';
import { dim, type Terminal } from '../output/terminal.ts';
import type { Status } from './status.ts';
import { beforeAbort } from './until.ts';

const WITHOUT_PROBLEM: Record<TurnEnd['status'], string | null> = {
  answered: null,
  interrupted: '(stopped)',
  refused: '(the model declined to go on)',
  truncated: '(cut off: the reply reached its limit)',
  failed: '(the reply failed)',
};

/**
 * Streams a reply to stdout, sanitised, and says on stderr why it is not whole. Resolves when the
 * reply has ended, or at once when `gone` aborts, with the message of what went wrong, null without
 * one. Rejects with what the events threw.
 */
export async function showReply(
  events: AsyncIterable<TurnEvent>,
  terminal: Terminal,
  status: Status,
  gone: AbortSignal,
): Promise<string | null> {
  const { stdout, stderr, colour } = terminal;
  const sanitiser = new Sanitiser();
  let last = '\n';
  const write = (text: string): void => {
    if (text === '') return;
    status.hide();
    stdout.write(text);
    last = text.slice(-1);
  };
  const iterator = events[Symbol.asyncIterator]();
  status.show('…thinking');
  try {
    for (;;) {
      const next = await beforeAbort(iterator.next(), gone);
      if (next === undefined || next.done === true) return null;
      const event = next.value;
      if (event.type === 'text') write(sanitiser.push(event.text));
      if (event.type !== 'end') continue;
      write(sanitiser.end());
      if (last !== '\n') write('\n');
      status.hide();
      const note = dim(WITHOUT_PROBLEM[event.status] ?? '', colour);
      const why = event.status === 'interrupted' ? null : event.problem;
      const said = why === null ? note : sanitise(why.message);
      if (said !== '') stderr.write(`${said}\n`);
      return why?.message ?? null;
    }
  } finally {
    status.hide();
    if (last !== '\n') stdout.write('\n');
  }
}
