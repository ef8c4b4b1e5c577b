import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN, Machine, type Outcome } from '../support/bin.ts';
import { startMessagesApi } from '../support/messages-api.ts';
import { hasTerminal, Pane } from '../support/tmux.ts';

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine[Symbol.dispose]());

const say = (text: string, user = 'alice') => machine.run(['-u', user, '--offline', '-p', text]);
const memory = (...args: string[]) => machine.run(['-u', 'alice', 'memory', ...args]);

function file(user = 'alice') {
  return JSON.parse(readFileSync(join(machine.sessions, `${user}.json`), 'utf8'));
}

function facts(user = 'alice'): string[] {
  return file(user).keyFacts.map(({ text }: { text: string }) => text);
}

function json({ stdout, code }: Outcome) {
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

/** Two turns: alice lives in Berlin, then she moved to Hamburg. */
async function moveToHamburg(): Promise<void> {
  await say('My name is Alice and I live in Berlin.');
  await say('Actually, I moved to Hamburg last week.');
  expect(facts()).toEqual(['Moved to Hamburg']);
}

describe('memchat memory history', () => {
  it('shows what two turns and a hand edit changed, newest first', async () => {
    await moveToHamburg();
    const path = join(machine.sessions, 'alice.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"Alice"', '"Alicia"'));
    const { code, stdout, stderr } = await memory('history');
    expect(code).toBe(0);
    expect(stderr).toContain('taken over as revision 3');
    const time = /\d{4}-\d\d-\d\d \d\d:\d\d/g;
    expect(stdout.replace(time, '<time>').replace(/\d+ minutes? ago/g, 'just now')).toBe(
      [
        '3  <time>  your edit · just now',
        '   ~ name: Alicia',
        '2  <time>  turn · just now',
        '   ~ Moved to Hamburg',
        '   ~ summary: Alice moved to Hamburg.',
        '1  <time>  turn · just now',
        '   + name: Alice',
        '   + Lives in Berlin',
        '   + summary: Alice lives in Berlin.',
        '0  <time>  the memory began · just now',
        '',
      ].join('\n'),
    );
    expect((await memory('history', '-n', '1')).stdout).toMatch(/^3 .*\n {3}~ name: Alicia\n$/);
  });

  it('shows the time of the place where it is asked', async () => {
    await say('My name is Alice.');
    const revisions = join(machine.sessions, '.alice/revisions');
    for (const name of readdirSync(revisions)) {
      const text = readFileSync(join(revisions, name), 'utf8');
      const moved = text.replace(/"at":"[^"]*"/, '"at":"2026-01-02T23:30:00.000Z"');
      writeFileSync(join(revisions, name), moved);
    }
    const env = { TZ: 'Asia/Tokyo' };
    const { stdout } = await machine.run(['-u', 'alice', 'memory', 'history'], { env });
    expect(stdout).toContain('1  2026-01-03 08:30  turn');
  });

  it('prints one object with --json', async () => {
    await moveToHamburg();
    await memory('undo');
    const { user, revisions } = json(await memory('history', '--json'));
    expect(user).toBe('alice');
    expect(revisions.map(({ revision }: { revision: number }) => revision)).toEqual([3, 2, 1, 0]);
    expect(revisions[0]).toMatchObject({ reason: 'undone', of: 2, turn: null, undone: false });
    expect(revisions[1]).toEqual({
      revision: 2,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      reason: 'commit',
      of: null,
      turn: file().appliedTurns[1],
      undone: true,
      changes: {
        added: [],
        replaced: [
          { id: expect.any(String), text: 'Moved to Hamburg' },
          { id: 'summary', text: 'Alice moved to Hamburg.' },
        ],
        retired: [],
        confirmed: [],
        proposed: [],
        refused: [],
      },
    });
  });

  it('is empty for a user nobody has met, and makes nothing', async () => {
    const { code, stdout } = await memory('history');
    expect([code, stdout]).toEqual([0, 'Nothing is remembered of alice yet.\n']);
    expect(json(await memory('history', '--json'))).toEqual({ user: 'alice', revisions: [] });
    expect(existsSync(machine.sessions)).toBe(false);
  });

  it('has yet to begin for a file that was put there by hand', async () => {
    await say('My name is Alice.');
    const copy = join(machine.cwd, 'copy');
    mkdirSync(copy);
    writeFileSync(join(copy, 'alice.json'), JSON.stringify(file()));
    const { stdout } = await memory('history', '--sessions', copy);
    expect(stdout).toBe(
      'The memory of alice has no history yet: it begins with the next change.\n',
    );
  });

  it('keeps users apart', async () => {
    await say('My name is Alice.');
    await say('My name is Bob.', 'bob');
    const { stdout } = await memory('history', '-u', 'bob');
    expect(stdout).toContain('name: Bob');
    expect(stdout).not.toContain('Alice');
    await machine.run(['memory', 'undo', '-u', 'bob']);
    expect([file('alice').name, file('bob').name]).toEqual(['Alice', null]);
  });

  it('lets no control sequence of the file reach the terminal', async () => {
    await say('My name is Alice.');
    const path = join(machine.sessions, 'alice.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"Alice"', '"\\u001b[2J\\u009bEve"'));
    await memory('undo');
    for (const args of [
      ['history'],
      ['history', '--json'],
      ['undo', '3'],
      ['undo', '2', '--json'],
    ]) {
      const { stdout, code } = await memory(...args);
      expect(code).toBe(0);
      expect(stdout).toContain(args.includes('2') ? 'Alice' : 'Eve');
      expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u);
    }
  });
});

