import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errnoOf, MemchatError } from '../../src/errors.ts';
import { emptyMemory } from '../../src/memory/codec.ts';
import { endTurn, type Turn } from '../../src/memory/turn.ts';
import type { Memory } from '../../src/memory/types.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { FileStore } from '../../src/store/file-store.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { currentOwner } from '../../src/store/owner.ts';
import { update } from '../../src/store/update.ts';
import { aTurn } from '../support/turns.ts';
import { countersOf } from './counter-tally.ts';

// A process of its own that writes what the fault tests count afterwards.
//   count DIRECTORY NAME        counts for NAME in alice's memory until it is stopped
//   save DIRECTORY NAME         saves turns of alice until it is stopped, 500 at most
//   careless DIRECTORY NAME     counts in a file of its own without fsync, as must be seen to lose
//   grow DIRECTORY NAME BYTES   counts once, and makes the memory larger by so much
//   keep DIRECTORY NAME BYTES   saves one turn with a reply of that size; 0: asked, no reply yet
//   append DIRECTORY NAME BYTES appends one turn of that size to the transcript
// It says `NAME N TIME` once the N-th is acknowledged, in milliseconds of the monotonic clock, which
// all processes share; `notice CODE: …`, `astray: …` and `failed CODE: …`.
const [job, directory = '', name = '', bytes = '0'] = process.argv.slice(2);
const clock = () => new Date().toISOString();
const say = (text: string) => fs.writeSync(1, `${text}\n`);
const acknowledge = (n: number) => say(`${name} ${n} ${Number(process.hrtime.bigint()) / 1e6}`);
const onNotice = ({ code, message }: { code: string; message: string }) =>
  say(`notice ${code}: ${message}`);
const options = { directory, clock, onNotice };

const MOST_TURNS = 500;

async function count(): Promise<void> {
  const store = new FileStore(options);
  for (let n = 1; ; n++) {
    await update(store, 'alice', (current) => {
      const base = current ?? emptyMemory('alice', clock());
      const counters = countersOf(base);
      // Nobody else writes this entry: any other value was lost, or applied twice.
      const before = counters[name] ?? 0;
      if (before !== n - 1) say(`astray: found ${before} before the increment to ${n}`);
      return withCounters(base, { ...counters, [name]: n });
    });
    acknowledge(n);
  }
}

function withCounters(base: Memory, counters: Record<string, number>): Memory {
  const counted = { ...base, counters };
  return counted;
}

async function save(): Promise<void> {
  const journal = new FileJournal({ ...options, owner: currentOwner() });
  for (let n = 1; n <= MOST_TURNS; n++) {
    await journal.save(turn(`t-${name}-${n}`, 'I like tea.'));
    acknowledge(n);
    await wait(10);
  }
  await wait(60_000);
}

async function careless(): Promise<void> {
  const file = path.join(directory, `${name}.careless.json`);
  for (let n = 1; ; n++) {
    fs.writeFileSync(`${file}.new`, JSON.stringify({ n }));
    fs.renameSync(`${file}.new`, file);
    acknowledge(n);
    await wait(1);
  }
}

async function grow(): Promise<void> {
  const store = new FileStore(options);
  await update(store, 'alice', (current) => {
    const base = current ?? emptyMemory('alice', clock());
    const larger = { ...base, ballast: 'x'.repeat(Number(bytes)) };
    return withCounters(larger, { ...countersOf(base), [name]: (countersOf(base)[name] ?? 0) + 1 });
  });
  acknowledge(1);
}

async function keep(): Promise<void> {
  const journal = new FileJournal({ ...options, owner: currentOwner() });
  const asked = { ...turn(name, 'Hello'), status: 'asked', reply: null } as const;
  const reply = 'x'.repeat(Number(bytes));
  await journal.save(reply === '' ? asked : endTurn(asked, 'answered', reply));
  acknowledge(1);
}

async function append(): Promise<void> {
  await new FileTranscript({ directory }).append(turn(name, 'x'.repeat(Number(bytes))));
  acknowledge(1);
}

function turn(id: string, text: string): Turn {
  return aTurn({ id, at: clock(), message: [{ origin: 'typed', text }] });
}

const JOBS: Record<string, () => void | Promise<void>> = {
  count,
  save,
  careless,
  grow,
  keep,
  append,
};

try {
  await JOBS[job ?? '']?.();
} catch (error) {
  const code = error instanceof MemchatError ? error.code : (errnoOf(error) ?? 'other');
  say(`failed ${code}: ${error instanceof Error ? error.message : String(error)}`);
}
