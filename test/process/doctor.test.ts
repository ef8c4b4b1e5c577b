import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/finding.ts';
import { pendingTurn, stateOf, storeOf } from '../store/examination.ts';
import { BIN, Machine } from '../support/bin.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';

const KEY = ['sk', 'ant', 'api03', randomBytes(24).toString('hex')].join('-');

let machine: Machine;
let api: MessagesApi | undefined;
beforeEach(() => {
  machine = new Machine();
});
afterEach(async () => {
  await api?.close();
  machine[Symbol.dispose]();
});

/** A path in the store. */
const at = (name: string) => join(machine.sessions, name);

async function remembered(...users: string[]): Promise<void> {
  mkdirSync(machine.sessions, { recursive: true });
  await storeOf(machine.sessions, ...users);
}

async function findingsOf(args: string[], env: Record<string, string> = {}): Promise<Finding[]> {
  const { stdout } = await machine.run(['doctor', '--json', ...args], { env });
  return JSON.parse(stdout).findings;
}

/** The findings of one check. */
const of = (findings: Finding[], check: Finding['check']) =>
  findings.filter((one) => one.check === check);

describe('memchat doctor', () => {
  it('says in few lines that all is well, before and after the first conversation', async () => {
    const before = await machine.run(['doctor', '--offline']);
    expect(before).toMatchObject({ code: 0, stderr: '' });
    expect(before.stdout).toContain('made with the first memory');
    await machine.run(['-u', 'alice', '--offline', '-q', '-p', 'I live in Berlin.']);
    const { code, stdout } = await machine.run(['doctor', '--offline']);
    expect(code).toBe(0);
    expect(stdout).toContain(`${machine.sessions} (the user's data folder)`);
    expect(stdout).toContain('alice: alice.json is revision 1, 1 fact');
    expect(stdout).not.toMatch(/[✗!]/u);
    expect(stdout.split('\n').length).toBeLessThan(20);
  });

  it('changes nothing in the store, the settings and the working folder, whatever it finds', async () => {
    await remembered('alice', 'bob');
    writeFileSync(at('alice.json'), '{ "half": ');
    writeFileSync(at('.alice/revisions/0000000001.json'), 'broken');
    rmSync(at('bob.json'));
    const owner = { pid: 2 ** 22 + 1, startedAt: null, host: 'elsewhere' };
    await pendingTurn(machine.sessions, 'alice', 't-dead', owner);
    writeFileSync(join(machine.cwd, '.env'), 'MEMCHAT_MODEL=x\n');
    const before = stateOf(machine.root);
    const { code } = await machine.run(['doctor']);
    await machine.run(['doctor', '--json', '-u', 'alice']);
    expect(code).toBe(1);
    expect(stateOf(machine.root)).toEqual(before);
  });

  it('gives commands that mend what it found', async () => {
    await remembered('alice');
    writeFileSync(at('alice.json'), '{ "half": ');
    chmodSync(at('.alice'), 0o755);
    const owner = { pid: 2 ** 22 + 1, startedAt: null, host: hostname() };
    await pendingTurn(machine.sessions, 'alice', 't-dead', owner);
    const mends = (await findingsOf(['--offline'])).flatMap(({ mend }) => mend ?? []);
    expect(mends).toHaveLength(3);
    // What a person would paste, with memchat on the path and something to say.
    const bin = join(machine.root, 'bin');
    mkdirSync(bin);
    const program = `#!/bin/sh\nexec '${process.execPath}' '${BIN}' --offline "$@"\n`;
    writeFileSync(join(bin, 'memchat'), program, { mode: 0o755 });
    const env = machine.environment({ PATH: `${bin}:${process.env.PATH ?? ''}` });
    // From a file: a command that reads nothing is no broken pipe then.
    const hello = join(machine.root, 'hello.txt');
    writeFileSync(hello, 'Hello.');
    for (const mend of mends) {
      execFileSync('bash', ['-ec', `exec < "$HELLO"; ${mend}`], {
        cwd: machine.cwd,
        env: { ...env, HELLO: hello },
        stdio: 'pipe',
      });
    }
    const after = await machine.run(['doctor', '--offline']);
    expect(after.code).toBe(0);
    expect(after.stdout).toMatch(/All is well\.\n$/);
  });

  it('prints one JSON object with --json', async () => {
    await remembered('alice');
    const { stdout, code } = await machine.run(['doctor', '--json', '-u', 'alice', '--offline']);
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(Object.keys(report)).toEqual([
      'version',
      'node',
      'platform',
      'user',
      'sessions',
      'status',
      'findings',
    ]);
    expect(report).toMatchObject({
      node: process.version,
      user: 'alice',
      sessions: machine.sessions,
      status: 'note',
    });
    for (const one of report.findings) {
      expect(Object.keys(one)).toEqual(['check', 'status', 'message', 'mend']);
    }
  });

  it('says which folder it is and why', async () => {
    const place = async (args: string[], env?: Record<string, string>) =>
      of(await findingsOf(['--offline', ...args], env), 'store-location')[0]?.message;
    const other = join(machine.root, 'other');
    expect(await place(['--sessions', other])).toContain(
      `${other} is not there yet (as --sessions`,
    );
    expect(await place([], { MEMCHAT_SESSIONS: other })).toContain('as MEMCHAT_SESSIONS says');
    mkdirSync(join(machine.cwd, 'sessions'), { mode: 0o700 });
    writeFileSync(join(machine.cwd, 'sessions/.memchat'), '');
    expect(await place([])).toContain('because the file .memchat in it marks it');
    writeFileSync(join(machine.cwd, '.env'), `MEMCHAT_SESSIONS=${other}\n`);
    expect(await place([])).toContain('as MEMCHAT_SESSIONS in .env says');
  });

  it('shows names of files as text, on the terminal and in JSON', async () => {
    await remembered('alice');
    const name = 'evil\x1b]0;owned\x07\x1b[2J\u202e\u009b31m.json';
    writeFileSync(at(name), '{}');
    for (const args of [[], ['--json']]) {
      const { stdout } = await machine.run(['doctor', '--offline', ...args]);
      expect(stdout).toContain('owned');
      expect(stdout).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    }
  });
});

