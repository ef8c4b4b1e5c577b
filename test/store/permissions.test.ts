import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSettings } from '../../src/config/settings.ts';
import { BIN, Machine } from '../support/bin.ts';
import { buildWorker, startWorker } from './processes.ts';

const programs = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-permissions-'));
let worker = '';

beforeAll(async () => {
  worker = await buildWorker(programs);
});
afterAll(() => fs.rmSync(programs, { recursive: true, force: true }));

/** Of everything below a folder, the folder included: its mode, and what kind of thing it is. */
function modesBelow(directory: string): Map<string, string> {
  const names = ['.', ...fs.readdirSync(directory, { recursive: true, encoding: 'utf8' })];
  return new Map(
    names.map((name) => {
      const stat = fs.lstatSync(path.join(directory, name));
      return [name, `${stat.isDirectory() ? 'folder' : 'file'} ${(stat.mode & 0o777).toString(8)}`];
    }),
  );
}

const underUmask = (umask: string) => ['sh', '-c', `umask ${umask} && exec "$0" "$@"`];

describe.each(['000', '002', '777'])('under the umask %s', (umask) => {
  it('every file is 0600 and every folder 0700, whoever made it', { timeout: 60_000 }, async () => {
    using machine = new Machine();
    const memchat = (...words: string[]) => {
      const [shell = '', ...before] = underUmask(umask);
      const args = [...before, process.execPath, BIN, '-u', 'alice', ...words];
      const env = machine.environment();
      const { status, stderr } = spawnSync(shell, args, { cwd: machine.cwd, env, input: '' });
      expect({ status, stderr: stderr.toString() }).toMatchObject({ status: 0 });
    };
    const said = { session: 1, at: '2023-05-08', speaker: 'Bob', text: 'Hello.' };
    const old = path.join(machine.cwd, 'old.jsonl');
    fs.writeFileSync(old, JSON.stringify(said));
    fs.chmodSync(old, 0o600);
    memchat('memory', 'import', '--transcript', old);
    memchat('--offline', '-p', 'My name is Alice.');
    fs.writeFileSync(path.join(machine.sessions, 'alice.json'), 'broken');
    memchat('--offline', '-p', 'I live in Lisbon.');
    const run = [...underUmask(umask), process.execPath];
    const holding = startWorker(worker, ['hold', machine.sessions, 't-held'], run);
    await holding.said('saved');
    const modes = modesBelow(path.join(machine.home, '.local/share/memchat'));
    holding.child.kill('SIGKILL');
    await holding.ended;
    for (const part of [
      'alice.json',
      '.alice/pending/t-held.json',
      '.alice/transcript.jsonl',
      '.alice/transcript-2023.jsonl',
    ]) {
      expect([...modes.keys()]).toContain(`sessions/${part}`);
    }
    for (const part of [/revisions\/\d+\.json$/, /quarantine\/.*alice\.json$/]) {
      expect([...modes.keys()]).toContainEqual(expect.stringMatching(part));
    }
    expect([...modes].filter(([, mode]) => !/^(?:file 600|folder 700)$/.test(mode))).toEqual([]);
  });

  it('the settings, which may hold a key, are 0600 in a folder of 0700', () => {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-settings-'));
    const before = process.umask(umask);
    try {
      writeSettings(path.join(home, 'memchat', 'config.json'), { offline: true });
    } finally {
      process.umask(before);
    }
    const modes = modesBelow(path.join(home, 'memchat'));
    fs.rmSync(home, { recursive: true, force: true });
    expect([...modes]).toEqual([
      ['.', 'folder 700'],
      ['config.json', 'file 600'],
    ]);
  });
});
