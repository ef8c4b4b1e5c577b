import type { Receipt, TurnEnd } from '../chat/events.ts';
import type { Session } from '../chat/session.ts';
import { exitCodeOf } from '../errors.ts';
import { type Changes, joinChanges } from '../memory/changes.ts';
import type { Passage } from '../memory/turn.ts';
import type { Usage } from '../model/port.ts';
import { addUsage } from '../model/prices.ts';
import { renderJson } from './output/json.ts';
import { renderReceipt } from './output/receipt.ts';
import { replyText } from './output/reply-text.ts';
import { sanitise } from './output/sanitise.ts';
import type { Terminal } from './output/terminal.ts';

/** How long the memory may take after the reply, in milliseconds; then the next start goes on. */
const SETTLE_MS = 10_000;

export interface PrintOptions {
  json: boolean;
  quiet: boolean;
  /** Receipts also say what was not kept, and why. */
  debug: boolean;
  /** What went wrong beside the turn, such as a disk that is full. */
  warnings: readonly Error[];
  /** Aborts on Ctrl-C and SIGTERM. */
  signal: AbortSignal;
}

/** What `--json` prints. `memory` and `usage` cover the reply and the extraction behind it. */
export interface PrintResult {
  user: string;
  turn: string;
  reply: string;
  status: TurnEnd['status'];
  memory: Changes;
  usage: Usage;
  /** US dollars; null for a model without a known price. */
  costUsd: number | null;
  /** Only when something went wrong. */
  error?: { code: string; message: string };
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
  session.onReceipt((receipt) => {
    receipts.push(receipt);
    if (!options.quiet || receipt.problem !== null) {
      showReceipt(receipt, terminal, options.debug, told);
    }
    told = receipt.problem?.message ?? told;
  });
  const end = await reply(session, message, terminal, options);
  if (end.problem !== null) {
    terminal.stderr.write(`memchat: ${sanitise(end.problem.message)}\n`);
    told = end.problem.message;
  }
  if (!options.signal.aborted && (await session.settle(SETTLE_MS, options.signal)) === 'pending') {
    const said = receipts.at(-1)?.problem ? '' : 'not remembered yet; ';
    terminal.stderr.write(`memchat: ${said}the next start takes it up.\n`);
  }
  if (options.json) {
    terminal.stdout.write(renderJson(result(session.user, end, receipts, options.warnings)));
  }
  return end.status === 'failed' ? exitCodeOf(end.problem) : 0;
}

async function reply(
  session: Session,
  message: Passage[],
  terminal: Terminal,
  options: PrintOptions,
): Promise<TurnEnd> {
  const shown = await replyText(terminal);
  for await (const event of session.say(message, options.signal)) {
    if (event.type === 'text' && !options.json) {
      terminal.stdout.write(shown.push(event.text));
    }
    if (event.type !== 'end') continue;
    if (!options.json) terminal.stdout.write(shown.end());
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
  const text = renderReceipt(receipt, { colour, columns: terminal.columns(), reasons, told });
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
  if (problem) {
    const code = 'code' in problem && typeof problem.code === 'string' ? problem.code : 'other';
    printed.error = { code, message: problem.message };
  }
  return printed;
}
