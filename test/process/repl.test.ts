import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN, Machine } from '../support/bin.ts';
import { isStructured, type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { added } from '../support/scripted-model.ts';
import { hasTerminal, Pane } from '../support/tmux.ts';

const NO_CREDENTIALS = { ANTHROPIC_API_KEY: '', ANTHROPIC_AUTH_TOKEN: '', ANTHROPIC_BASE_URL: '' };

let machine: Machine;
let panes: Pane[];
let api: MessagesApi | null;

beforeEach(() => {
  machine = new Machine();
  panes = [];
  api = null;
});
afterEach(async () => {
  for (const pane of panes) await pane.stop();
  await api?.close();
  machine[Symbol.dispose]();
});

async function start(args: readonly string[], env: Record<string, string> = {}): Promise<Pane> {
  const command = [process.execPath, BIN, ...args, '--sessions', machine.sessions];
  const variables = { ...NO_CREDENTIALS, ...machine.environment(), ...env };
  const pane = await Pane.start(command, { columns: 90, rows: 40, env: variables });
  panes.push(pane);
  return pane;
}

/** Says something and waits for the prompt behind the reply. */
async function say(pane: Pane, text: string): Promise<string> {
  const prompts = count(await pane.screen());
  await pane.type(text);
  await pane.keys('Enter');
  for (let tries = 0; tries < 300; tries += 1) {
    const screen = await pane.screen();
    if (count(screen) > prompts && screen.endsWith('you>')) return screen;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no prompt behind the reply:\n${await pane.screen()}`);
}

function count(screen: string): number {
  return screen.match(/^you>/gm)?.length ?? 0;
}

/** What came after the last thing that was said. */
function answerTo(text: string, screen: string): string {
  return screen.slice(screen.lastIndexOf(text) + text.length);
}

function memoryFile(user = 'alice') {
  return JSON.parse(readFileSync(join(machine.sessions, `${user}.json`), 'utf8'));
}

describe.skipIf(!hasTerminal())('a conversation in a terminal', () => {
  it('is remembered by the next process after SIGKILL right behind the reply', async () => {
    const first = await start(['-u', 'alice', '--offline']);
    await first.waitFor('you>');
    await say(first, 'My name is Alice and I live in Berlin.');
    await say(first, 'I prefer tea over coffee.');
    await say(first, 'Actually, I moved to Hamburg.');
    process.kill(await first.pid('bin/memchat.js'), 'SIGKILL');
    await first.waitFor('[exit 137]');

    const second = await start(['-u', 'alice', '--offline']);
    await second.waitFor('you>');
    const name = 'What is my name?';
    expect(answerTo(name, await say(second, name))).toContain('Alice');
    const home = 'Where do I live?';
    const where = answerTo(home, await say(second, home));
    expect(where).toContain('Hamburg');
    expect(where).not.toContain('live in Berlin');
    const taste = 'Do I prefer tea or coffee?';
    expect(answerTo(taste, await say(second, taste))).toMatch(/tea/);
    await second.keys('C-d');
    await second.waitFor('[exit 0]');
    const memory = memoryFile();
    expect(memory.name).toBe('Alice');
    expect(memory.appliedTurns).toHaveLength(6);
    expect(new Set(memory.appliedTurns).size).toBe(6);
    expect(readdirSync(join(machine.sessions, '.alice/pending'))).toEqual([]);
  });

  it('over HTTP: a turn that was answered and not extracted is extracted once, at the next start', async () => {
    let extractions = 0;
    let learns = false;
    api = await startMessagesApi((request) => {
      if (!isStructured(request)) return { text: 'I see.' };
      extractions += 1;
      if (!learns) return { text: '', hold: new Promise(() => {}) };
      return { text: JSON.stringify({ facts: [added('Likes tea', 'I like tea')] }) };
    });
    const env = { ANTHROPIC_BASE_URL: api.url };
    const first = await start(['-u', 'alice'], env);
    await first.waitFor('you>');
    await say(first, 'I like tea');
    await expect.poll(() => extractions, { timeout: 10_000 }).toBe(1);
    process.kill(await first.pid('bin/memchat.js'), 'SIGKILL');
    await first.waitFor('[exit 137]');
    expect(readdirSync(join(machine.sessions, '.alice/pending'))).toHaveLength(1);

    learns = true;
    const second = await start(['-u', 'alice'], env);
    await second.waitFor('Likes tea');
    await second.keys('C-d');
    await second.waitFor('[exit 0]');
    expect(extractions).toBe(2);
    expect(memoryFile().keyFacts.map(({ text }: { text: string }) => text)).toEqual(['Likes tea']);
    expect(readdirSync(join(machine.sessions, '.alice/pending'))).toEqual([]);
  });

  it('shows a receipt that arrives while a person types, and leaves their line as it was', async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    api = await startMessagesApi((request) => {
      if (!isStructured(request)) return { text: 'I see.' };
      const facts = [added('Likes tea', 'I like tea')];
      return { text: JSON.stringify({ facts }), hold: held };
    });
    const pane = await start(['-u', 'alice'], { ANTHROPIC_BASE_URL: api.url });
    await pane.waitFor('you>');
    await say(pane, 'I like tea');
    await pane.type('half a sentence');
    await pane.keys('Left', 'Left');
    await pane.waitFor('half a sentence');
    const before = await pane.cursor();
    release();
    const screen = await pane.waitFor('Likes tea');
    expect(screen.endsWith('you> half a sentence')).toBe(true);
    expect((await pane.cursor()).column).toBe(before.column);
  });

  it('in two terminals at once keeps what both learned', async () => {
    const [one, two] = [
      await start(['-u', 'alice', '--offline']),
      await start(['-u', 'alice', '--offline']),
    ];
    await one.waitFor('you>');
    await two.waitFor('you>');
    await say(one, 'I work as a nurse.');
    await say(two, 'I have a dog named Bello.');
    await say(one, 'I live in Hamburg.');
    for (const pane of [one, two]) {
      await pane.keys('C-d');
      await pane.waitFor('[exit 0]');
    }
    const texts = JSON.stringify(memoryFile().keyFacts);
    for (const word of ['nurse', 'Bello', 'Hamburg']) expect(texts).toContain(word);
    expect(memoryFile().sessionCount).toBe(2);
  });

  it('asks one question when there is no credential, and not again', async () => {
    const first = await start(['-u', 'alice']);
    await first.waitFor(/offline/i);
    await first.type('3');
    await first.keys('Enter');
    await first.waitFor('you>');
    await say(first, 'My name is Alice.');
    await first.keys('C-d');
    await first.waitFor('[exit 0]');
    const settings = join(machine.home, '.config/memchat/config.json');
    expect(existsSync(settings)).toBe(true);
    expect(statSync(settings).mode & 0o777).toBe(0o600);
    const second = await start(['-u', 'alice']);
    const question = 'What is my name?';
    await second.waitFor('you>');
    expect(answerTo(question, await say(second, question))).toContain('Alice');
  });

  it('outlives an API that fails, and says why', async () => {
    const error = { type: 'authentication_error', message: 'invalid x-api-key' };
    api = await startMessagesApi({
      script: [
        { status: 401, error },
        { status: 401, error },
      ],
    });
    const pane = await start(['-u', 'alice'], {
      ANTHROPIC_BASE_URL: api.url,
      ANTHROPIC_API_KEY: 'wrong',
    });
    await pane.waitFor('you>');
    await say(pane, 'Hello?');
    const told = await pane.waitFor('not remembered yet, for the same reason');
    expect(told.match(/refused the API key/g)).toHaveLength(1);
    expect(await say(pane, 'Hello again')).toContain('Hello.');
  });

  it('with --memory off writes nothing at all', async () => {
    const pane = await start(['-u', 'alice', '--offline', '--memory', 'off']);
    await pane.waitFor('you>');
    await say(pane, 'My name is Alice.');
    const question = 'What is my name?';
    expect(answerTo(question, await say(pane, question))).toContain('Alice');
    await pane.keys('C-d');
    await pane.waitFor('[exit 0]');
    expect(existsSync(machine.sessions)).toBe(false);
  });
});