describe('memchat doctor about settings and credentials', () => {
  function settings(value: string, mode = 0o600): string {
    const path = join(machine.home, '.config/memchat/config.json');
    mkdirSync(join(machine.home, '.config/memchat'), { recursive: true });
    writeFileSync(path, value);
    chmodSync(path, mode);
    return path;
  }

  it('tells a broken settings file, and goes on without it', async () => {
    const path = settings('{"apiKey": 7');
    const { code, stdout } = await machine.run(['doctor', '--offline']);
    expect(code).toBe(1);
    expect(stdout).toContain(`✗ ${path} is not a JSON object`);
    expect(stdout).toContain(`mv -n ${path} ${path}.old`);
    expect(stdout).toContain('made with the first memory');
  });

  it('tells a saved key that others may read', async () => {
    const path = settings(JSON.stringify({ apiKey: KEY }), 0o644);
    const found = await findingsOf(['--offline']);
    expect(of(found, 'settings')).toMatchObject([{ status: 'problem', mend: `chmod 600 ${path}` }]);
  });

  it('tells an address that cannot be one, and who named it', async () => {
    const flag = await findingsOf(['--base-url', 'localhost']);
    expect(of(flag, 'reachability')).toMatchObject([
      { status: 'problem', mend: 'memchat --base-url https://api.anthropic.com' },
    ]);
    const variable = await findingsOf([], { ANTHROPIC_BASE_URL: 'localhost' });
    expect(of(variable, 'reachability')).toMatchObject([{ mend: 'unset ANTHROPIC_BASE_URL' }]);
  });

  it('warns when there is no credential, with the ways on', async () => {
    const { code, stdout } = await machine.run(['doctor']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/! No credential was found.*--base-url.*--offline/);
    expect(stdout).toMatch(/1 warning\.\n$/);
  });

  it('says that a key is kept back from an address that .env names', async () => {
    api = await startMessagesApi(() => ({ raw: '{"data": [{"id": "x"}]}' }));
    writeFileSync(join(machine.cwd, '.env'), `ANTHROPIC_BASE_URL=${api.url}\nMEMCHAT_MODEL=x\n`);
    const found = await findingsOf([], { ANTHROPIC_API_KEY: KEY });
    expect(of(found, 'credential')).toMatchObject([
      { status: 'warning', message: expect.stringContaining('ANTHROPIC_API_KEY is not sent to') },
    ]);
    expect(of(found, 'dotenv')).toMatchObject([
      { message: expect.stringContaining('sets ANTHROPIC_BASE_URL, MEMCHAT_MODEL') },
    ]);
    expect(JSON.stringify(api.requests)).not.toContain(KEY);
  });

  it.each([
    ['takes the key', 200, 0, '✓ The credential comes from ANTHROPIC_API_KEY.'],
    ['refuses it', 401, 1, 'refused the API key (401)'],
    ['does not know the question', 404, 0, 'answers; it does not list its models'],
    ['fails', 500, 0, '(500)'],
  ])('asks a server that %s, and never shows the key', async (_, status, code, words) => {
    api = await startMessagesApi(() => ({
      ...(status === 200 && { raw: '{"data": [{"id": "m"}]}' }),
      status,
      error: { type: 'api_error', message: `the key ${KEY} is wrong` },
    }));
    const args = ['doctor', '--base-url', api.url, '--model', 'm'];
    const env = { ANTHROPIC_API_KEY: KEY };
    const shown = await machine.run(args, { env });
    const json = await machine.run([...args, '--json'], { env });
    expect([shown.code, json.code]).toEqual([code, code]);
    expect(shown.stdout).toContain(words);
    const all = shown.stdout + shown.stderr + json.stdout + json.stderr;
    for (const part of [KEY, KEY.slice(0, 20), KEY.slice(-12)]) expect(all).not.toContain(part);
    expect(api.requests.every(({ method }) => method === 'GET')).toBe(true);
  });
});

