import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { NO_POSTGRES } from '../support/postgres.ts';
import { hasTerminal } from '../support/tmux.ts';
import { machines, serverWorld } from './store-world.ts';
import { Terminals } from './terminals.ts';

describe.skipIf(NO_POSTGRES !== null)('memchat store migrate', () => {
  const { url, run, done, json, server } = serverWorld();

  it('makes the tables once, says what it did, and then that all is up to date', async () => {
    const first = await run(['store', 'migrate']);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/has the tables of version \d+ now:\n {2}memories/);
    const second = await run(['store', 'migrate']);
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(second.stdout).toContain('is up to date');
    expect(await json('store', 'migrate')).toMatchObject({
      applied: [],
      granted: null,
      bypassesPolicies: false,
    });
  });

  it('is applied once by processes that run it at the same time', async () => {
    const all = await Promise.all([1, 2, 3].map(() => json('store', 'migrate')));
    const applied = all.flatMap((each) => each.applied);
    expect(new Set(applied).size).toBe(applied.length);
    expect(applied.length).toBeGreaterThan(0);
    const [row] = await server().asSuperuser(url(), 'SELECT count(*) FROM memchat.migrations');
    expect(row).toEqual({ count: String(applied.length) });
  });

  it('gives another role the rights to use the tables, and memchat runs as that one', async () => {
    await server().asSuperuser(url(), 'DROP ROLE IF EXISTS app; CREATE ROLE app LOGIN');
    const asApp = url().replace('memchat@', 'app@');
    const talk = ['-u', 'alice', '--offline', '-q', '-p', 'I like tea.', '--store', asApp];
    await done('store', 'migrate');
    expect((await run(talk)).code).toBe(78);
    expect(await done('store', 'migrate', '--grant', 'app')).toContain('app may use the tables');
    expect((await run(talk)).code).toBe(0);
    expect((await run(['store', 'migrate', '--grant', 'no-such-role'])).code).not.toBe(0);
  });

  it('warns a role that the policies do not bind', async () => {
    const asSuperuser = url().replace('memchat@', 'postgres@');
    const { code, stderr } = await run(['store', 'migrate', '--store', asSuperuser]);
    expect(code).toBe(0);
    expect(stderr).toContain('BYPASSRLS');
  });

  it('is refused where memories are kept in files: 2', async () => {
    const { code, stderr } = await run(['store', 'migrate'], { MEMCHAT_STORE: '' });
    expect([code, stderr]).toEqual([2, expect.stringContaining('MEMCHAT_STORE')]);
  });
});

describe.skipIf(NO_POSTGRES !== null)('memchat users with a store on PostgreSQL', () => {
  const { url, run, done, json, say } = serverWorld();
  beforeEach(async () => {
    await done('store', 'migrate');
    await say('alice', 'I use Kubernetes at work.');
    await say('Zo\u00eb \u6771\u4eac', 'I like tea.');
  });

  it('lists everybody without a file, and deletes one', async () => {
    const { store, users } = await json('users', 'list');
    expect(store).toMatch(/^postgres:\/\/memchat@\/memchat_\d+$/);
    expect(users).toMatchObject([
      { user: 'Zo\u00eb \u6771\u4eac', facts: 1, file: null, problem: null },
      { user: 'alice', facts: 1, file: null, problem: null },
    ]);
    expect(await done('users', 'list', '--ids')).toBe('Zo\u00eb \u6771\u4eac\nalice\n');
    const table = await done('users', 'list');
    expect(table).toMatch(/^In postgres:.*\n\nuser +facts {2}last seen +size\n/);
    expect((await run(['users', 'delete', 'alice'])).code).toBe(2);
    expect(await json('users', 'delete', 'alice', '-y')).toEqual({ user: 'alice', removed: true });
    expect(await done('users', 'list', '--ids')).toBe('Zo\u00eb \u6771\u4eac\n');
    expect((await json('users', 'list', '--where', 'kubernetes')).found).toEqual([]);
  });

  it('finds who is known by a word, for operators', async () => {
    const { found } = await json('users', 'list', '--where', 'kubernetes');
    expect(found).toMatchObject([
      { user: 'alice', kind: 'fact', text: expect.stringContaining('Kubernetes') },
    ]);
    expect(await done('users', 'list', '--where', 'kubernetes')).toMatch(/^alice\n {2}.*Kuber/);
    expect(await done('users', 'list', '--where', 'surfing')).toContain('Nobody is known by');
  });

  it('shows no more than the limit, and says so', async () => {
    await done('memory', 'add', 'Likes green tea', '-u', 'alice');
    const limited = await done('users', 'list', '--where', 'tea', '--limit', '1');
    expect(limited).toContain('There is more');
    expect((await json('users', 'list', '--where', 'tea', '--limit', '2')).found).toHaveLength(2);
    expect(await done('users', 'list', '--where', 'tea', '--limit', '2')).not.toContain('more');
  });

  it('--where is refused in files, and says what else there is: 2', async () => {
    const { code, stderr } = await run(['users', 'list', '--where', 'tea', '--store', 'files']);
    expect(code).toBe(2);
    expect(stderr).toContain('memchat memory search');
    expect((await run(['users', 'list', '--in', 'both'])).code).toBe(2);
    expect((await run(['users', 'list', '--where', 'tea', '--ids'])).code).toBe(2);
    expect(url()).not.toBe('');
  });
});