describe('memchat memory undo', () => {
  it('takes the last turn back: from the file, and from the next prompt', async () => {
    await moveToHamburg();
    const { code, stdout } = await memory('undo');
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'Took revision 2 back. This is revision 3:',
        '  + Lives in Berlin',
        '  ~ summary: Alice lives in Berlin.',
        '  − Moved to Hamburg',
        'To bring it back: memchat memory undo 3 -u alice',
        '',
      ].join('\n'),
    );
    expect(facts()).toEqual(['Lives in Berlin']);
    expect(JSON.stringify(file())).not.toContain('Hamburg');

    const api = await startMessagesApi();
    const key = ['sk', 'ant', 'api03', 'Test'.repeat(12)].join('-');
    const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: key };
    await machine.run(['-u', 'alice', '-p', 'Hello'], { env });
    await api.close();
    const sent = JSON.stringify(api.requests[0]?.body);
    expect(sent).toContain('Lives in Berlin');
    expect(sent).not.toContain('Hamburg');
  });

  it('walks back, and forward again by number, until there is nothing left', async () => {
    await moveToHamburg();
    expect(json(await memory('undo', '--json'))).toMatchObject({ revision: 3, undone: 2 });
    expect(json(await memory('undo', '--json'))).toMatchObject({ revision: 4, undone: 1 });
    expect(file()).toMatchObject({ name: null, summary: '', keyFacts: [] });
    const { code, stderr } = await memory('undo');
    expect(code).toBe(2);
    expect(stderr).toBe('memchat: There is nothing to undo in the memory of alice.\n');
    expect(json(await memory('undo', '4', '--json'))).toMatchObject({ revision: 5, undone: 4 });
    expect(json(await memory('undo', '3', '--json'))).toMatchObject({ revision: 6, undone: 3 });
    expect(facts()).toEqual(['Moved to Hamburg']);
  });

  it('leaves what another process has written since, and says what it had to leave', async () => {
    await say('My name is Alice and I live in Berlin.');
    await say('I work as a nurse.');
    const outcome = json(await memory('undo', '1', '--json'));
    expect(outcome).toMatchObject({ user: 'alice', undone: 1, revision: 3 });
    expect(outcome.left).toEqual([
      { text: expect.stringMatching(/^summary: /), reason: 'it has changed again since' },
    ]);
    expect(facts()).toEqual(['Works as a nurse']);
    expect(file().name).toBeNull();
  });

  it('loses nothing of those who write at the same moment', async () => {
    await say('My name is Alice and I live in Berlin.');
    const [undone, ...turns] = await Promise.all([
      memory('undo', '1', '--json'),
      say('I like tea.'),
      say('I prefer short answers.'),
    ]);
    expect([undone, ...turns].map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(facts()).toEqual(['Likes tea']);
    expect(file().sessionCount).toBe(3);
    expect(file().appliedTurns).toHaveLength(3);
  });

  it('takes a hand edit back', async () => {
    await moveToHamburg();
    const path = join(machine.sessions, 'alice.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('Moved to Hamburg', 'Moved to Rome'));
    const { stdout, stderr } = await memory('undo');
    expect(stderr).toContain('taken over as revision 3');
    expect(stdout).toMatch(/^Took revision 3 back\. This is revision 4:\n {2}~ Moved to Hamburg\n/);
    expect(facts()).toEqual(['Moved to Hamburg']);
  });

  it('names the user and the store in the command that brings it back', async () => {
    const sessions = join(machine.root, "o'hara's store");
    await machine.run(['-u', 'Zoë', '--sessions', sessions, '--offline', '-p', 'I live in Rome.']);
    const { stdout } = await machine.run(['memory', 'undo', '-u', 'Zoë', '--sessions', sessions]);
    const quoted = sessions.replaceAll("'", "'\\''");
    expect(stdout).toContain(`memchat memory undo 2 -u 'Zoë' --sessions '${quoted}'\n`);
  });

  it('says why a revision cannot be undone: 2, and writes nothing', async () => {
    expect((await memory('undo')).code).toBe(2);
    expect(existsSync(machine.sessions)).toBe(false);
    await moveToHamburg();
    for (const [revision, words] of [
      ['0', 'the memory began with it'],
      ['9', "There is no revision 9 of alice's memory. 0 to 2 are kept"],
      ['abc', '"abc" is not a revision'],
      ['-1', '-1'],
      ['1.5', '"1.5" is not a revision'],
    ] as const) {
      const { code, stderr, stdout } = await memory('undo', revision);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(words);
      expect(stderr).not.toContain('    at ');
    }
    expect(file().revision).toBe(2);
  });
});

