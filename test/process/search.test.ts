import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN, Machine } from '../support/bin.ts';
import { fact, memoryOf } from '../support/memories.ts';
import { hasTerminal, Pane } from '../support/tmux.ts';

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine[Symbol.dispose]());

const memory = (...args: string[]) => machine.run(['-u', 'alice', 'memory', ...args]);
const say = (text: string, user = 'alice') => machine.run(['-u', user, '--offline', '-p', text]);

async function search(...args: string[]) {
  const { code, stdout, stderr } = await memory('search', ...args, '--json');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

/** The transcript of another chat in the working folder, and what its import said. */
async function take(utterances: readonly object[]): Promise<string> {
  const path = join(machine.cwd, 'chat.jsonl');
  writeFileSync(path, utterances.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const { code, stderr, stdout } = await memory('import', '--transcript', path);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

function know(over: Parameters<typeof memoryOf>[0]): void {
  mkdirSync(machine.sessions, { recursive: true });
  writeFileSync(join(machine.sessions, 'alice.json'), JSON.stringify(memoryOf(over)));
}

const bees = { session: 'd1', at: '2023-05-08T13:56:00Z', speaker: 'Caroline', id: 'D1:3' };

describe('memchat memory search', () => {
  it('finds facts and what was said, best first, as a list of one shape', async () => {
    await say('I live in Lisbon.');
    await say('My sister Wilhelmina keeps eleven peacocks.');
    const found = await search('peacocks of Wilhelmina');
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) {
      const shape =
        one.kind === 'fact'
          ? ['kind', 'id', 'text', 'date', 'until', 'topic', 'score']
          : ['kind', 'id', 'text', 'date', 'speaker', 'session', 'score'];
      expect(Object.keys(one)).toEqual(shape);
      expect(one.date).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      expect(one.score).toBeGreaterThan(0);
    }
    const scores = found.map(({ score }: { score: number }) => score);
    expect(scores).toEqual(scores.toSorted((a: number, b: number) => b - a));
    expect(found).toContainEqual(
      expect.objectContaining({
        kind: 'turn',
        speaker: 'user',
        text: 'My sister Wilhelmina keeps eleven peacocks.',
      }),
    );
    expect(found.map(({ speaker = '' }) => speaker)).not.toContain('Caroline');
  });

  it('gives ids that memory show takes, and past facts with when they ended', async () => {
    await say('I live in Lisbon.');
    await say('Actually, I moved to Hamburg last week.');
    const found = await search('Lisbon');
    const past = found.find(({ kind }: { kind: string }) => kind === 'fact');
    expect(past).toMatchObject({ text: 'Lives in Lisbon', topic: 'home' });
    expect(past.until).toMatch(/^\d{4}-\d\d-\d\d/);
    expect((await memory('show', past.id)).stdout).toContain('Lives in Lisbon');
    const { stdout } = await memory('search', 'Lisbon');
    expect(stdout).toMatch(/^Lives in Lisbon\n {2}\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d · f-/mu);
  });

  it('finds what was imported under the id of its file, among 3,000 turns', async () => {
    const words = 'tram ladder soup violin harbour needle pamphlet glacier trumpet beetle'.split(
      ' ',
    );
    const chat = Array.from({ length: 3_000 }, (_, index) => ({
      session: `d${Math.floor(index / 30)}`,
      id: `D${Math.floor(index / 30)}:${index % 30}`,
      at: new Date(Date.parse('2022-01-01T10:00:00Z') + index * 3_600_000).toISOString(),
      speaker: index % 2 === 0 ? 'Caroline' : 'Melanie',
      text: `We spoke of the ${words[index % 10]} and the ${words[(index * 7 + 3) % 10]}, take ${index}`,
    }));
    await take([
      ...chat,
      { ...bees, session: 'd200', id: 'D200:7', text: 'The peacocks moved to Ghent' },
    ]);
    expect(await search('where did the peacocks move', '-n', '1')).toMatchObject([
      {
        kind: 'turn',
        id: 'D200:7',
        session: 'd200',
        speaker: 'Caroline',
        date: '2023-05-08T13:56:00.000Z',
      },
    ]);
    expect(await search('take 2718', '-n', '1')).toMatchObject([{ id: 'D90:18' }]);
    expect(await search('the violin')).toHaveLength(10);
    expect(await search('the violin', '--limit', '37')).toHaveLength(37);
    const first = await search('violin and glacier', '-n', '5');
    expect(await search('violin and glacier', '-n', '2')).toEqual(first.slice(0, 2));
  }, 60_000);

  it('understands times', async () => {
    await take([
      { ...bees, id: 'a', text: 'The picnic was rained out' },
      { ...bees, id: 'b', at: '2024-08-08T13:56:00Z', session: 'd2', text: 'The picnic was sunny' },
    ]);
    expect((await search('picnic in May 2023'))[0]).toMatchObject({ id: 'a' });
    expect((await search('picnic in August 2024'))[0]).toMatchObject({ id: 'b' });
  });

  it('says so when nothing is found, in text and as an empty list, and makes nothing', async () => {
    expect(await search('periscope')).toEqual([]);
    const { code, stdout } = await memory('search', 'periscope', 'up');
    expect([code, stdout]).toEqual([
      0,
      'Nothing is remembered, and nothing was said, that bears on "periscope up".\n',
    ]);
    await say('I live in Lisbon.');
    expect(await search('of the and')).toEqual([]);
    expect(await search('!!! …')).toEqual([]);
    expect(await search('x'.repeat(100_000))).toEqual([]);
  });

  it.each([
    [['search', ' '], /query is empty/u],
    [['search', ''], /query is empty/u],
    [['search'], /missing required argument 'query'/u],
    [['search', 'a', '-n', '0'], /--limit takes a number from 1 on, not "0"/u],
    [['search', 'a', '-n', '-3'], /--limit/u],
    [['search', 'a', '-n', 'ten'], /--limit takes a number from 1 on, not "ten"/u],
    [['search', 'a', '-n', '1.5'], /--limit/u],
    [['search', 'a', '-n', ''], /--limit/u],
  ])('refuses %j', async (args, words) => {
    const { code, stdout, stderr } = await memory(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
  });

  it('lets no control sequence through in text, and one line a result', async () => {
    know({
      keyFacts: [fact('Keeps \u001b[31m peacocks\u0007\nand \u202egeese', { id: 'f-\u001b[2Jx' })],
    });
    await take([
      {
        ...bees,
        speaker: 'Ca\u001b]0;x\u0007roline',
        text: 'peacocks \u001b[2J\u009b31m\r\nover there \ud83d',
      },
    ]);
    const { stdout, code } = await memory('search', 'peacocks\u001b[2J');
    expect(code).toBe(0);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u);
    expect(stdout.split('\n')).toHaveLength(5);
    expect(stdout).toContain('peacocks');
    const nothing = await memory('search', 'zz\u001b[2Jzz');
    expect(nothing.stdout).toContain('\\u{1b}');
  });

  it('finds nothing of another user', async () => {
    await say('My sister Wilhelmina keeps eleven peacocks.', 'bob');
    await say('I live in Lisbon.');
    expect(await search('Wilhelmina peacocks')).toEqual([]);
  });

  it('finds nothing that was forgotten', async () => {
    await say('My sister Wilhelmina keeps eleven peacocks.');
    await take([{ ...bees, text: 'Peacocks are loud' }]);
    expect(await search('peacocks')).not.toEqual([]);
    expect((await memory('forget', 'peacocks', '-y')).code).toBe(0);
    expect(JSON.stringify(await search('peacocks'))).not.toMatch(/peacock/iu);
    expect(JSON.stringify(await search('Wilhelmina keeps eleven'))).not.toMatch(/peacock/iu);
  });

  it('reads where it may not write, and not where memory is off', async () => {
    await say('My sister Wilhelmina keeps eleven peacocks.');
    const env = { MEMCHAT_MEMORY: 'read-only' };
    const readOnly = await machine.run(['-u', 'alice', 'memory', 'search', 'peacocks'], { env });
    expect(readOnly).toMatchObject({ code: 0, stdout: expect.stringContaining('eleven peacocks') });
    const off = await machine.run(['-u', 'alice', 'memory', 'search', 'peacocks'], {
      env: { MEMCHAT_MEMORY: 'off' },
    });
    expect(off).toMatchObject({ code: 2, stderr: expect.stringContaining('Memory is off') });
  });

  it('passes over lines that cannot be read', async () => {
    await say('My sister Wilhelmina keeps eleven peacocks.');
    const path = join(machine.sessions, '.alice/transcript.jsonl');
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, `${before}{"turn": 7}\nno json\n{"turn":"t-torn","sess`);
    expect((await search('eleven peacocks'))[0].text).toContain('eleven peacocks');
  });
});

describe.skipIf(!hasTerminal())('on a terminal of 40 columns', () => {
  it('shows each result with where it comes from, and one that is long in part', async () => {
    const long = `${'Wax is soft. '.repeat(60)}The peacocks moved to Ghent. ${'Honey is sweet. '.repeat(60)}`;
    await take([{ ...bees, text: long }]);
    const command = [process.execPath, BIN, '-u', 'alice', 'memory', 'search', 'peacocks'];
    const pane = await Pane.start([...command, '--sessions', machine.sessions], {
      columns: 40,
      rows: 20,
      env: machine.environment(),
    });
    try {
      await pane.waitFor('D1:3');
      const screen = await pane.screen();
      expect(screen.replace(/\s+/gu, ' ')).toContain('The peacocks moved to Ghent.');
      expect(screen.split('\n').length).toBeLessThanOrEqual(20);
    } finally {
      await pane.stop();
    }
  });
});
