import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/finding.ts';
import { filesBelow } from '../store/temporary.ts';
import { BIN, Machine, type Outcome } from '../support/bin.ts';
import { NO_POSTGRES } from '../support/postgres.ts';
import { machines, serverWorld } from './store-world.ts';

/** No server listens there. */
const NOBODY = 'postgres://memchat:hunter2-secret@127.0.0.1:1/memchat';
const SECRET = /hunter2/;

const of = ({ stdout }: Outcome, ...checks: Finding['check'][]): Finding[] =>
  JSON.parse(stdout).findings.filter(({ check }: Finding) => checks.includes(check));

describe('memchat with a store on PostgreSQL that does not answer', () => {
  const machine = machines();

  it('ends with 69 and a clear message, and shows no password anywhere', async () => {
    const here = machine();
    await here.run(['-u', 'alice', '--offline', '-q', '-p', 'I like tea.']);
    const commands = [
      ['-p', 'Hello.', '--offline', '--debug'],
      ['-p', 'Hello.', '--offline', '--json'],
      ['-p', 'Hello.', '--offline', '--output-format', 'stream-json'],
      ['memory', 'list'],
      ['memory', 'stats', '--json'],
      ['users', 'list'],
      ['users', 'list', '--ids'],
      ['users', 'list', '--where', 'tea'],
      ['store', 'migrate'],
      ['store', 'copy'],
      ['store', 'copy', '--from', NOBODY, '--to', 'x'],
    ];
    for (const command of commands) {
      for (const [args, env] of [
        [[...command, '--store', NOBODY], {}],
        [command, { MEMCHAT_STORE: NOBODY }],
      ] as const) {
        const { code, stdout, stderr } = await here.run(args, { env });
        expect([code, args]).toEqual([69, args]);
        expect(stderr).toContain('postgres://memchat@127.0.0.1:1/memchat does not answer');
        expect(stdout + stderr).not.toMatch(SECRET);
      }
    }
    for (const file of filesBelow(here.root)) {
      expect(readFileSync(join(here.root, file), 'utf8')).not.toMatch(SECRET);
    }
  }, 60_000);

  it('is told by doctor, with the place and without the password', async () => {
    const args = ['doctor', '--offline', '--store', NOBODY];
    for (const format of [[], ['--json']]) {
      const { code, stdout, stderr } = await machine().run([...args, ...format]);
      expect(code).toBe(1);
      expect(stdout + stderr).not.toMatch(SECRET);
      expect(stdout).toContain('does not answer');
    }
    const outcome = await machine().run([...args, '--json']);
    expect(JSON.parse(outcome.stdout).store).toBe('postgres://memchat@127.0.0.1:1/memchat');
    expect(of(outcome, 'permissions')).toMatchObject([
      { status: 'warning', message: expect.stringContaining('~/.pgpass') },
    ]);
  });

  it('refuses what is no address without repeating it: 78', async () => {
    for (const address of [
      'hunter2',
      'mysql://root:hunter2@localhost/x',
      'postgres://memchat:hunter2/x@localhost',
      'postgres://a:b@c:hunter2/x',
    ]) {
      for (const command of [
        ['memory', 'list'],
        ['-p', 'x', '--offline'],
        ['store', 'migrate'],
      ]) {
        const { code, stdout, stderr } = await machine().run([...command, '--store', address]);
        expect([code, address]).toEqual([78, address]);
        expect(stdout + stderr).not.toMatch(SECRET);
      }
      const { code, stdout } = await machine().run(['doctor', '--offline', '--store', address]);
      expect(code).toBe(1);
      expect(stdout).not.toMatch(SECRET);
    }
  }, 60_000);

  it('does not go where .env says, unless that is this machine', async () => {
    const here = machine();
    const dotenv = (address: string) =>
      writeFileSync(join(here.cwd, '.env'), `MEMCHAT_STORE=${address}\n`);
    dotenv('postgres://memchat:hunter2@db.invalid/memchat');
    const talk = await here.run(['-u', 'alice', '--offline', '-q', '-p', 'I like tea.']);
    expect(talk.code).toBe(0);
    expect(talk.stderr.match(/db\.invalid/g)).toHaveLength(1);
    expect(talk.stderr).not.toMatch(SECRET);
    expect(filesBelow(here.sessions)).toContain('alice.json');
    const doctor = await here.run(['doctor', '--offline', '--json']);
    expect(of(doctor, 'store-location')[0]).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('db.invalid'),
    });
    dotenv(NOBODY);
    expect((await here.run(['memory', 'list'])).code).toBe(69);
  });
});

