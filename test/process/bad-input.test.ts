import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Machine } from '../support/bin.ts';

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine[Symbol.dispose]());

const ask = ['-u', 'alice', '--offline', '-p', 'Hello'];

function aliceFile(text: string): string {
  mkdirSync(machine.sessions, { recursive: true });
  const path = join(machine.sessions, 'alice.json');
  writeFileSync(path, text);
  return path;
}

describe('memchat that cannot go on says what happened and what to do', () => {
  it('for a memory that cannot be parsed and has no revision: 65, and leaves it as it is', async () => {
    const path = aliceFile('{ "version": 1, "user": "ali');
    const { code, stderr, stdout } = await machine.run(ask);
    expect(code).toBe(65);
    expect(stdout).toBe('');
    expect(stderr).toContain('alice.json');
    expect(readFileSync(path, 'utf8')).toBe('{ "version": 1, "user": "ali');
  });

  it('for a memory of a newer version: 65, and leaves it byte for byte', async () => {
    const text = '{"version": 2, "user": "alice", "dreams": ["electric sheep"]}';
    const path = aliceFile(text);
    const { code, stderr } = await machine.run(ask);
    expect(code).toBe(65);
    expect(stderr).toMatch(/newer/);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('for an id that cannot be a user: 2', async () => {
    for (const id of ['', 'a\u0000b'.replace('\u0000', '\u0007'), 'x'.repeat(257)]) {
      const { code, stderr } = await machine.run(['-u', id, '--offline', '-p', 'Hello']);
      expect(code).toBe(2);
      expect(stderr).toMatch(/user/i);
    }
  });

  it('for an id that cannot be a file name: it maps inside the store, and nothing leaves it', async () => {
    const { code } = await machine.run(['-u', '../../evil', '--offline', '-p', 'Hello']);
    expect(code).toBe(0);
    const { stdout } = await machine.run(['-u', '../../evil', '--offline', '--json', '-p', 'Hi']);
    expect(JSON.parse(stdout).user).toBe('../../evil');
  });

  it('for an unknown flag, command or policy: 2', async () => {
    for (const [args, named] of [
      [['--offlin'], '--offline'],
      [['hello'], '-p'],
      [['--memory', 'sometimes'], 'auto, ask, read-only, off'],
      [['-p', '--json', '--base-url'], '--base-url'],
    ] as const) {
      const { code, stderr } = await machine.run([...args]);
      expect(code).toBe(2);
      expect(stderr).toContain(named);
      expect(stderr).not.toContain('    at ');
    }
  });

  it('for a script without any credential: 77 at once with three ways on', async () => {
    const { code, stderr, stdout } = await machine.run(['-p', 'Hello']);
    expect(code).toBe(77);
    expect(stdout).toBe('');
    for (const way of ['ANTHROPIC_API_KEY', '--base-url', '--offline']) {
      expect(stderr).toContain(way);
    }
  });

  it('for a base URL that is none, and for settings that are broken: 78', async () => {
    const bad = await machine.run(['-p', 'Hello', '--base-url', 'localhost']);
    expect(bad.code).toBe(78);
    mkdirSync(join(machine.home, '.config/memchat'), { recursive: true });
    writeFileSync(join(machine.home, '.config/memchat/config.json'), '{"apiKey": 7');
    const broken = await machine.run(ask);
    expect(broken.code).toBe(78);
    expect(broken.stderr).toContain('config.json');
  });

  it('for a message over the limit: 2, and for none: 2', async () => {
    const long = await machine.run(['-u', 'alice', '--offline', '-p'], {
      input: 'x'.repeat(200_001),
    });
    expect(long.code).toBe(2);
    expect(long.stderr).toContain('200000');
    const none = await machine.run(['-u', 'alice', '--offline', '-p'], { input: ' \n' });
    expect(none.code).toBe(2);
  });

  it('for a folder that cannot be written: the answer comes all the same, with one warning', async () => {
    // Linux lets nobody make a folder there, whoever asks.
    const sessions = '/proc/memchat';
    const { code, stdout, stderr } = await machine.run([...ask, '--sessions', sessions]);
    expect(stderr).toContain(sessions);
    expect(stderr.match(/it is not remembered/g)).toHaveLength(1);
    expect(stderr).not.toContain('the next start');
    expect(stdout).not.toBe('');
    expect(code).toBe(0);
    const json = await machine.run([...ask, '--sessions', sessions, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      status: 'answered',
      error: { code: 'store-unwritable' },
    });
  });

  it('for an output that cannot be written: 1, in words, and the turn is remembered', async () => {
    const full = openSync('/dev/full', 'w');
    const { code, stderr } = await machine.run(['-u', 'alice', '--offline', '-p', 'I like tea'], {
      stdout: full,
    });
    closeSync(full);
    expect(code).toBe(1);
    expect(stderr).toContain('ENOSPC');
    expect(stderr).not.toContain('    at ');
    expect(readFileSync(join(machine.sessions, 'alice.json'), 'utf8')).toContain('tea');
  });

  it('for a store that is a file: 65, and the file stays', async () => {
    const sessions = join(machine.root, 'file');
    writeFileSync(sessions, 'not a folder');
    const { code, stderr } = await machine.run([...ask, '--sessions', sessions]);
    expect(code).toBe(65);
    expect(stderr).toContain(sessions);
    expect(readFileSync(sessions, 'utf8')).toBe('not a folder');
  });
});
