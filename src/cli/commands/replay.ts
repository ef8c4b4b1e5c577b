import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession, type Session } from '../../chat/session.ts';
import { compose, type Fetch, type Parts } from '../../compose.ts';
import { type Config, readConfig } from '../../config.ts';
import { errnoOf, exitCodeOf, MemchatError } from '../../errors.ts';
import type { Clock, NewId } from '../../memory/clock.ts';
import {
  decodeRecording,
  encodeExchange,
  type RecordedExchange,
  recordedFetch,
  recordingFetch,
} from '../../model/recording.ts';
import { placeOf } from '../../store/paths.ts';
import type { ReplayFlags } from '../invocation.ts';
import { renderJson } from '../output/json.ts';
import { renderReceipt } from '../output/receipt.ts';
import { sanitise } from '../output/sanitise.ts';
import type { TerminalOutput } from '../output/terminal.ts';
import { onStopSignal } from '../stop-signals.ts';
import { readScript, readText, type Step } from './replay-script.ts';

/** What a replay gives: the same bytes for the same script and the same answers. */
export interface ReplayResult {
  /** What the terminal would have shown, without colour, 80 columns wide. */
  terminal: string;
  /** The bodies of the requests in the order in which they were sent. */
  requests: { method: string; path: string; body: unknown }[];
  /** The text of the memory file; null when nothing was remembered. */
  memory: string | null;
}

/** How long the memory of one turn may take, in milliseconds: an API may be slow, a script patient. */
const SETTLE_MS = 120_000;

/** Where the clock of a replay starts. */
const START = Date.parse('2026-01-01T09:00:00.000Z');

/** `memchat replay`: prints the terminal text, or everything as JSON. Resolves to the exit code. */
export async function replay(
  flags: ReplayFlags,
  output: { stdout: TerminalOutput; stderr: TerminalOutput },
): Promise<number> {
  const steps = readScript(flags.script);
  const { record, recorded, ...rest } = flags;
  const offline = rest.offline ?? (record === undefined ? true : undefined);
  const stop = onStopSignal();
  const directory = mkdtempSync(join(tmpdir(), 'memchat-replay-'));
  try {
    const config = await readConfig({
      ...rest,
      user: flags.user ?? 'user',
      offline,
      sessions: directory,
      store: 'files',
    });
    const answers = recorded === undefined ? null : decodeRecording(readText(recorded), recorded);
    if (record !== undefined) begin(record);
    const keep = (exchange: RecordedExchange) => {
      if (record !== undefined) appendFileSync(record, encodeExchange(exchange));
    };
    const run = await runScript(steps, config, { answers, keep, signal: stop.signal });
    if (flags.json === true) {
      const { terminal, requests, memory } = run;
      output.stdout.write(renderJson({ terminal, requests, memory }, 2));
    } else {
      output.stdout.write(run.terminal);
    }
    for (const { message } of run.problems) output.stderr.write(`memchat: ${sanitise(message)}\n`);
    const [problem] = run.problems;
    return stop.exitCode() || (problem === undefined ? 0 : exitCodeOf(problem));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @throws MemchatError `usage` when the recording cannot be written, before anything is asked. */
function begin(recording: string): void {
  try {
    writeFileSync(recording, '', { mode: 0o600 });
  } catch (error) {
    throw new MemchatError(`${recording} cannot be written. Choose another file.`, 'usage', error);
  }
}

interface ScriptRun {
  /** What a recording answers; null: the configured model does. */
  answers: RecordedExchange[] | null;
  keep: (exchange: RecordedExchange) => void;
  signal: AbortSignal;
}

/** Runs the steps one after the other; each turn is remembered before the next one is said. */
async function runScript(
  steps: readonly Step[],
  config: Config,
  { answers, keep, signal }: ScriptRun,
): Promise<ReplayResult & { problems: Error[] }> {
  const requests: ReplayResult['requests'] = [];
  const problems: Error[] = [];
  const shown: string[] = [];
  const clock = new ScriptClock();
  const answered = answers === null ? null : recordedFetch(answers);
  const wrapFetch = (inner: Fetch): Fetch =>
    recordingFetch(answered ?? inner, (exchange) => {
      requests.push(exchange.request);
      keep(exchange);
    });
  const parts = await compose(config, ({ message }) => shown.push(`memchat: ${message}\n`), {
    clock: clock.now,
    newId: countingIds(),
    wrapFetch,
  });
  let session: Session | null = null;
  for (const step of steps) {
    if (signal.aborted) break;
    if (step.kind === 'restart') session = null;
    else if (step.kind === 'at') clock.moveTo(step.time);
    else {
      clock.nextMessage();
      session ??= await start(parts, config, shown, problems);
      const text = step.message.map((passage) => passage.text).join('');
      shown.push(`you> ${sanitise(text)}\n`);
      await say(session, step, signal, shown, problems);
      if ((await session.settle(SETTLE_MS, signal)) !== 'nothing' && problems.length === 0) {
        problems.push(new Error('The memory of a turn was not finished in time.'));
      }
    }
  }
  const memory = readMemoryFile(config);
  return { terminal: shown.join(''), requests, memory, problems };
}

async function start(
  parts: Parts,
  config: Config,
  shown: string[],
  problems: Error[],
): Promise<Session> {
  const session = await openSession(parts, {
    user: config.user,
    models: config.models,
    policy: config.memory,
    retainDays: config.retainDays,
    onWarning: (error) => problems.push(error),
  });
  session.onReceipt((receipt) => {
    const text = renderReceipt(receipt, { colour: false, columns: 80 });
    if (text !== '') shown.push(`${text}\n`);
    if (receipt.problem !== null) problems.push(receipt.problem);
  });
  return session;
}

async function say(
  session: Session,
  step: Extract<Step, { kind: 'say' }>,
  signal: AbortSignal,
  shown: string[],
  problems: Error[],
): Promise<void> {
  for await (const event of session.say(step.message, signal)) {
    if (event.type !== 'end') continue;
    shown.push(`${sanitise(event.reply)}\n`);
    if (event.problem !== null) {
      shown.push(`memchat: ${sanitise(event.problem.message)}\n`);
      if (event.status === 'failed') problems.push(event.problem);
    }
  }
}

function readMemoryFile(config: Config): string | null {
  if (config.memory === 'off') return null;
  try {
    return readFileSync(placeOf(config.sessions, config.user).main, 'utf8');
  } catch (error) {
    // Nothing was said: no file was made.
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * A clock that moves one minute with each message, and not while one is answered: what is written
 * does not depend on how often the program looks at it.
 */
class ScriptClock {
  #now = START;

  readonly now: Clock = () => new Date(this.#now).toISOString();

  nextMessage(): void {
    this.#now += 60_000;
  }

  moveTo(time: string): void {
    this.#now = Math.max(this.#now, Date.parse(time));
  }
}

/** Ids that count: t-1, t-2, f-1 … */
function countingIds(): NewId {
  const counts = new Map<string, number>();
  return (kind) => {
    const letter = kind.charAt(0);
    const count = (counts.get(letter) ?? 0) + 1;
    counts.set(letter, count);
    return `${letter}-${count}`;
  };
}