describe.skipIf(NO_POSTGRES !== null)('memchat with a store on PostgreSQL that says no', () => {
  const { server, url, run, done, say } = serverWorld();

  it('says that the tables are not there, and what makes them: 78', async () => {
    const { code, stderr } = await run(['memory', 'list']);
    expect([code, stderr]).toEqual([78, expect.stringContaining('memchat store migrate')]);
    const doctor = await run(['doctor', '--offline', '--json']);
    expect(doctor.code).toBe(1);
    expect(of(doctor, 'tables')).toMatchObject([
      { status: 'problem', mend: 'memchat store migrate' },
    ]);
  });

  it('changes nothing in tables of a newer memchat: 65', async () => {
    await done('store', 'migrate');
    const text = "INSERT INTO memchat.migrations (version, name) VALUES (999, 'of tomorrow')";
    await server().asSuperuser(url(), text);
    for (const command of [
      ['memory', 'list'],
      ['store', 'migrate'],
      ['-p', 'x', '--offline'],
    ]) {
      const { code, stderr } = await run(command);
      expect([code, stderr]).toEqual([65, expect.stringContaining('newer memchat')]);
    }
    const doctor = await run(['doctor', '--offline', '--json']);
    expect(of(doctor, 'tables')).toMatchObject([{ status: 'problem' }]);
  });

  it('examines a server that is in order, and names a role that is above the policies', async () => {
    await done('store', 'migrate');
    await say('alice', 'I like tea.');
    const well = await run(['doctor', '--offline', '--json']);
    expect(well.code).toBe(0);
    const checks = ['store-location', 'server', 'tables', 'role'] as const;
    expect(of(well, ...checks).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(of(well, 'tables')[0]?.message).toContain('users: 1');
    const above = { MEMCHAT_STORE: url().replace('memchat@', 'postgres@') };
    const weak = await run(['doctor', '--offline', '--json'], above);
    expect(of(weak, 'role')).toMatchObject([{ status: 'warning' }]);
  });

  it('goes on when the server comes back', async () => {
    await done('store', 'migrate');
    await say('alice', 'I like tea.');
    await server().kill();
    try {
      const { code, stderr } = await run(['memory', 'list', '-u', 'alice']);
      expect([code, stderr]).toEqual([69, expect.stringContaining('does not answer')]);
    } finally {
      await server().start();
    }
    expect(await done('memory', 'list', '-u', 'alice')).toContain('tea');
  });
});

describe.skipIf(NO_POSTGRES !== null)('memchat with a password for PostgreSQL', () => {
  const { server, url, run, done } = serverWorld();
  const address = (password: string) => url().replace('memchat@', `memchat:${password}@`);
  let before = '';
  const rules = () => join(server().folder, 'data', 'pg_hba.conf');
  beforeAll(async () => {
    before = readFileSync(rules(), 'utf8');
  });
  beforeEach(async () => {
    await server().asSuperuser(url(), "ALTER ROLE memchat PASSWORD 'right-hunter2'");
    writeFileSync(rules(), 'local all postgres trust\nlocal all all scram-sha-256\n');
    await server().restart();
  });
  afterAll(() => writeFileSync(rules(), before));

  it('logs in with that of the address, of PGPASSWORD and of ~/.pgpass', async () => {
    const right = { MEMCHAT_STORE: address('right-hunter2') };
    const migrated = await run(['store', 'migrate'], right);
    expect(migrated).toMatchObject({ code: 0, stderr: '' });
    expect(migrated.stdout).not.toMatch(SECRET);
    expect((await run(['memory', 'list'], { PGPASSWORD: 'right-hunter2' })).code).toBe(0);
    using machine = new Machine();
    writeFileSync(join(machine.home, '.pgpass'), '*:*:*:memchat:right-hunter2\n', { mode: 0o600 });
    const { code } = await machine.run(['memory', 'list'], { env: { MEMCHAT_STORE: url() } });
    expect(code).toBe(0);
  });

  it('refuses a wrong one with 78, and shows neither', async () => {
    const wrong = { MEMCHAT_STORE: address('wrong-hunter2') };
    for (const command of [
      ['memory', 'list'],
      ['users', 'list', '--json'],
      ['store', 'migrate'],
      ['-p', 'x', '--offline', '--debug'],
    ]) {
      const { code, stdout, stderr } = await run(command, wrong);
      expect([code, stderr]).toEqual([78, expect.stringContaining('refuses the login')]);
      expect(stdout + stderr).not.toMatch(SECRET);
    }
    const doctor = await run(['doctor', '--offline'], wrong);
    expect(doctor.code).toBe(1);
    expect(doctor.stdout + doctor.stderr).not.toMatch(SECRET);
    await expect(done('memory', 'list')).rejects.toThrow('refuses the login');
  });
});

describe.skipIf(NO_POSTGRES !== null)('memchat mcp with a store on PostgreSQL', () => {
  const { url, done } = serverWorld();
  const machine = machines();

  it('ends as soon as its host does, with no connection left to wait for', async () => {
    await done('store', 'migrate');
    const here = machine();
    const env = here.environment({ MEMCHAT_STORE: url() });
    const child = spawn(process.execPath, [BIN, 'mcp', '-u', 'alice'], { env, cwd: here.cwd });
    const hello = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'test', version: '1' },
      },
    };
    const read = {
      jsonrpc: '2.0',
      id: 2,
      method: 'resources/read',
      params: { uri: 'memchat://memory' },
    };
    let printed = '';
    const ended = new Promise((resolve) => child.on('close', resolve));
    const answered = new Promise<void>((resolve) => {
      child.stdout.on('data', (bytes: Buffer) => {
        printed += bytes;
        if (printed.includes('"id":2')) resolve();
      });
    });
    for (const message of [hello, { jsonrpc: '2.0', method: 'notifications/initialized' }, read]) {
      child.stdin.write(`${JSON.stringify(message)}\n`);
    }
    await Promise.race([answered, ended]);
    expect(printed).toContain('"id":2');
    child.stdin.end();
    expect(await ended).toBe(0);
  });
});
