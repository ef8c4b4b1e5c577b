import fs from 'node:fs';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import { emptyMemory } from '../src/memory/codec.ts';
import type { Memory } from '../src/memory/types.ts';
import { FileStore } from '../src/store/file-store.ts';
import { update } from '../src/store/update.ts';

// One of the writers of bench/store.ts: WAY DIRECTORY NAME COMMITS WARM. Writes WARM times, says
// `ready`, starts when a line comes in, then says the milliseconds of each write as a JSON list.
const [way = '', directory = '', name = '', commits = '0', warm = '0'] = process.argv.slice(2);
const clock = () => new Date().toISOString();

/** A memory of about 10 KB, the size after some weeks of use. */
function sample(): Memory {
  const empty = emptyMemory('alice', clock());
  return {
    ...empty,
    summary: 'Works on compilers in Lisbon, has two cats and prefers short answers.',
    keyFacts: Array.from({ length: 18 }, (_, n) => ({
      id: `f-${n}`,
      kind: 'semantic',
      tag: 'work',
      text: `Fact number ${n} about the user, as long as such sentences are.`,
      source: { turn: `t-${n}`, role: 'user', quote: `I told you fact number ${n}` },
      origin: 'stated',
      validFrom: empty.createdAt,
      validTo: null,
      recordedAt: empty.createdAt,
      updatedAt: empty.createdAt,
      expiresAt: null,
      lastRecalledAt: null,
      recallCount: 0,
      pinned: false,
      supersededBy: null,
    })),
  };
}

const countOne = (memory: Memory): Memory => ({ ...memory, sessionCount: memory.sessionCount + 1 });

function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.${name}`;
  fs.writeFileSync(temporary, text, { flush: true });
  fs.renameSync(temporary, file);
}

async function withLockFile(file: string): Promise<void> {
  const retries = { retries: 10_000, minTimeout: 1, maxTimeout: 5, factor: 1, randomize: true };
  const release = await lockfile.lock(file, { realpath: false, retries });
  const memory: Memory = JSON.parse(fs.readFileSync(file, 'utf8'));
  writeAtomically(file, JSON.stringify(countOne(memory), null, 2));
  await release();
}

function write(): () => Promise<unknown> | undefined {
  const file = path.join(directory, 'alice.json');
  if (way === 'lockfile') return () => withLockFile(file);
  const text = JSON.stringify(sample(), null, 2);
  if (way === 'bare') {
    return () => {
      writeAtomically(path.join(directory, `${name}.json`), text);
      return undefined;
    };
  }
  const store = new FileStore({ directory, clock, onNotice: () => {} });
  return () => update(store, 'alice', (memory) => countOne(memory ?? sample()));
}

if (way === 'prepare') {
  fs.writeFileSync(path.join(directory, 'alice.json'), JSON.stringify(sample(), null, 2));
} else {
  const once = write();
  // Warm: a process that chats has its modules loaded and has committed before.
  for (let n = 0; n < Number(warm); n++) await once();
  process.stdout.write('ready\n');
  await new Promise((resolve) => process.stdin.once('data', resolve));
  process.stdin.destroy();
  const waits: number[] = [];
  for (let n = 0; n < Number(commits); n++) {
    const from = performance.now();
    await once();
    waits.push(performance.now() - from);
  }
  process.stdout.write(`${JSON.stringify(waits)}\n`);
}
