import { z } from 'zod/mini';
import { openSession } from '../../src/chat/session.ts';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { say } from '../../test/support/chat-world.ts';
import { ageRevisions, type Files, filesBelow } from './files.ts';
import { type MemoryUse, memoryUse } from './memory-use.ts';
import { Script, taught } from './script.ts';

// One process that says many turns in one session, with the parts of the program, real files and the
// offline model: SESSIONS TURNS [FACTS, at most], in a process with --expose-gc. A short session before it loads what
// a session needs. Prints what it saw as JSON.

/** What a look at the process and its files has seen after so many turns. */
export interface Look extends MemoryUse {
  turns: number;
  facts: number;
  retired: number;
  files: Record<string, Files>;
}

export interface LongSession {
  looks: Look[];
  /** Of each turn, in ms: until the next message could be said, and until all was remembered. */
  shown: number[];
  whole: number[];
  /** Of each turn, in ms of the processor: whatever else the machine does counts less. */
  processor: number[];
  /** Of each turn's chat request, in characters: its system prompt, and all of it. */
  system: number[];
  request: number[];
  /** What the process held before the session was opened, and after it was closed and let go. */
  before: MemoryUse;
  after: MemoryUse;
  taught: number;
  warnings: string[];
}

const textBlock = z.object({ type: z.literal('text'), text: z.string() });
const chatRequest = z.object({
  system: z.array(z.object({ text: z.string() })),
  messages: z.array(z.object({ content: z.union([z.string(), z.array(z.unknown())]) })),
  output_config: z.optional(z.object({ format: z.optional(z.unknown()) })),
});

/** Between two turns, in ms: a person who chats once an hour. */
const HOUR = 3_600_000;
const AGES_EVERY = 200;
/** Of the turns, so many are said in a short session before. */
const FIRST = 0.05;
const LOOKS = 10;

const [sessions = '', count = '', facts] = process.argv.slice(2);

async function converse(
  user: string,
  turns: number,
): Promise<Omit<LongSession, 'before' | 'after'>> {
  let now = Date.parse('2026-01-01T08:00:00.000Z');
  const clock = () => {
    now += 10;
    return new Date(now).toISOString();
  };
  const [system, request]: [number[], number[]] = [[], []];
  const config = await readConfig({ user, sessions, offline: true });
  const parts = await compose(config, () => {}, {
    clock,
    wrapFetch: (inner) => (input, init) => {
      const sizes = sizesOf(String(init?.body ?? ''));
      if (sizes !== null) {
        system.push(sizes.system);
        request.push(sizes.request);
      }
      return inner(input, init);
    },
  });
  const warnings: string[] = [];
  const session = await openSession(parts, {
    user,
    models: config.models,
    onWarning: ({ message }) => warnings.push(message),
  });
  session.onReceipt(({ problem }) => {
    if (problem !== null) warnings.push(problem.message);
  });
  const script = new Script(turns, facts === undefined ? undefined : Number(facts));
  const looks: Look[] = [];
  const [shown, whole, processor]: [number[], number[], number[]] = [[], [], []];
  let told = 0;
  for (let turn = 0; turn < turns; turn++) {
    const message = script.message(turn);
    if (message === taught(turn)) told += 1;
    const began = performance.now();
    const cpu = process.cpuUsage();
    const end = await say(session, message);
    shown.push(performance.now() - began);
    const left = await session.settle(30_000);
    whole.push(performance.now() - began);
    const { user: own, system: kernel } = process.cpuUsage(cpu);
    processor.push((own + kernel) / 1000);
    if (end.problem !== null) warnings.push(end.problem.message);
    if (left !== 'nothing') warnings.push(`turn ${turn} left ${left}`);
    now += HOUR;
    if (turn % AGES_EVERY === 0) ageRevisions(sessions, user);
    if ((turn + 1) % (turns / LOOKS) !== 0) continue;
    const { keyFacts, retired } = await session.memory();
    looks.push({
      turns: turn + 1,
      ...memoryUse(),
      facts: keyFacts.length,
      retired: retired.length,
      files: filesBelow(sessions, user),
    });
  }
  await session.close();
  return { looks, shown, whole, processor, system, request, taught: told, warnings };
}

/** Characters of a chat request; null of one that asks for a form of its answer, as the memory's do. */
function sizesOf(body: string): { system: number; request: number } | null {
  const sent = chatRequest.parse(JSON.parse(body));
  if (sent.output_config?.format !== undefined) return null;
  const system = sent.system.reduce((sum, { text }) => sum + text.length, 0);
  const messages = sent.messages.reduce((sum, { content }) => sum + charactersOf(content), 0);
  return { system, request: system + messages };
}

/** The texts alone; of blocks that call a tool, or that a tool has answered, all. */
function charactersOf(content: string | readonly unknown[]): number {
  if (typeof content === 'string') return content.length;
  return content.reduce<number>((sum, block) => {
    const text = textBlock.safeParse(block);
    return sum + (text.success ? text.data.text.length : JSON.stringify(block).length);
  }, 0);
}

await converse('bob', Math.ceil(Number(count) * FIRST));
const before = memoryUse();
const seen = await converse('alice', Number(count));
const result: LongSession = { ...seen, before, after: memoryUse() };
process.stdout.write(`${JSON.stringify(result)}\n`);
