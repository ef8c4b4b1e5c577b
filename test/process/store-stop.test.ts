import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { storeOf } from '../store/examination.ts';
import { BIN } from '../support/bin.ts';
import { NO_POSTGRES } from '../support/postgres.ts';
import { machines, serverWorld } from './store-world.ts';

const USERS = Array.from({ length: 400 }, (_, at) => `user-${String(at).padStart(3, '0')}`);

describe.skipIf(NO_POSTGRES !== null)('memchat store copy that is stopped', () => {
  const { url, done, server } = serverWorld();
  const machine = machines();

  it('says so, ends with 130, and the same command goes on where it was', async () => {
    await done('store', 'migrate');
    const here = machine();
    mkdirSync(here.sessions, { recursive: true });
    await storeOf(here.sessions, ...USERS);
    const env = here.environment({ MEMCHAT_STORE: url() });
    const child = spawn(process.execPath, [BIN, 'store', 'copy'], { env, cwd: here.cwd });
    let printed = '';
    child.stdout.on('data', (bytes: Buffer) => {
      printed += bytes;
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    const there = async (): Promise<number> => {
      const text = 'SELECT count(*)::int AS count FROM memchat.memories';
      return Number((await server().asSuperuser(url(), text))[0]?.count);
    };
    for (let looks = 0; looks < 2_000 && (await there()) === 0; looks++) await wait(5);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(printed).toMatch(/^Stopped from .*: copied: \d+, .* The same command goes on/);
    const before = await there();
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(USERS.length);
    const again = await here.run(['store', 'copy'], { env: { MEMCHAT_STORE: url() } });
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect((await done('users', 'list', '--ids')).trim().split('\n')).toEqual(USERS);
  }, 90_000);
});
