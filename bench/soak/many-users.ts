import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type MemoryClient, offlineModel, openMemory } from '../../src/index.ts';
import { memoryUse } from './memory-use.ts';

// Many users at once in one process, each with a memory and a conversation of the library, real files
// and the offline model: SESSIONS USERS TURNS, in a process with --expose-gc. Prints what it saw as JSON.

export interface ManyUsers {
  users: number;
  turns: number;
  seconds: number;
  /** Of each turn, in ms, until the reply had ended, with all the others under way. */
  shown: number[];
  /** Held memory in megabytes: before any was open, with all open, and after all were closed. */
  before: number;
  open: number;
  after: number;
  /** Open files, and what else keeps a process alive, before and after; at most, while they talked. */
  filesBefore: number | null;
  filesMost: number | null;
  filesAfter: number | null;
  handlesBefore: number;
  handlesAfter: number;
  /** What is wrong with what is kept: a word of another user, a turn that is missing. */
  mistakes: string[];
}

const [sessions = '', users = '', turns = ''] = process.argv.slice(2);
const FIRST_USERS = 5;

interface Talked {
  shown: number[];
  held: number;
  filesMost: number | null;
  mistakes: string[];
}

async function talkAtOnce(names: readonly string[], turns: number): Promise<Talked> {
  const model = offlineModel();
  const clients = await Promise.all(names.map((user) => openMemory({ user, sessions, model })));
  let filesMost = openFiles();
  const talked = await Promise.all(
    clients.map(async (client) => {
      const shown = await converse(client, turns);
      filesMost = filesMost && Math.max(filesMost, openFiles() ?? 0);
      return shown;
    }),
  );
  const { held } = memoryUse();
  const kept = await Promise.all(clients.map((client) => mistakesOf(client, names, turns)));
  await Promise.all(clients.map((client) => client.close()));
  return { shown: talked.flat(), held, filesMost, mistakes: kept.flat() };
}

async function converse(client: MemoryClient, turns: number): Promise<number[]> {
  const session = await client.session();
  const shown: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const began = performance.now();
    const message = [{ origin: 'typed' as const, text: said(client.user, turn) }];
    for await (const event of session.say(message)) {
      if (event.type === 'end' && event.problem !== null) throw event.problem;
    }
    shown.push(performance.now() - began);
  }
  const left = await session.settle(120_000);
  if (left !== 'nothing') throw new Error(`of ${client.user} ${left} was left`);
  await session.close();
  return shown;
}

/** A fact in every fourth turn, and words that only this user says. */
function said(user: string, turn: number): string {
  return turn % 4 === 0
    ? `Remember that locker ${turn} of ${user} holds a lamp.`
    : `Today ${user} went for walk number ${turn} along the river.`;
}

async function mistakesOf(
  client: MemoryClient,
  names: readonly string[],
  turns: number,
): Promise<string[]> {
  const { user } = client;
  const others = names.filter((other) => other !== user);
  const { keyFacts } = await client.read();
  const wanted = Math.ceil(turns / 4);
  const mistakes: string[] = [];
  if (keyFacts.length !== wanted)
    mistakes.push(`${user} has ${keyFacts.length} facts of ${wanted}`);
  const text = textsOf(user);
  const lines = text.transcript.split('\n').filter(Boolean).length;
  if (lines !== turns) mistakes.push(`${user} has ${lines} of ${turns} turns in the transcript`);
  for (const other of others) {
    if (text.all.includes(other)) mistakes.push(`${user} has words of ${other}`);
  }
  const found = await client.search('locker lamp', { limit: 20 });
  if (found.length === 0) mistakes.push(`${user} finds nothing of what was said`);
  if (found.some((one) => others.some((other) => one.text.includes(other)))) {
    mistakes.push(`${user} finds words of others`);
  }
  return mistakes;
}

/** All bytes that are kept of a user, and those of the transcript. */
function textsOf(user: string): { all: string; transcript: string } {
  const house = path.join(sessions, `.${user}`);
  const files = readdirSync(house, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
  const main = readFileSync(path.join(sessions, `${user}.json`), 'utf8');
  const transcript = readFileSync(path.join(house, 'transcript.jsonl'), 'utf8');
  return { all: [main, ...files].join('\n'), transcript };
}

/** Null where the system has no list of them. */
function openFiles(): number | null {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return null;
  }
}

const handles = () => process.getActiveResourcesInfo().length;
/** No name is a part of another. */
const namesOf = (kind: string, count: number) =>
  Array.from({ length: count }, (_, n) => `${kind}${String(n).padStart(4, '0')}`);

await talkAtOnce(namesOf('early', FIRST_USERS), 4);
const before = memoryUse().held;
const [filesBefore, handlesBefore] = [openFiles(), handles()];
const began = performance.now();
const { shown, held, filesMost, mistakes } = await talkAtOnce(
  namesOf('user', Number(users)),
  Number(turns),
);
const result: ManyUsers = {
  users: Number(users),
  turns: Number(turns),
  seconds: (performance.now() - began) / 1000,
  shown,
  before,
  open: held,
  after: memoryUse().held,
  filesBefore,
  filesMost,
  filesAfter: openFiles(),
  handlesBefore,
  handlesAfter: handles(),
  mistakes: mistakes.slice(0, 20),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
