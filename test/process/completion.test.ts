import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIN, Machine } from '../support/bin.ts';
import { hasTerminal, Pane } from '../support/tmux.ts';

const run = promisify(execFile);

/** Whether a shell is there; under CI it must be. */
function has(shell: string): boolean {
  if (process.env.CI || spawnSync(shell, ['--version']).status === 0) return true;
  process.stderr.write(`${shell} is not installed: the tests of its completion are skipped\n`);
  return false;
}

let machine: Machine;
let path = '';
beforeAll(async () => {
  machine = new Machine();
  const folder = join(machine.root, 'bin');
  mkdirSync(folder);
  symlinkSync(BIN, join(folder, 'memchat'));
  path = `${folder}:${join(process.execPath, '..')}:${process.env.PATH}`;
  for (const user of ['alice', 'alan turing']) {
    await machine.run(['-u', user, '--offline', '-q', '-p', 'I like tea.']);
  }
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout } = await machine.run(['completion', shell]);
    expect(code).toBe(0);
    writeFileSync(join(machine.root, shell), stdout);
  }
});
afterAll(() => machine[Symbol.dispose]());

// A shell's working folder may be marked as a store of its own.
const env = () => ({ ...machine.environment({ MEMCHAT_SESSIONS: machine.sessions }), PATH: path });
const sourced = (shell: string) => join(machine.root, shell);

/** What bash offers behind these words, the last of which is being typed. */
async function inBash(...words: string[]): Promise<string[]> {
  const script = `
    source '${sourced('bash')}'
    COMP_WORDS=(memchat "$@"); COMP_CWORD=$#
    _memchat memchat
    printf '%s\\n' "\${COMPREPLY[@]}"
  `;
  const { stdout } = await run('bash', ['--norc', '-c', script, 'bash', ...words], {
    cwd: machine.root,
    env: env(),
  });
  return stdout.split('\n').filter((line) => line !== '');
}

describe('completion in bash', () => {
  it.each([
    [['me'], ['memory']],
    [
      ['memory', 're'],
      ['review', 'restore'],
    ],
    [
      ['--memory', ''],
      ['auto', 'ask', 'read-only', 'off'],
    ],
    [['--memory', '=', 're'], ['read-only']],
    [['-u', 'users', 'memory', 'und'], ['undo']],
    [['memory', 'export', '--format', 'h'], ['html']],
    [
      ['memory', 'export', '--fo'],
      ['--format', '--force'],
    ],
    [['memory', 'list', '--offl'], ['--offline']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['-m', ''], []],
    [['memory', 'show', 'x'], []],
  ])('of %j is %j', async (words, offered) => {
    expect(await inBash(...words)).toEqual(offered);
  });

  it('knows the users, and quotes what a shell would take apart', async () => {
    expect(await inBash('users', 'delete', 'al')).toEqual(['alan\\ turing', 'alice']);
    expect(await inBash('memory', 'list', '-u', 'ali')).toEqual(['alice']);
  });

  it('has every command and every option that the help has', async () => {
    const { stdout: help } = await machine.run(['--help']);
    const options = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, name]) => name);
    expect(options.length).toBeGreaterThan(15);
    const known = await inBash('-');
    expect(options.filter((name) => name !== '--help' && !known.includes(name ?? ''))).toEqual([]);
    const { stdout: memory } = await machine.run(['memory', '--help']);
    const commands = [...memory.slice(memory.indexOf('\nCommands:')).matchAll(/^ {2}(\w+) /gm)];
    expect((await inBash('memory', '')).sort()).toEqual(commands.map(([, name]) => name).sort());
  });

  it('refuses a shell that it does not know: 2', async () => {
    const { code, stderr } = await machine.run(['completion', 'tcsh']);
    expect(code).toBe(2);
    expect(stderr).toContain('bash, zsh, fish');
  });
});

describe.skipIf(!has('fish'))('completion in fish', () => {
  async function inFish(line: string): Promise<string[]> {
    const script = `source '${sourced('fish')}'; complete -C '${line}'`;
    const { stdout } = await run('fish', ['--no-config', '-c', script], {
      cwd: machine.root,
      env: env(),
    });
    return stdout
      .split('\n')
      .flatMap((offer) => (offer === '' ? [] : [offer.split('\t')[0] ?? '']));
  }

  it.each([
    ['memchat me', ['memory']],
    ['memchat memory re', ['restore', 'review']],
    ['memchat --memory ', ['ask', 'auto', 'off', 'read-only']],
    ['memchat -u users memory und', ['undo']],
    ['memchat memory export --format h', ['html']],
    ['memchat memory export --fo', ['--force', '--format']],
    ['memchat completion ', ['bash', 'fish', 'zsh']],
    ['memchat users delete al', ['alan turing', 'alice']],
  ])('of %j is %j', async (line, offered) => {
    expect((await inFish(line)).sort()).toEqual(offered);
  });
});

describe.skipIf(!has('zsh'))('completion in zsh', () => {
  it('is syntax that zsh takes, and registers itself', async () => {
    execFileSync('zsh', ['-n', sourced('zsh')]);
    const script = `autoload -Uz compinit; compinit -u -D; source '${sourced('zsh')}'; print $_comps[memchat]`;
    const { stdout } = await run('zsh', ['-f', '-c', script], { env: env() });
    expect(stdout).toBe('_memchat\n');
  });

  it.skipIf(!hasTerminal()).each([
    ['memchat me', 'memchat memory'],
    ['memchat memory und', 'memchat memory undo'],
    ['memchat --memory rea', 'memchat --memory read-only'],
    ['memchat --memory=rea', 'memchat --memory=read-only'],
    ['memchat -u users memory export --format h', '--format html'],
    ['memchat completion f', 'memchat completion fish'],
    ['memchat users delete ali', 'memchat users delete alice'],
    ['memchat users ', 'delete -- delete all that is kept of a user'],
  ])('of %j shows %j', async (line, shown) => {
    const rc = `PROMPT='ready> '; autoload -Uz compinit; compinit -u -D; source ${sourced('zsh')}\n`;
    writeFileSync(join(machine.home, '.zshrc'), rc);
    const pane = await Pane.start(['zsh', '-d', '-i'], { columns: 100, env: env() });
    try {
      await pane.waitFor('ready>');
      await pane.type(line);
      await pane.waitFor(`ready> ${line.trimEnd()}`);
      await pane.keys('Tab');
      await pane.waitFor(new RegExp(shown.replaceAll(' -- ', ' +-- ')));
    } finally {
      await pane.stop();
    }
  });
});
