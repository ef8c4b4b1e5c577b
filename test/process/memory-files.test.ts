import {
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../src/memory/types.ts';
import { Machine } from '../support/bin.ts';

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine[Symbol.dispose]());

const memory = (...args: string[]) => machine.run(['-u', 'alice', 'memory', ...args]);

function file(user = 'alice'): Memory {
  return JSON.parse(readFileSync(join(machine.sessions, `${user}.json`), 'utf8'));
}

const here = (name: string) => join(machine.cwd, name);

async function aliceLikesTea(): Promise<void> {
  const text = 'My name is Alice and I like tea.';
  await machine.run(['-u', 'alice', '--offline', '-p', text]);
}

describe('memchat memory export', () => {
  it('prints the memory as JSON, or as Markdown', async () => {
    await aliceLikesTea();
    for (const args of [['export'], ['export', '--json']]) {
      expect(JSON.parse((await memory(...args)).stdout)).toEqual(file());
    }
    const { stdout } = await memory('export', '--format', 'markdown');
    expect(stdout).toMatch(/^# .*alice\n/);
    expect(stdout).toContain('- Likes tea');
  });

  it('writes a file that only its owner may read, and none over another', async () => {
    await aliceLikesTea();
    const path = here('backup.json');
    const { code, stdout } = await memory('export', path);
    expect([code, stdout]).toEqual([0, `Written to ${path}, readable by you only.\n`]);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(file());
    expect(statSync(path).mode & 0o777).toBe(0o600);
    writeFileSync(path, 'mine');
    const again = await memory('export', path);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('--force');
    expect(readFileSync(path, 'utf8')).toBe('mine');
    symlinkSync(here('nowhere'), here('link'));
    expect((await memory('export', here('link'))).code).toBe(2);
    expect(existsSync(here('nowhere'))).toBe(false);
    const forced = JSON.parse((await memory('export', path, '--force', '--json')).stdout);
    const { size } = statSync(path);
    expect(forced).toEqual({ user: 'alice', file: path, format: 'json', bytes: size });
  });

  it('says when there is nothing to export, and where it cannot write', async () => {
    const { code, stderr } = await memory('export');
    expect(code).toBe(0);
    expect(stderr).toContain('Nothing is remembered of alice yet: the export is empty.');
    const missing = await memory('export', here('no/such/folder/x.json'));
    expect([missing.code, missing.stdout]).toEqual([2, '']);
    expect(missing.stderr).toContain('cannot be written (ENOENT)');
  });

  it.skipIf(!existsSync('/dev/full'))('fails when its output is full: 1', async () => {
    await aliceLikesTea();
    const stdout = openSync('/dev/full', 'w');
    const full = await machine.run(['-u', 'alice', 'memory', 'export'], { stdout });
    expect(full.code).toBe(1);
    expect(full.stderr).toContain('ENOSPC');
  });

  it('lets no control sequence of the memory through', async () => {
    await aliceLikesTea();
    const path = join(machine.sessions, 'alice.json');
    const hostile = readFileSync(path, 'utf8').replace('"Alice"', '"\\u001b[2J\\u202eEve"');
    writeFileSync(path, hostile);
    for (const format of ['json', 'markdown']) {
      const { stdout } = await memory('export', '--format', format);
      expect(stdout).toContain('Eve');
      expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    }
  });
});

describe('memchat memory import', () => {
  it('takes an export in as proposals, and with --yes at once', async () => {
    await aliceLikesTea();
    for (const format of ['json', 'markdown']) {
      await memory('export', '--format', format, here(format));
      const bob = (...args: string[]) => machine.run(['-u', format, 'memory', ...args]);
      const waits = await bob('import', here(format));
      expect(waits.code).toBe(0);
      expect(waits.stdout).toMatch(/^Read as a .*: \d for your yes\.\n/);
      expect(waits.stdout).toContain('? Likes tea (for your yes)\n');
      expect(waits.stdout).toContain(`To decide: memchat memory review -u ${format}\n`);
      expect(file(format).keyFacts).toEqual([]);
      await bob('undo');
      const taken = JSON.parse((await bob('import', here(format), '--yes', '--json')).stdout);
      expect(Object.keys(taken)).toEqual(['user', 'revision', 'format', 'changes', 'problems']);
      expect(taken.format).toBe(format === 'json' ? 'memchat' : 'markdown');
      expect(file(format).keyFacts).toMatchObject([{ text: 'Likes tea', origin: 'imported' }]);
    }
  });

  it('reads standard input, and says why something is not taken when asked', async () => {
    const input = '- Likes tea\n- Likes tea\n';
    const args = ['-u', 'alice', 'memory', 'import', '-', '-y'];
    const { code, stdout } = await machine.run(args, { input });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Read as a Markdown list: 1 written/);
    const told = await machine.run([...args, '--debug'], { input: `- ${'x'.repeat(301)}\n` });
    expect(told.stdout).toMatch(/✗ x+.* \(.*300/);
  });

  it('refuses what it cannot read, and says so: 65, or 2 where the file is to blame', async () => {
    writeFileSync(here('picture.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]));
    writeFileSync(here('other.json'), '{"colour": "red"}');
    writeFileSync(here('huge.json'), '');
    truncateSync(here('huge.json'), 10_000_001);
    mkdirSync(here('folder'));
    for (const [name, code, words] of [
      ['picture.png', 65, 'UTF-8'],
      ['other.json', 65, 'cannot be imported'],
      ['huge.json', 2, '10,000,000 bytes'],
      ['folder', 2, 'cannot be read'],
      ['missing.json', 2, 'is not there'],
    ] as const) {
      const outcome = await memory('import', here(name), '--yes');
      expect([name, outcome.code, outcome.stdout]).toEqual([name, code, '']);
      expect(outcome.stderr).toContain(words);
      expect(outcome.stderr).not.toContain('    at ');
    }
    expect(existsSync(machine.sessions)).toBe(false);
  });

  it('lets no control sequence of the file through', async () => {
    const input = '- Likes \u001b[2J tea \u202e\n';
    const args = ['-u', 'alice', 'memory', 'import', '-', '--debug'];
    const { stdout, stderr } = await machine.run(args, { input });
    expect(stdout + stderr).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });
});
