import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Machine } from '../support/bin.ts';
import { hasTerminal } from '../support/tmux.ts';
import { enter, Terminals } from './terminals.ts';

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine[Symbol.dispose]());

const HASHED = 'Zo\u00eb \u6771\u4eac';

async function known(...users: string[]): Promise<void> {
  for (const user of users) {
    await machine.run(['-u', user, '--offline', '-q', '-p', 'I like tea.']);
  }
}

const at = (name: string) => join(machine.sessions, name);

describe('memchat users list', () => {
  it('tells of each user, also of one under a hashed name, and of a broken one as such', async () => {
    await known('alice', 'bob', HASHED);
    writeFileSync(at('carol.json'), '{ "half": ');
    writeFileSync(at(`~${'0'.repeat(64)}.json`), '{}');
    const { code, stdout } = await machine.run(['users', 'list', '--json']);
    expect(code).toBe(0);
    const { sessions, users } = JSON.parse(stdout);
    expect(sessions).toBe(machine.sessions);
    expect(users.map(({ user }: { user: string }) => user)).toEqual([
      HASHED,
      'alice',
      'bob',
      'carol',
      null,
    ]);
    expect(users[1]).toEqual({
      user: 'alice',
      file: at('alice.json'),
      facts: 1,
      lastSeen: expect.stringMatching(/^\d{4}-/),
      bytes: expect.any(Number),
      problem: null,
    });
    expect(users[3]).toMatchObject({ facts: null, problem: expect.stringContaining('carol.json') });
    expect(users[4]).toMatchObject({ facts: null, problem: expect.stringContaining('whose') });
    const table = await machine.run(['users', 'list']);
    expect(table.stdout).toMatch(/^In .*\n\nuser +facts {2}last seen +size {2}file\n/);
    expect(table.stdout).toMatch(/\ncarol +broken {2}–/);
    // In the table, and in the line that says why.
    expect(table.stdout.match(/carol\.json/g)).toHaveLength(2);
    expect(table.stdout).toContain('memchat doctor');
  });

  it('changes nothing, and says when there is nobody', async () => {
    const none = await machine.run(['users', 'list']);
    expect(none).toMatchObject({
      code: 0,
      stdout: `No memories are kept in ${machine.sessions}.\n`,
    });
    expect(existsSync(machine.sessions)).toBe(false);
    await known('alice');
    writeFileSync(at('alice.json'), 'broken');
    const before = readdirSync(machine.sessions, { recursive: true }).sort();
    await machine.run(['users', 'list']);
    expect(readdirSync(machine.sessions, { recursive: true }).sort()).toEqual(before);
  });

  it('prints ids alone for a program, one on a line, and none for nobody', async () => {
    expect((await machine.run(['users', 'list', '--ids'])).stdout).toBe('');
    await known('alice', HASHED);
    expect((await machine.run(['users', 'list', '--ids'])).stdout).toBe(`${HASHED}\nalice\n`);
  });

  it('lets no control sequence of an id through', async () => {
    await known('alice');
    const { stdout } = await machine.run([
      'users',
      'list',
      '--sessions',
      `${machine.root}/\u001b[2J`,
    ]);
    expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  it('has help that starts with examples, and suggests what there is', async () => {
    for (const args of [['users'], ['users', '--help']]) {
      expect((await machine.run(args)).stdout).toMatch(/^Examples:\n {2}memchat users list/);
    }
    const unknown = await machine.run(['users', 'lsit']);
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('There are list and delete');
  });
});

describe('memchat users delete', () => {
  it('needs -y without a terminal, and then nothing is left: 2 and 0', async () => {
    await known('alice', HASHED);
    const refused = await machine.run(['users', 'delete', HASHED]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('add -y');
    const gone = await machine.run(['users', 'delete', HASHED, '-y', '--json']);
    expect([gone.code, JSON.parse(gone.stdout)]).toEqual([0, { user: HASHED, removed: true }]);
    expect(readdirSync(machine.sessions).sort()).toEqual(['.alice', 'alice.json']);
  });

  it('deletes one that cannot be read', async () => {
    await known('alice');
    writeFileSync(at('alice.json'), 'broken');
    expect((await machine.run(['users', 'delete', 'alice', '-y'])).code).toBe(0);
    expect(readdirSync(machine.sessions)).toEqual([]);
  });

  it('of nobody is no failure, and makes no folder', async () => {
    const { code, stdout } = await machine.run(['users', 'delete', 'nobody']);
    expect([code, stdout]).toEqual([
      0,
      'Nothing is kept of nobody. memchat users list shows who there is.\n',
    ]);
    expect(existsSync(machine.sessions)).toBe(false);
  });

  it('is refused where memory is off or read-only, and for what is no id: 2', async () => {
    await known('alice');
    for (const policy of ['off', 'read-only']) {
      const args = ['users', 'delete', 'alice', '-y', '--memory', policy];
      expect((await machine.run(args)).code).toBe(2);
    }
    expect((await machine.run(['users', 'delete', '', '-y'])).code).toBe(2);
    expect((await machine.run(['users', 'delete', 'a\u0007b', '-y'])).code).toBe(2);
    expect(existsSync(at('alice.json'))).toBe(true);
  });
});

describe.skipIf(!hasTerminal())('memchat users delete on a terminal', () => {
  it('says what goes, and goes on with a clear yes only', async () => {
    await known('alice');
    const terminals = new Terminals(machine);
    try {
      const no = await terminals.run('users', 'delete', 'alice');
      await no.waitFor('all that is kept of alice (facts: 1, preferences: 0');
      await enter(no, 'maybe');
      await no.waitFor('Nothing was deleted.');
      expect(existsSync(at('alice.json'))).toBe(true);
      const yes = await terminals.run('users', 'delete', 'alice');
      await yes.waitFor('Delete it?');
      await enter(yes, 'y');
      await yes.waitFor('nothing is kept of alice any more');
      expect(readdirSync(machine.sessions)).toEqual([]);
    } finally {
      await terminals.stop();
    }
  });
});