describe('memchat memory restore', () => {
  it('brings a whole revision back, and one undo takes that back', async () => {
    await moveToHamburg();
    await say('I like tea.');
    const before = file();
    const { stdout } = await memory('restore', '1');
    expect(stdout).toMatch(/^The memory is again as it was at revision 1\. This is revision 4:\n/);
    expect(stdout).toContain('  − Likes tea\n');
    expect(stdout).toContain('memchat memory undo 4 -u alice\n');
    expect(facts()).toEqual(['Lives in Berlin']);
    const { sessionCount, lastSeen, appliedTurns } = before;
    expect(file()).toMatchObject({ revision: 4, sessionCount, lastSeen, appliedTurns });
    expect(json(await memory('undo', '--json'))).toMatchObject({ undone: 4, revision: 5 });
    expect(file()).toEqual({ ...before, revision: 5 });
  });

  it('prints one object with --json, also when there was nothing to do', async () => {
    await moveToHamburg();
    const done = json(await memory('restore', '1', '--json'));
    expect(Object.keys(done)).toEqual(['user', 'revision', 'restored', 'changes']);
    expect(done).toMatchObject({ user: 'alice', revision: 3, restored: 1 });
    expect(json(await memory('restore', '1', '--json'))).toMatchObject({ revision: null });
  });

  it('needs a revision that is kept: else 2', async () => {
    await say('My name is Alice.');
    const without = await memory('restore');
    expect([without.code, without.stderr]).toEqual([
      2,
      'memchat: memory restore takes the number of a revision; memchat memory history lists them.\n',
    ]);
    expect((await memory('restore', '7')).stderr).toContain('0 to 1 are kept');
  });
});

const ACTIONS =
  'list show add edit prefer forget review history undo restore tidy verify export import'.split(
    ' ',
  );

describe('every memory command', () => {
  it('stops at a memory of a newer version: 65, and leaves it byte for byte', async () => {
    mkdirSync(machine.sessions, { recursive: true });
    const path = join(machine.sessions, 'alice.json');
    const text = '{"version": 2, "user": "alice"}';
    writeFileSync(path, text);
    for (const args of [
      ['list'],
      ['show', 'f-1'],
      ['add', 'Likes tea'],
      ['edit', 'f-1', '--pin'],
      ['prefer', 'tone', 'dry'],
      ['forget', 'tea', '-y'],
      ['review'],
      ['review', 'approve', '1'],
      ['history'],
      ['undo'],
      ['undo', '1'],
      ['restore', '1'],
      ['tidy', '--offline'],
      ['export'],
    ]) {
      const { code, stderr } = await memory(...args);
      expect(code).toBe(65);
      expect(stderr).toMatch(/newer memchat/);
    }
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('refuses to look where memory is off: 2', async () => {
    await say('My name is Alice.');
    const env = { MEMCHAT_MEMORY: 'off' };
    const byVariable = await machine.run(['-u', 'alice', 'memory', 'undo'], { env });
    for (const { code, stderr } of [await memory('history', '--memory', 'off'), byVariable]) {
      expect(code).toBe(2);
      expect(stderr).toContain('--memory auto');
    }
    const asked = ['-u', 'alice', 'memory', 'undo', '--memory', 'auto'];
    expect((await machine.run(asked, { env })).code).toBe(0);
  });

  it('is listed by its help, and an unknown one suggests the nearest', async () => {
    for (const args of [['memory'], ['memory', '--help']]) {
      const { code, stdout, stderr } = await machine.run(args);
      expect([code, stderr]).toEqual([0, '']);
      for (const action of ACTIONS) expect(stdout).toContain(`\n  ${action} `);
      expect(stdout).toMatch(/^Examples:/);
    }
    const { code, stderr } = await machine.run(['memory', 'histry']);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean history?');
    expect((await machine.run(['memory', 'forgt', 'tea'])).stderr).toContain(
      'Did you mean forget?',
    );
    for (const count of ['0', 'many']) {
      const wrong = await memory('history', '--limit', count);
      expect(wrong.code).toBe(2);
      expect(wrong.stderr).toContain(`--limit takes a number from 1 on, not "${count}".`);
    }
  });
});

describe.skipIf(!hasTerminal())('an undo beside an open conversation', () => {
  it('is seen there, and what is said there afterwards does not bring it back', async () => {
    const command = [process.execPath, BIN, '-u', 'alice', '--offline'];
    const env = machine.environment();
    const pane = await Pane.start([...command, '--sessions', machine.sessions], {
      columns: 90,
      rows: 40,
      env,
    });
    try {
      await pane.type('I live in Berlin.');
      await pane.keys('Enter');
      await pane.waitFor('remembered:');
      expect((await memory('undo')).code).toBe(0);
      await pane.type('/memory');
      await pane.keys('Enter');
      await pane.waitFor('Nothing is remembered yet.');
      await pane.type('I like tea.');
      await pane.keys('Enter');
      await pane.waitFor('Likes tea');
    } finally {
      await pane.stop();
    }
    expect(facts()).toEqual(['Likes tea']);
  });
});
