import type { TurnEnd, TurnEvent } from '../../chat/events.ts';
import { replyText } from '../output/reply-text.ts';
import { sanitise } from '../output/sanitise.ts';
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
 * Streams a reply to stdout, sanitised and laid out, and says on stderr why it is not whole, and what
 * is waited for. Resolves when the reply has ended, or at once when `gone` aborts, with the message
 * of what went wrong, null without one. Rejects with what the events threw. What came is shown in
 * each case, and the cursor stands at the begin of a line.
 */
export async function showReply(
  events: AsyncIterable<TurnEvent>,
  terminal: Terminal,
  status: Status,
  gone: AbortSignal,
): Promise<string | null> {
  const { stdout, stderr, colour } = terminal;
  const write = (text: string): void => {
    if (text === '') return;
    status.hide();
    stdout.write(text);
  };
  // Loaded while the request is under way.
  const loading = replyText(terminal);
  const iterator = events[Symbol.asyncIterator]();
  status.wait('thinking');
  try {
    for (;;) {
      const next = await beforeAbort(iterator.next(), gone);
      if (next === undefined || next.done === true) return null;
      const event = next.value;
      const shown = await loading;
      if (event.type === 'end') {
        write(shown.end());
        status.hide();
        const note = dim(WITHOUT_PROBLEM[event.status] ?? '', colour);
        const why = event.status === 'interrupted' ? null : event.problem;
        const said = why === null ? note : sanitise(why.message);
        if (said !== '') stderr.write(`${said}\n`);
        return why?.message ?? null;
      }
      if (event.type === 'text') write(shown.push(event.text));
      if (isWait(event.type)) {
        // Text before it is over: what comes behind a tool begins on a line of its own.
        write(shown.end());
        status.wait(event.type);
      }
    }
  } finally {
    status.hide();
    stdout.write((await loading).end());
  }
}

/** Whether there is a word for what happens; of what there is none, nothing is shown. */
function isWait(type: string): boolean {
  return ['thinking', 'recalling', 'remembering'].includes(type);
}
