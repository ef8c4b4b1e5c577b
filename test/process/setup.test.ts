import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Machine } from '../support/bin.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { hasTerminal, type Pane } from '../support/tmux.ts';
import { enter, Terminals } from './terminals.ts';

const KEY = ['sk', 'ant', 'api03', 'Test'.repeat(12)].join('-');

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine[Symbol.dispose]());

const settingsFile = () => join(machine.home, '.config/memchat/config.json');
const settings = () => JSON.parse(readFileSync(settingsFile(), 'utf8'));

function save(value: unknown): void {
  mkdirSync(join(machine.home, '.config/memchat'), { recursive: true });
  writeFileSync(settingsFile(), JSON.stringify(value), { mode: 0o600 });
}

describe('memchat setup', () => {
  it('asks on a terminal only, and tells with --json what is chosen, never a key', async () => {
    const outcome = await machine.run(['setup']);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('ANTHROPIC_API_KEY');
    save({ apiKey: KEY });
    const { stdout } = await machine.run(['setup', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      settings: settingsFile(),
      choice: 'api',
      credentialFrom: 'the settings file',
      baseUrl: null,
      model: 'claude-sonnet-5-5',
    });
  });
});

describe.skipIf(!hasTerminal())('memchat setup on a terminal', () => {
  let terminals: Terminals;
  let server: Server | undefined;
  beforeEach(() => {
    terminals = new Terminals(machine);
  });
  afterEach(async () => {
    await terminals.stop();
    server?.close();
  });

  async function choose(answer: string): Promise<Pane> {
    const pane = await terminals.run('setup');
    await pane.waitFor('Your choice (1, 2, 3 or 4):');
    await enter(pane, answer);
    return pane;
  }

  it('replaces what was chosen: an old key stays nowhere, a new one is its owner’s only', async () => {
    save({ apiKey: KEY });
    const pane = await choose('3');
    await pane.waitFor('The key that was saved there is gone.');
    expect(settings()).toEqual({ offline: true });
    const again = await choose('1');
    await again.waitFor('API key');
    await enter(again, KEY);
    await again.waitFor('memchat doctor checks');
    expect(settings()).toEqual({ apiKey: KEY });
    expect(statSync(settingsFile()).mode & 0o777).toBe(0o600);
    expect(await again.screen()).not.toContain(KEY);
  });

  it('lists the models of a server, and takes one by its number', async () => {
    const models = ['llama3.2:latest', 'qwen3:8b\u001b[2J'].map((id) => ({ id }));
    server = createServer((request, response) => {
      expect(request.headers.authorization).toBeUndefined();
      response.end(request.url === '/v1/models' ? JSON.stringify({ data: models }) : '{}');
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const pane = await choose('2');
    await pane.waitFor('llama.cpp  http://localhost:8080');
    await enter(pane, `http://127.0.0.1:${port}/`);
    await pane.waitFor(' 2  qwen3:8b\\u{1b}[2J');
    await pane.waitFor('Model, by number or name (Enter: llama3.2:latest):');
    await enter(pane, '1');
    await pane.waitFor('Saved in');
    expect(settings()).toEqual({ baseUrl: `http://127.0.0.1:${port}`, model: 'llama3.2:latest' });
  });

  it('takes a server that is not running yet, and says so', async () => {
    const pane = await choose('2');
    await pane.waitFor('Address, or a number');
    await enter(pane, 'http://127.0.0.1:9');
    await pane.waitFor('Nothing answers at http://127.0.0.1:9 yet.');
    await enter(pane, 'llama3.2');
    await pane.waitFor('Saved in');
  });

  it('takes the command of a password manager, and nothing for a shell', async () => {
    const pane = await choose('4');
    await pane.waitFor('Command that prints the key');
    await enter(pane, 'pass show $(id)');
    await pane.waitFor('run without a shell');
    await enter(pane, 'pass show anthropic');
    await pane.waitFor('Saved in');
    expect(settings()).toEqual({ apiKeyCommand: ['pass', 'show', 'anthropic'] });
  });

  it('leaves settings that cannot be read as they are without a yes', async () => {
    mkdirSync(join(machine.home, '.config/memchat'), { recursive: true });
    writeFileSync(settingsFile(), '{ "apiKey": "half');
    const pane = await terminals.run('setup');
    await pane.waitFor('Write a new one in its place?');
    await enter(pane, '');
    await pane.waitFor('[exit 0]');
    expect(readFileSync(settingsFile(), 'utf8')).toBe('{ "apiKey": "half');
  });
});

describe('apiKeyCommand', () => {
  let api: MessagesApi;
  beforeEach(async () => {
    api = await startMessagesApi();
  });
  afterEach(() => api.close());

  /** A password manager that is this shell script. */
  function manager(script: string, ...words: string[]): void {
    const program = join(machine.home, 'manager');
    writeFileSync(program, `#!/bin/sh\n${script}\n`);
    chmodSync(program, 0o700);
    save({ apiKeyCommand: [program, ...words], baseUrl: api.url, model: 'claude-sonnet-5-5' });
  }
  const say = () => machine.run(['-u', 'alice', '-p', 'Hello.']);

  it('gives the key to the request, and its words to no shell', async () => {
    manager('echo "$1"; echo "user: alice"', `${KEY}`, '$(touch owned)');
    const { code, stderr } = await say();
    expect([code, stderr]).toEqual([0, '']);
    expect(api.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect((await machine.run(['-u', 'alice', 'memory', 'export'])).stdout).not.toContain('owned');
    const doctor = await machine.run(['doctor']);
    expect(doctor.stdout).toContain('apiKeyCommand in the settings file');
    expect(doctor.stdout + doctor.stderr).not.toContain(KEY);
  });

  it('is not run where no model is asked', async () => {
    manager('touch "$HOME/ran"; exit 1');
    for (const args of [
      ['memory', 'list'],
      ['users', 'list'],
      ['--version'],
      ['setup', '--json'],
    ]) {
      expect((await machine.run(args)).code).toBe(0);
    }
    expect(() => statSync(join(machine.home, 'ran'))).toThrow('ENOENT');
  });

  it.each([
    ['fails', 'echo secret-output; echo secret-error >&2; exit 3', 'failed with exit code 3'],
    ['prints nothing', 'exit 0', 'printed nothing'],
    ['prints something else', 'echo "secret-output no key"', 'printed something that is no key'],
    ['prints too much', 'yes secret-output', 'printed far more than a key'],
  ])('that %s is told in words, without a word of its output: 77', async (_, script, words) => {
    manager(script);
    const { code, stdout, stderr } = await say();
    expect(code).toBe(77);
    expect(stderr).toContain(words);
    expect(stderr).toContain('apiKeyCommand in the settings file');
    expect(stdout + stderr).not.toContain('secret-');
    expect(api.requests).toEqual([]);
  });

  it('of a program that is not there is told: 77; one that is no list of words: 78', async () => {
    save({ apiKeyCommand: ['no-such-program', 'x'] });
    const missing = await say();
    expect(missing.code).toBe(77);
    expect(missing.stderr).toContain('no-such-program is not installed');
    for (const value of ['pass show x', [], [''], [1]]) {
      save({ apiKeyCommand: value });
      expect((await say()).code).toBe(78);
    }
  });
});
