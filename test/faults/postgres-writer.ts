import fs from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { codeOf } from '../../src/errors.ts';
import { Database } from '../../src/store/postgres/database.ts';
import { PostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { clock } from '../store/temporary.ts';
import { applyTurn } from './postgres-turns.ts';

// A process that brings turns into memories on a server, until it is told to end or has done so many:
// `ADDRESS NAME CLIENTS TURNS USER…`. Each client is a machine of its own with its own connections; its
// turns go to the users in their order. It says `done USER TURN` once a turn is acknowledged, `unsure
// USER TURN` when it could not be told, `landed USER TURN` when it was there before it was tried again,
// and `failed CODE: …` for what ought not to be.
const [url = '', name = '', clients = '1', turns = '0', ...users] = process.argv.slice(2);
const say = (text: string) => fs.writeSync(1, `${text}\n`);
/** Tries of one turn: more than any outage takes. */
const MOST_TRIES = 2000;
let isTold = false;
process.stdin.once('data', () => {
  isTold = true;
});

async function write(client: number): Promise<void> {
  const database = new Database({ url });
  const store = new PostgresStore({ database, clock, onNotice: () => {} });
  for (let n = 0; n < Number(turns) && !isTold; n++) {
    const user = users[(client + n) % users.length] ?? '';
    await acknowledged(store, user, `${name}-${client}-${n}`);
  }
  await database.close();
}

async function acknowledged(store: PostgresStore, user: string, id: string): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    let times = 0;
    try {
      await applyTurn(store, user, id, (found) => {
        times = found;
      });
      if (times > 1) say(`failed twice: ${user} ${id}`);
      if (times > 0) say(`landed ${user} ${id}`);
      say(`done ${user} ${id}`);
      return;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'store-unavailable') say(`unsure ${user} ${id}`);
      else say(`failed ${code}: ${error instanceof Error ? error.message : String(error)}`);
      await wait(20);
    }
  }
  say(`failed: ${user} ${id} was never acknowledged`);
}

await Promise.all(Array.from({ length: Number(clients) }, (_, client) => write(client)));
process.stdin.destroy();
