import pg from 'pg';
import type { Memory } from '../../src/memory/types.ts';
import { FileStore } from '../../src/store/file-store.ts';
import type { Store } from '../../src/store/port.ts';
import { Database } from '../../src/store/postgres/database.ts';
import { PostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { update } from '../../src/store/update.ts';
import { sample, talked, taught } from './sample.ts';

// A process of bench/postgres.ts with some of its clients, each with a connection of its own:
// WAY PLACE USERS FACTS FIRST CLIENTS OF MILLISECONDS. Says `ready`, starts when a line comes in, and
// says how many writes were acknowledged and the milliseconds of each as JSON.
const [way = '', place = '', ...numbers] = process.argv.slice(2);
const [users = 1, facts = 18, first = 0, clients = 1, of = 1, milliseconds = 0] =
  numbers.map(Number);
const WARM = 20;
const clock = () => new Date().toISOString();

/** The users that a client writes to: its own ones, where there are enough. */
function usersOf(client: number): string[] {
  const own = Array.from({ length: users }, (_, n) => n).filter((n) => n % of === client % users);
  return own.map((n) => `user-${n}`);
}

type Write = (user: string, turn: number) => Promise<unknown>;

async function bare(): Promise<Write> {
  const client = new pg.Client({ connectionString: place });
  await client.connect();
  const text =
    'UPDATE bare SET memory = $2, revision = revision + 1 WHERE user_id = $1 RETURNING revision';
  const memories = new Map<string, Memory>();
  return async (user, turn) => {
    const next = taught(memories.get(user) ?? sample(user, facts), turn);
    memories.set(user, next);
    // Without a name: behind a pooler a statement is not kept from one to the next either.
    await client.query({ text, values: [user, JSON.stringify(next)] });
  };
}

/** A commit onto what this client has written last; it looks when it was another one's turn. */
function committing(store: Store, change: typeof taught): Write {
  const memories = new Map<string, Memory>();
  return async (user, turn) => {
    for (;;) {
      const current = memories.get(user) ?? (await store.read(user));
      if (current === null) throw new Error(`${user} has no memory.`);
      const next = change(current, turn);
      if ((await store.commit(user, next)) === 'committed') return memories.set(user, next);
      memories.delete(user);
    }
  };
}

/** What a turn does: reads, changes, commits. */
function updating(store: Store): Write {
  return (user, turn) =>
    update(store, user, (memory) => taught(memory ?? sample(user, facts), turn));
}

async function write(): Promise<Write> {
  if (way === 'bare') return bare();
  const onNotice = () => {};
  if (way === 'file') return updating(new FileStore({ directory: place, clock, onNotice }));
  const database = new Database({ url: place, connections: 1 });
  const store = new PostgresStore({ database, clock, onNotice });
  if (way === 'update') return updating(store);
  return committing(store, way === 'talk' ? talked : taught);
}

const waits: number[] = [];
const lanes = await Promise.all(
  Array.from({ length: clients }, async (_, n) => {
    const mine = usersOf(first + n);
    const once = await write();
    let turn = 0;
    const next = () => once(mine[(turn * 7919) % mine.length] ?? 'user-0', turn++);
    for (let warm = 0; warm < WARM; warm++) await next();
    return next;
  }),
);
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
process.stdin.destroy();
const end = performance.now() + milliseconds;
await Promise.all(
  lanes.map(async (next) => {
    for (let from = performance.now(); from < end; ) {
      await next();
      const now = performance.now();
      waits.push(now - from);
      from = now;
    }
  }),
);
const warmed = WARM * clients;
process.stdout.write(`${JSON.stringify({ acknowledged: waits.length + warmed, waits })}\n`, () =>
  process.exit(0),
);
