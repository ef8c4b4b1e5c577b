import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Machine } from '../support/bin.ts';

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine[Symbol.dispose]());

const here = (name: string) => join(machine.cwd, name);
const LINES = 'sessions/*\n!sessions/.memchat\n';

describe('memchat init', () => {
  it('keeps the memories in the folder it is run in, and proposes to keep them out of git', async () => {
    mkdirSync(here('.git'));
    const { code, stdout } = await machine.run(['init']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Memories are kept in ${here('sessions')}`);
    expect(stdout).toContain(LINES);
    expect(existsSync(here('.gitignore'))).toBe(false);
    expect(statSync(here('sessions')).mode & 0o777).toBe(0o700);
    await machine.run(['-u', 'alice', '--offline', '-q', '-p', 'I like tea.']);
    expect(existsSync(here('sessions/alice.json'))).toBe(true);
  });

  it('writes .gitignore with -y, once, and behind what is there', async () => {
    mkdirSync(here('.git'));
    writeFileSync(here('.gitignore'), 'node_modules');
    const first = await machine.run(['init', '-y', '--json']);
    expect(JSON.parse(first.stdout)).toEqual({
      sessions: here('sessions'),
      created: true,
      ignored: 'added',
    });
    const again = await machine.run(['init', '-y', '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ created: false, ignored: 'already' });
    expect(readFileSync(here('.gitignore'), 'utf8')).toBe(`node_modules\n${LINES}`);
  });

  it('says nothing of git where there is none, and what goes before the folder', async () => {
    const { stdout } = await machine.run(['init'], { env: { MEMCHAT_SESSIONS: machine.root } });
    expect(stdout).not.toContain('.gitignore');
    expect(stdout).toContain('MEMCHAT_SESSIONS names another folder');
  });

  it('leaves a folder that holds other things, or a file of that name, as it is: 2', async () => {
    mkdirSync(here('sessions/photos'), { recursive: true });
    const other = await machine.run(['init']);
    expect([other.code, other.stdout]).toEqual([2, '']);
    expect(other.stderr).toContain('holds other things');
    expect(existsSync(here('sessions/.memchat'))).toBe(false);
    expect((await machine.run(['init', '-y'])).code).toBe(0);
    using second = new Machine();
    writeFileSync(join(second.cwd, 'sessions'), '');
    const file = await second.run(['init', '-y']);
    expect(file.code).toBe(2);
    expect(file.stderr).toContain('ENOTDIR');
  });
});
