import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { bundleProgram } from '../../scripts/bundle-program.js';
import { anUtterance } from '../support/turns.ts';
import { pastFrom } from './archive-contract.ts';
import { allOf, filesIn } from './copy-world.ts';
import { aSpending } from './ledger-contract.ts';
import { startWorker } from './processes.ts';
import { memory, temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WORKER = fileURLToPath(new URL('./copy-worker.ts', import.meta.url));
const KILLS = 25;

it('is finished by the same call after kill -9 at any moment, each after the other', async () => {
  const worker = path.join(folder(), 'worker.mjs');
  await bundleProgram(ROOT, WORKER, worker);
  const [source, target] = [folder(), folder()];
  const from = filesIn(source);
  const history = pastFrom(150, 20);
  await from.store.adoptHistory(
    'alice',
    (async function* () {
      yield* history;
    })(),
  );
  const said = Array.from({ length: 3000 }, (_, n) =>
    anUtterance({ turn: `t-${n}`, at: `202${n % 6}-05-08T10:00:00.000Z`, user: `Said ${n}.` }),
  );
  await from.transcript.import('alice', said);
  for (let n = 0; n < 100; n++) {
    await from.inputs.append('alice', [{ origin: 'typed', text: `Input ${n % 7}.` }]);
    await from.ledger.record('alice', aSpending({ costUsd: n / 7 }));
  }
  for (let n = 0; n < 8; n++) await from.store.commit(`user-${n}`, memory(`user-${n}`, 0));
  let killed = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const { child, said: heard, ended } = startWorker(worker, [source, target]);
    await heard('begun');
    await wait(kill * 6);
    child.kill('SIGKILL');
    if ((await ended).length === 1) killed += 1;
  }
  expect(killed).toBeGreaterThan(2);
  const { ended } = startWorker(worker, [source, target]);
  const [, result = '{}'] = await ended;
  expect(JSON.parse(result)).toMatchObject({ changed: [], refused: [] });
  const to = filesIn(target);
  for (const user of ['alice', 'user-0', 'user-7']) {
    expect(await allOf(to, user)).toEqual(await allOf(from, user));
  }
});
