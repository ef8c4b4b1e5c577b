import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod/mini';
import type { ApiRequest } from '../test/support/messages-api.ts';
import { peer } from './peers.ts';
import { startTurnsApi, type TurnsApi } from './turns-api.ts';

const ROUNDS = 2;
/** Turns of a round before the figures count: modules load, connections open. */
const WARM = 2;
/** Between two turns: a person reads, and types. Longer than any extraction. */
const PAUSE_MS = 400;

/** What a person says. Each is something that may be kept. */
export const MESSAGES = [
  'My name is Alice and I live in Lisbon.',
  'I work as a nurse at the children’s hospital.',
  'My dog is called Biscuit and he is four years old.',
  'I am learning Portuguese with a tutor on Tuesdays.',
  'I do not eat meat, and I like to cook for friends.',
  'My sister Ana lives in Rome with her two children.',
  'I have bought a kayak and want to paddle on the Tagus.',
  'I prefer the train to flying, also for long ways.',
  'Next spring I am going to run the marathon in Porto.',
  'My favourite book is The Left Hand of Darkness.',
  'I play the cello in an amateur orchestra.',
  'I keep bees on the roof of the house.',
];

/** How a turn went for the person, in ms: until the first words, and from the last to the next message. */
export interface TurnTimes {
  first: number;
  behind: number;
}

/** What a program has done in all its rounds. */
export interface Conversation {
  turns: TurnTimes[];
  /** From the start of the process until something can be said, in ms, of each round. */
  ready: number[];
  /** The largest resident set of each round, in megabytes. */
  megabytes: number[];
  /** Requests to the Messages API of all rounds, and how many to the embeddings API. */
  requests: ApiRequest[];
  embeddings: number;
  /** Of all rounds, those before the figures count as well. */
  turnsSaid: number;
}

/** What memchat is compared with. */
export type Other = 'tutorial' | 'mem0';

export interface Conversations extends Record<Other, Conversation | string> {
  memchat: Conversation;
}

const turnLine = z.object({ first: z.number(), behind: z.number() });
const endLine = z.object({ ready: z.number(), megabytes: z.number() });

/**
 * The same messages said to memchat, to the loop of the tutorials and to mem0, each in a process of
 * its own, round after round, against the same local servers. A text in place of what cannot be run.
 */
export async function converseWithAll(): Promise<Conversations> {
  const api = await startTurnsApi();
  const folder = await mkdtemp(join(tmpdir(), 'memchat-bench-'));
  const root = resolve();
  const run = async (program: keyof Conversations, home: string, sum: Conversation) =>
    converse(program, home, await mkdtemp(join(folder, `${program}-`)), api, sum);
  try {
    const { home, problem } = peer('mem0');
    const memchat = nothing();
    const tutorial = nothing();
    let mem0: Conversation | string = home === null ? problem : nothing();
    for (let round = 0; round < ROUNDS; round++) {
      await run('memchat', root, memchat);
      await run('tutorial', root, tutorial);
      if (home === null || typeof mem0 === 'string') continue;
      try {
        await run('mem0', home, mem0);
      } catch (error) {
        // A peer that fails is told in its rows; the others are measured all the same.
        mem0 = `failed: ${String(error).slice(0, 200)}`;
      }
    }
    return { memchat, tutorial, mem0 };
  } finally {
    await api.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function nothing(): Conversation {
  return { turns: [], ready: [], megabytes: [], requests: [], embeddings: 0, turnsSaid: 0 };
}

async function converse(
  program: string,
  home: string,
  folder: string,
  { messages, embeddings }: TurnsApi,
  sum: Conversation,
): Promise<void> {
  const before = { requests: messages.requests.length, embeddings: embeddings.requests.length };
  const given = {
    home,
    baseUrl: messages.url,
    embeddingsUrl: embeddings.url,
    folder,
    messages: MESSAGES,
    pauseMs: PAUSE_MS,
  };
  const args = [resolve('bench', 'peers', `${program}.mjs`), JSON.stringify(given)];
  // Nothing of it is to leave this machine, nor to be kept in the home of who runs the bench.
  const env = { ...process.env, HOME: folder, MEM0_DIR: folder, MEM0_TELEMETRY: 'false' };
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, args, { env, cwd: folder, timeout: 60_000 });
  const lines = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): unknown => JSON.parse(line));
  const end = endLine.parse(lines.pop());
  sum.turns.push(...z.array(turnLine).parse(lines).slice(WARM));
  sum.ready.push(end.ready);
  sum.megabytes.push(end.megabytes);
  sum.requests.push(...messages.requests.slice(before.requests));
  sum.embeddings += embeddings.requests.length - before.embeddings;
  sum.turnsSaid += MESSAGES.length;
}
