import fs from 'node:fs';
import { MemchatError } from '../../src/errors.ts';
import { emptyMemory } from '../../src/memory/codec.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { FileLedger } from '../../src/store/file-ledger.ts';
import { FileStore } from '../../src/store/file-store.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { FileVectors } from '../../src/store/file-vectors.ts';
import { compactFile } from '../../src/store/ledger-file.ts';
import { currentOwner } from '../../src/store/owner.ts';
import { placeOf } from '../../src/store/paths.ts';
import { update } from '../../src/store/update.ts';
import { anUtterance, aTurn } from '../support/turns.ts';
import { keyOf, vectorOf } from './vector-fixtures.ts';

// A process of its own that uses the store. `count DIRECTORY NAME COMMITS` updates alice's memory,
// each update with an id of its own, and says each id once it is acknowledged; `try DIRECTORY`
// counts one more and says how that went; `adopt DIRECTORY` adopts alice's turns and says their
// ids (and ends, with `leave`); `hold DIRECTORY TURN` saves a turn and stays; `append DIRECTORY NAME
// TURNS` appends turns to alice's transcript, and says the id of each; `years` does so with turns of
// one year after the other; `import DIRECTORY NAME TIMES` imports utterances as often, and says their
// ids; `embed DIRECTORY NUMBER PUTS` puts 20 vectors at a time, and says how each of that went;
// `spend DIRECTORY NAME REQUESTS` records requests of the model NAME in alice's ledger, which it
// makes shorter between them.
const [job, directory = '', name = '', times = '0'] = process.argv.slice(2);
const clock = () => new Date().toISOString();
const say = (text: string) => fs.writeSync(1, `${text}\n`);
const options = { directory, clock, onNotice: () => {} };

async function count(): Promise<void> {
  const store = new FileStore(options);
  say('ready');
  await untilTold();
  for (let n = 0; n < Number(times); n++) {
    const id = `${name}-${n}`;
    const from = performance.now();
    await update(store, 'alice', (current) => {
      const base = current ?? emptyMemory('alice', clock());
      return {
        ...base,
        sessionCount: base.sessionCount + 1,
        recentMessages: [...base.recentMessages, { role: 'user', text: id, at: clock(), turn: id }],
      };
    });
    say(`${id} ${(performance.now() - from).toFixed(2)}`);
  }
}

async function attempt(): Promise<void> {
  const onNotice = ({ code }: { code: string }) => say(`notice ${code}`);
  const store = new FileStore({ ...options, onNotice });
  try {
    await update(store, 'alice', (current) => {
      const base = current ?? emptyMemory('alice', clock());
      return { ...base, sessionCount: base.sessionCount + 1 };
    });
    say('committed');
  } catch (error) {
    say(error instanceof MemchatError ? `${error.code}: ${error.message}` : String(error));
  }
}

async function adopt(): Promise<void> {
  const journal = new FileJournal({ ...options, owner: currentOwner() });
  say('ready');
  await untilTold();
  for (const turn of await journal.adopt('alice')) say(turn.id);
  say('done');
  if (name !== 'leave') await stay();
}

async function hold(): Promise<void> {
  const journal = new FileJournal({ ...options, owner: currentOwner() });
  await journal.save(aTurn({ id: name, at: clock(), reply: null, status: 'asked' }));
  say('saved');
  await stay();
}

async function append(): Promise<void> {
  const transcript = new FileTranscript({ directory });
  say('ready');
  await untilTold();
  for (let n = 0; n < Number(times); n++) {
    const id = `t-${name}-${n}`;
    await transcript.append(aTurn({ id, reply: `A secret of ${id}.` }));
    say(id);
  }
}

async function years(): Promise<void> {
  const transcript = new FileTranscript({ directory });
  say('ready');
  await untilTold();
  for (let n = 0; n < Number(times); n++) {
    const id = `t-${name}-${n}`;
    const year = 2023 + Math.floor((4 * n) / Number(times));
    const at = `${year}-06-01T10:00:00.000Z`;
    await transcript.append(aTurn({ id, at, reply: `A secret of ${id}.` }));
    say(id);
  }
}

async function importSome(): Promise<void> {
  const transcript = new FileTranscript({ directory });
  say('ready');
  await untilTold();
  for (let n = 0; n < Number(times); n++) {
    const said = [2023, 2024, 2025].map((year) =>
      anUtterance({
        turn: `id:${name}-${n}-${year}`,
        at: `${year}-06-01T10:00:00.000Z`,
        user: 'A secret of Bob.',
      }),
    );
    await transcript.import('alice', said);
    for (const { turn } of said) say(turn);
  }
}

async function embed(): Promise<void> {
  const vectors = new FileVectors(options);
  await vectors.get('alice', 'model');
  say('ready');
  await untilTold();
  for (let n = 0; n < Number(times); n++) {
    const numbers = Array.from({ length: 20 }, (_, at) => Number(name) * 10_000 + n * 20 + at);
    const put = new Map(numbers.map((number) => [keyOf(number), vectorOf(number, 700)]));
    say(await vectors.put('alice', 'model', put));
  }
}

async function spend(): Promise<void> {
  const ledger = new FileLedger({ directory, clock });
  const usage = { requests: 1, input: 1, output: 1, cacheRead: 0, cacheWrite: 0 };
  say('ready');
  await untilTold();
  for (let n = 0; n < Number(times); n++) {
    await ledger.record('alice', { at: clock(), kind: 'chat', model: name, usage, costUsd: 1 });
    if (n % 5 === 0) compactFile(placeOf(directory, 'alice'), Date.now());
    say(`${n}`);
  }
}

/** Everybody starts at once: when a line arrives on standard input. */
async function untilTold(): Promise<void> {
  await new Promise((resolve) => process.stdin.once('data', resolve));
  process.stdin.destroy();
}

async function stay(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 60_000));
}

if (job === 'count') await count();
else if (job === 'try') await attempt();
else if (job === 'adopt') await adopt();
else if (job === 'append') await append();
else if (job === 'years') await years();
else if (job === 'import') await importSome();
else if (job === 'embed') await embed();
else if (job === 'spend') await spend();
else await hold();