describe('memchat doctor about embeddings', () => {
  const server = async () => {
    api = await startMessagesApi(() => ({ raw: '{"data": [{"id": "nomic"}]}' }));
    return api;
  };

  it('says nothing of them when none are set', async () => {
    const { stdout } = await machine.run(['doctor', '--json', '--offline']);
    expect(stdout).not.toMatch(/embed/i);
  });

  it('tells the address and the model, never the key, and asks for nothing that costs', async () => {
    const { url, requests } = await server();
    const env = { MEMCHAT_EMBED_URL: url, MEMCHAT_EMBED_MODEL: 'nomic', MEMCHAT_EMBED_KEY: KEY };
    const { code, stdout, stderr } = await machine.run(['doctor', '--offline'], { env });
    expect(code).toBe(0);
    expect(stdout).toContain(
      `· Recall sends what was said to ${url} to be embedded by nomic, with`,
    );
    expect(stdout).toContain(`✓ ${url} answers and lists nomic.`);
    expect(stdout + stderr).not.toContain(KEY.slice(-12));
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v1/models']);
  });

  it('warns when nothing answers there, and all is well else', async () => {
    const { url, close } = await server();
    await close();
    const env = { MEMCHAT_EMBED_URL: url, MEMCHAT_EMBED_MODEL: 'nomic' };
    const { code, stdout } = await machine.run(['doctor', '--offline'], { env });
    expect(code).toBe(0);
    expect(stdout).toContain(`! Nothing answers at ${url}/v1/models.`);
  });

  it('tells what is wrong with them, and goes on without', async () => {
    const env = { MEMCHAT_EMBED_URL: 'http://localhost:1' };
    expect(of(await findingsOf(['--offline'], env), 'embeddings')).toMatchObject([
      {
        status: 'problem',
        message: expect.stringContaining('MEMCHAT_EMBED_MODEL'),
        mend: 'unset MEMCHAT_EMBED_URL',
      },
    ]);
    const { code, stderr } = await machine.run(['--offline', '-p', 'Hi'], { env });
    expect([code, stderr]).toEqual([78, expect.stringContaining('MEMCHAT_EMBED_MODEL')]);
  });

  it('warns of an address of another machine in .env, and contacts it not', async () => {
    const dotenv = 'MEMCHAT_EMBED_URL=http://evil.invalid\nMEMCHAT_EMBED_MODEL=m\n';
    writeFileSync(join(machine.cwd, '.env'), dotenv);
    const env = { ANTHROPIC_BASE_URL: (await server()).url };
    expect(of(await findingsOf([], env), 'embeddings')).toMatchObject([
      {
        status: 'warning',
        message: expect.stringContaining('.env names http://evil.invalid'),
        mend: null,
      },
    ]);
  });

  it('says that a key of the environment is kept back from an address of .env', async () => {
    const { url, requests } = await server();
    writeFileSync(
      join(machine.cwd, '.env'),
      `MEMCHAT_EMBED_URL=${url}\nMEMCHAT_EMBED_MODEL=nomic\n`,
    );
    const found = await findingsOf(['--offline'], { MEMCHAT_EMBED_KEY: KEY });
    expect(of(found, 'embeddings').map(({ message }) => message)).toEqual([
      expect.stringContaining('without a key'),
      expect.stringContaining(`not sent to ${url}, which .env names`),
      expect.stringContaining('answers and lists nomic'),
    ]);
    expect(JSON.stringify([found, requests])).not.toContain(KEY);
  });
});
