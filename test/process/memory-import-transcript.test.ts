import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow } from '../store/temporary.ts';
import { Machine } from '../support/bin.ts';

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine[Symbol.dispose]());

const SAID = { session: 1, at: '2023-05-08T13:56:00', speaker: 'Bob', text: 'I like coffee.' };
const line = (over: object = {}) => JSON.stringify({ ...SAID, ...over });

/** Writes the lines to a file and imports it. */
function imports(lines: readonly string[], ...args: string[]) {
  const file = join(machine.cwd, 'talk.jsonl');
  writeFileSync(file, lines.join('\n'));
  return machine.run(['-u', 'alice', 'memory', 'import', '--transcript', file, ...args]);
}

/** The lines of the transcript of a year. */
function transcript(year: number): object[] {
  const file = join(machine.sessions, '.alice', `transcript-${year}.jsonl`);
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((each) => JSON.parse(each));
}

const everyByte = () =>
  filesBelow(machine.sessions)
    .map((name) => readFileSync(join(machine.sessions, name), 'latin1'))
    .join('\n');

describe('memchat memory import --transcript', () => {
  it('takes in what was said in another chat, once', async () => {
    const lines = [
      line({ id: 'D1:1' }),
      line({ at: '2024-01-01', speaker: 'Ann', text: 'Hello.' }),
    ];
    const { code, stdout, stderr } = await imports(lines);
    expect([code, stdout, stderr]).toEqual([0, 'Read as a transcript: 2 added.\n', '']);
    expect(transcript(2023)).toEqual([
      {
        turn: expect.stringMatching(/^id:D1:1#[0-9a-f]{8}$/),
        session: '1',
        at: '2023-05-08T13:56:00.000Z',
        speaker: 'Bob',
        text: 'I like coffee.',
      },
    ]);
    expect(transcript(2024)).toMatchObject([{ speaker: 'Ann', text: 'Hello.' }]);
    const again = await imports([...lines, line({ text: 'Bye.' })]);
    expect(again.stdout).toBe('Read as a transcript: 1 added, 2 known already.\n');
    const json = JSON.parse((await imports(lines, '--json')).stdout);
    expect(json).toEqual({ user: 'alice', added: 0, known: 2, problems: [] });
  });

  it('names the lines that it does not take, and takes the others', async () => {
    const bad = ['{', line({ at: 'then' }), line({ text: '' }), '[]', '5', 'null', '"x"'];
    const { code, stdout } = await imports([line(), ...bad]);
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'Read as a transcript: 1 added, 7 not read.',
      'Not read: line 2, it is no JSON object',
      'Not read: line 3, its "at" is no date or time in ISO 8601',
      'Not read: line 4, it has no text',
      'Not read: line 5, it is no JSON object',
      'Not read: line 6, it is no JSON object',
      '… and 2 more; --json names them all.',
      '',
    ]);
    const { problems } = JSON.parse((await imports([line(), ...bad], '--json')).stdout);
    expect(problems).toHaveLength(7);
    expect(problems[1]).toEqual({ line: 3, reason: 'its "at" is no date or time in ISO 8601' });
  });

  it('reads standard input, with a byte order mark and the line ends of Windows', async () => {
    const args = ['-u', 'alice', 'memory', 'import', '-', '--transcript'];
    const input = `\uFEFF${line()}\r\n\r\n${line({ text: 'Bye.' })}\r\n`;
    expect((await machine.run(args, { input })).stdout).toBe('Read as a transcript: 2 added.\n');
  });

  it('lets no secret reach the disk, nor a control sequence the terminal', async () => {
    const key = `sk-ant-api03-${'Zq7w'.repeat(23)}`;
    const said = [line({ text: `Take ${key}, please.` }), line({ speaker: key, id: key })];
    const { stdout, stderr } = await imports([...said, `{"\u001b[2J\u202e": ${key}`]);
    expect(everyByte()).not.toContain('Zq7w');
    expect(everyByte()).toContain('[redacted: ');
    expect(stdout + stderr).not.toContain('Zq7w');
    expect(stdout + stderr).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });

  it('refuses a line that is too long and takes the rest, and refuses a file that is too large', async () => {
    const { stdout } = await imports([line({ text: 'x'.repeat(1_300_000) }), line()]);
    expect(stdout).toMatch(
      /^Read as a transcript: 1 added, 1 not read\.\nNot read: line 1, .*1,210,000/,
    );
    const huge = join(machine.cwd, 'huge.jsonl');
    writeFileSync(huge, '');
    truncateSync(huge, 100_000_001);
    const outcome = await machine.run(['-u', 'alice', 'memory', 'import', '--transcript', huge]);
    expect([outcome.code, outcome.stdout]).toEqual([2, '']);
    expect(outcome.stderr).toContain('100,000,000 bytes');
  });

  it('refuses what it cannot read, and says so: 65, or 2 where the file is to blame', async () => {
    const here = (name: string) => join(machine.cwd, name);
    writeFileSync(here('picture.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]));
    writeFileSync(here('list.md'), '- Likes tea\n');
    writeFileSync(here('empty'), '');
    mkdirSync(here('folder'));
    for (const [name, code, words] of [
      ['picture.png', 65, 'UTF-8'],
      ['list.md', 65, 'no line of it is an utterance'],
      ['empty', 65, 'it is empty'],
      ['folder', 2, 'cannot be read'],
      ['missing', 2, 'is not there'],
    ] as const) {
      const args = ['-u', 'alice', 'memory', 'import', '--transcript', here(name)];
      const outcome = await machine.run(args);
      expect([name, outcome.code, outcome.stdout]).toEqual([name, code, '']);
      expect(outcome.stderr).toContain(words);
      expect(outcome.stderr).not.toContain('    at ');
    }
    expect(existsSync(machine.sessions)).toBe(false);
  });

  it.each([
    [['--no-transcript'], /No transcript is kept \(--no-transcript/],
    [['--memory', 'read-only'], /read-only/],
    [['--memory', 'off'], /Memory is off/],
  ])('writes nothing under %s, and says why: 2', async (options, words) => {
    const { code, stdout, stderr } = await imports([line()], ...options);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
    expect(existsSync(machine.sessions)).toBe(false);
  });

  it('stays when the user begins to chat, is no memory of theirs, and goes with all the rest', async () => {
    await imports([line({ text: 'My name is Bob and I like coffee.' })]);
    const chat = ['-u', 'alice', '--offline', '-p', 'My name is Alice and I like tea.'];
    expect((await machine.run(chat)).code).toBe(0);
    expect(transcript(2023)).toHaveLength(1);
    const { stdout } = await machine.run(['-u', 'alice', 'memory', 'list']);
    expect(stdout).toContain('Likes tea');
    expect(stdout).not.toMatch(/coffee|Bob/);
    expect((await machine.run(['-u', 'alice', 'doctor'])).stdout).toContain('(1 imported)');
    await machine.run(['-u', 'alice', 'memory', 'forget', '--query', 'coffee', '--yes']);
    expect(everyByte()).not.toContain('coffee');
    await machine.run(['-u', 'alice', 'memory', 'forget', '--all', '--yes']);
    expect(readdirSync(machine.sessions)).toEqual([]);
  });
});