describe.skipIf(NO_POSTGRES !== null)('memchat store copy', () => {
  const { url, done, json, run } = serverWorld();
  const machine = machines();
  beforeEach(() => done('store', 'migrate'));

  it('takes files to the server and back, and says what was there already', async () => {
    const here = machine();
    const env = { MEMCHAT_STORE: url() };
    for (const user of ['alice', 'bob']) {
      const talk = ['-u', user, '--offline', '-q', '-p', `My name is ${user}. I like tea.`];
      await here.run(talk);
      await here.run(['-u', user, '--offline', '-q', '-p', 'I live in Berlin.']);
    }
    const there = await here.run(['store', 'copy', '--json'], { env });
    expect(there).toMatchObject({ code: 0, stderr: '' });
    const place = expect.stringMatching(/^postgres:/);
    expect(JSON.parse(there.stdout)).toEqual({
      from: here.sessions,
      to: place,
      ...{ copied: 2, equal: 0, changed: [], refused: [], stopped: false },
    });
    const again = await here.run(['store', 'copy', '--json'], { env });
    expect(JSON.parse(again.stdout)).toMatchObject({ copied: 0, equal: 2, refused: [] });
    const back = join(here.root, 'back');
    const text = await here.run(['store', 'copy', '--from', url(), '--to', back]);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toContain('copied: 2, there already: 0.');
    expect(readdirSync(back)).toEqual(expect.arrayContaining(['alice.json', 'bob.json']));
    const of = async (...place: string[]) =>
      JSON.parse((await here.run(['memory', 'list', '-u', 'alice', '--json', ...place])).stdout);
    expect(await of('--sessions', back)).toEqual(await of());
    expect(await json('memory', 'list', '-u', 'alice')).toEqual(await of());
  });

  it('copies one user where only that one is asked for', async () => {
    const here = machine();
    for (const user of ['alice', 'bob']) {
      await here.run(['-u', user, '--offline', '-q', '-p', 'I like tea.']);
    }
    await here.run(['store', 'copy', '-u', 'bob', '--to', url(), '-q']);
    expect(await done('users', 'list', '--ids')).toBe('bob\n');
  });

  it('leaves a user whose memory is another one there, says who, and ends with 1', async () => {
    const here = machine();
    await here.run(['-u', 'alice', '--offline', '-q', '-p', 'I like tea.']);
    await done('memory', 'add', 'Keeps bees', '-u', 'alice');
    const { code, stdout, stderr } = await here.run(['store', 'copy', '--to', url()]);
    expect(code).toBe(1);
    expect(stdout).toContain('refused: 1');
    expect(stderr).toContain('alice: ');
    expect(await done('memory', 'list', '-u', 'alice')).toContain('Keeps bees');
  });

  it('is refused without a place to copy to, and from a place to itself: 2', async () => {
    const here = machine();
    expect((await here.run(['store', 'copy'])).code).toBe(2);
    expect((await run(['store', 'copy', '--from', url()])).code).toBe(2);
    expect((await here.run(['store', 'copy', '--to', here.sessions])).code).toBe(2);
  });
});

describe.skipIf(NO_POSTGRES !== null || !hasTerminal())('memchat store copy on a terminal', () => {
  const { url, done } = serverWorld();
  const machine = machines();

  it('takes its progress away before it says what it did', async () => {
    await done('store', 'migrate');
    const here = machine();
    await here.run(['-u', 'alice', '--offline', '-q', '-p', 'I like tea.']);
    const terminals = new Terminals(here);
    try {
      const pane = await terminals.run('store', 'copy', '--to', url());
      await pane.waitFor('copied: 1, there already: 0.');
      expect(await pane.screen()).not.toContain('1/1');
    } finally {
      await terminals.stop();
    }
  });
});
