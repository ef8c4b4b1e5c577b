import type { Receipt, TurnEnd } from '../chat/events.ts';
import type { Session } from '../chat/session.ts';
import { exitCodeOf } from '../errors.ts';
import { joinChanges } from '../memory/changes.ts';
import type { Passage } from '../memory/turn.ts';
import { addUsage } from '../model/prices.ts';
import type { OutputFormat } from './invocation.ts';
import { renderJson } from './output/json.ts';
import { renderReceipt } from './output/receipt.ts';
import { replyText } from './output/reply-text.ts';
import { sanitise } from './output/sanitise.ts';
import { signsOf } from './output/signs.ts';
import type { Terminal } from './output/terminal.ts';
import {
  type PrintResult,
  problemOf,
  receiptEvent,
  STREAM_FORMAT,
  type StreamEvent,
  type StreamStart,
} from './stream-json.ts';

/** How long the memory may take after the reply, in milliseconds; then the next start goes on. */
const SETTLE_MS = 10_000;

export interface PrintOptions {
  format: OutputFormat;
  quiet: boolean;
  /** Receipts also say what was not kept, and why. */
  debug: boolean;
  /** Who answers, and by which rules: told by `stream-json`. */
  about: Pick<StreamStart, 'model' | 'memoryModel' | 'policy'>;
  /** What went wrong beside the turn, such as a disk that is full. */
  warnings: readonly Error[];
  /** Aborts on Ctrl-C and SIGTERM. */
  signal: AbortSignal;
}

/** Answers one message: the reply first, then the memory. Resolves to the exit code. */
export async function print(
  session: Session,
  message: Passage[],
  terminal: Terminal,
  options: PrintOptions,
): Promise<number> {
  const receipts: Receipt[] = [];
  let told: string | null = null;
  const { format } = options;
  const emit = (event: StreamEvent): void => {
    if (format === 'stream-json') terminal.stdout.write(renderJson(event));
  };
  emit({ type: 'start', format: STREAM_FORMAT, user: session.user, ...options.about });
  session.onReceipt((receipt) => {
    receipts.push(receipt);
    emit(receiptEvent(receipt));
    if (!options.quiet || receipt.problem !== null) {
      showReceipt(receipt, terminal, options.debug, told);
    }
    told = receipt.problem?.message ?? told;
  });
  const end = await reply(session, message, terminal, options, emit);
  const { turn, status, usage, costUsd } = end;
  emit({ type: 'reply', turn, status, usage, costUsd });
  if (end.problem !== null) {
    emit({ type: 'error', ...problemOf(end.problem) });
    terminal.stderr.write(`memchat: ${sanitise(end.problem.message)}\n`);
    told = end.problem.message;
  }
  if (!options.signal.aborted && (await session.settle(SETTLE_MS, options.signal)) === 'pending') {
    const said = receipts.at(-1)?.problem ? '' : 'not remembered yet; ';
    terminal.stderr.write(`memchat: ${said}the next start takes it up.\n`);
  }
  const whole = result(session.user, end, receipts, options.warnings);
  if (format === 'json') terminal.stdout.write(renderJson(whole));
  emit({ type: 'end', ...whole });
  return end.status === 'failed' ? exitCodeOf(end.problem) : 0;
}

async function reply(
  session: Session,
  message: Passage[],
  terminal: Terminal,
  { format, signal }: PrintOptions,
  emit: (event: StreamEvent) => void,
): Promise<TurnEnd> {
  const shown = await replyText(terminal);
  for await (const event of session.say(message, signal)) {
    if (event.type === 'text' && format === 'text') {
      terminal.stdout.write(shown.push(event.text));
    }
    if (event.type !== 'end') {
      emit(event);
      continue;
    }
    if (format === 'text') terminal.stdout.write(shown.end());
    return event;
  }
  throw new Error('a turn ended without its end event');
}

function showReceipt(
  receipt: Receipt,
  terminal: Terminal,
  reasons: boolean,
  told: string | null,
): void {
  const { colour } = terminal;
  const signs = signsOf(terminal);
  const look = { colour, columns: terminal.columns(), reasons, told, signs };
  const text = renderReceipt(receipt, look);
  if (text !== '') terminal.stderr.write(`${text}\n`);
}

function result(
  user: string,
  end: TurnEnd,
  receipts: readonly Receipt[],
  warnings: readonly Error[],
): PrintResult {
  const memory = joinChanges(receipts.map(({ changes }) => changes));
  let { usage, costUsd } = end;
  for (const receipt of receipts) {
    usage = addUsage(usage, receipt.usage);
    costUsd = costUsd === null || receipt.costUsd === null ? null : costUsd + receipt.costUsd;
  }
  const printed: PrintResult = {
    user,
    turn: end.turn,
    reply: end.reply,
    status: end.status,
    memory,
    usage,
    costUsd,
  };
  const [problem] = [
    end.problem,
    ...receipts.map((receipt) => receipt.problem),
    ...warnings,
  ].filter((error) => error !== null);
  if (problem) printed.error = problemOf(problem);
  return printed;
}
