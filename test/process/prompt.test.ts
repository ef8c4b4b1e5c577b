import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN, Machine } from '../support/bin.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { added } from '../support/scripted-model.ts';
import { hasTerminal, type Pane } from '../support/tmux.ts';
import { enter, Terminals } from './terminals.ts';

let machine: Machine;
let terminals: Terminals;
let api: MessagesApi | null;

beforeEach(() => {
  machine = new Machine();
  terminals = new Terminals(machine);
  api = null;
});
afterEach(async () => {
  await terminals.stop();
  await api?.close();
  machine[Symbol.dispose]();
});

async function leave(pane: Pane): Promise<void> {
  await pane.keys('C-d');
  await pane.waitFor('[exit 0]');
}

function inputs(): string {
  return readFileSync(join(machine.sessions, '.alice/inputs.jsonl'), 'utf8');
}

function facts(): string[] {
  const memory = JSON.parse(readFileSync(join(machine.sessions, 'alice.json'), 'utf8'));
  return memory.keyFacts.map(({ text }: { text: string }) => text);
}

describe.skipIf(!hasTerminal())('what was entered', () => {
  it('is there in the next process, but for secrets and what was forgotten', async () => {
    const first = await terminals.chat('--offline');
    for (const line of ['I like green tea', 'my password is hunter2-hunter2', 'What is a monad?']) {
      await enter(first, line);
      await first.waitFor(
        new RegExp(`you> ${line.replace('?', '\\?')}\n[\\s\\S]*\n\n[\\s\\S]*you>$`),
      );
    }
    await leave(first);
    expect(statSync(join(machine.sessions, '.alice/inputs.jsonl')).mode & 0o777).toBe(0o600);
    expect(inputs()).not.toContain('hunter2');

    const second = await terminals.chat('--offline');
    await second.keys('Up');
    await second.waitFor(/you> What is a monad\?$/);
    await second.keys('Up');
    await second.waitFor(/you> I like green tea$/);
    await second.keys('C-u');
    await enter(second, '/forget green tea');
    await second.waitFor(/of what you entered[\s\S]*Forget it\? \(y\/N\)$/);
    await enter(second, 'y');
    await second.waitFor('Forgotten:');
    await second.keys('C-r');
    await second.type('green');
    await second.waitFor('(no past line has “green”)');
    await second.keys('C-g');
    await leave(second);
    expect(inputs()).toBe('{"typed":"What is a monad?"}\n');
  });

  it('is loaded behind the prompt, 10,000 lines of it, and found', async () => {
    const house = join(machine.sessions, '.alice');
    mkdirSync(house, { recursive: true });
    const lines = Array.from(
      { length: 10_000 },
      (_, index) => `{"typed":"line number ${index}"}\n`,
    );
    writeFileSync(join(house, 'inputs.jsonl'), lines.join(''));
    const pane = await terminals.chat('--offline');
    await pane.keys('Up');
    await pane.waitFor(/you> line number 9999$/);
    await pane.keys('C-r');
    await pane.type('number 42');
    await pane.waitFor('line number 4299');
    await pane.keys('Enter');
    await pane.waitFor(/you> line number 4299$/);
  });

  it.each([['--no-transcript'], ['--memory', 'read-only'], ['--memory', 'off']])(
    'is not kept with %s %s',
    async (...args) => {
      const pane = await terminals.chat('--offline', ...args);
      await enter(pane, 'Hello there');
      await pane.waitFor(/Hello there\n[^\n]+\n\nyou>/);
      await pane.keys('Up');
      await pane.waitFor(/you> Hello there$/);
      await pane.keys('C-u');
      await leave(pane);
      expect(() => inputs()).toThrow('ENOENT');
    },
  );

  it('stays whole when two write at once', async () => {
    const panes = [await terminals.chat('--offline'), await terminals.chat('--offline')];
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(panes.map((pane, index) => enter(pane, `/why f-${index}${round}`)));
    }
    for (const pane of panes) {
      await pane.waitFor(/f-\d4”; \/memory shows them/);
      await leave(pane);
    }
    const kept = inputs()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).typed);
    expect(kept.toSorted()).toEqual(
      [0, 1].flatMap((index) => [0, 1, 2, 3, 4].map((round) => `/why f-${index}${round}`)),
    );
  });
});

describe.skipIf(!hasTerminal())('the commands of a conversation', () => {
  it('say a message again, with nothing left of the first time', async () => {
    let turn = 0;
    api = await startMessagesApi({
      reply: () => {
        turn += 1;
        return { text: `Reply ${turn}.` };
      },
      extraction: ({ body }: { body: { messages: { content: string }[] } }) =>
        JSON.stringify(body.messages).includes('I like tea')
          ? { facts: [added(turn === 1 ? 'Likes tea' : 'Likes tea a lot', 'I like tea')] }
          : {},
    });
    terminals.env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'test' };
    const pane = await terminals.chat();
    await enter(pane, 'I like tea');
    await pane.waitFor('+1 Likes tea');
    await enter(pane, '/retry');
    await pane.waitFor('+1 Likes tea a lot');
    const screen = await pane.screen();
    expect(screen).toMatch(/Taken back:\n {2}− Likes tea\nagain: I like tea\nReply 2\./);
    const chats = api.requests.filter(({ body }) => body.stream === true);
    expect(chats.at(-1)?.body.messages).toHaveLength(1);
    expect(facts()).toEqual(['Likes tea a lot']);
    await enter(pane, '/undo');
    await pane.waitFor('− Likes tea a lot');
    expect(facts()).toEqual([]);
    await leave(pane);
    const transcript = readFileSync(join(machine.sessions, '.alice/transcript.jsonl'), 'utf8');
    expect(transcript.trimEnd().split('\n')).toHaveLength(1);
  });

  it('begin anew, change the model, tell the cost, the status, and write it all down', async () => {
    api = await startMessagesApi({ reply: 'I see.' });
    terminals.env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-test-not-shown' };
    const pane = await terminals.chat();
    await enter(pane, 'First, my key is sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789');
    await pane.waitFor('I see.');
    await enter(pane, '/new');
    await pane.waitFor('A new conversation.');
    await enter(pane, '/model claude-opus-5-5');
    await pane.waitFor('claude-opus-5-5 answers from now on');
    await enter(pane, 'Second');
    await pane.waitFor(/Second\nI see\.\n/);
    const chat = api.requests.filter(({ body }) => body.stream === true).at(-1);
    expect(chat?.body.model).toBe('claude-opus-5-5');
    expect(chat?.body.messages).toEqual([{ role: 'user', content: 'Second' }]);
    await enter(pane, '/cost');
    await pane.waitFor(/conversation +2 [\s\S]*memory +\d[\s\S]*together[\s\S]*from the cache\./);
    await pane.waitFor(/today\n +conversation +2 [\s\S]*all time\n +conversation +2 /);
    await enter(pane, '/status');
    const status = await pane.waitFor(/pending +(nothing|something)/);
    expect(status).toMatch(/user +alice\n +model +claude-opus-5-5\n/);
    expect(status).toContain(api.url);
    expect(status).toMatch(/version +0\.[\s\S]*tools +on[\s\S]*by meaning +off[\s\S]*budget +none/);
    expect(status).not.toContain('sk-test-not-shown');
    const file = join(machine.root, 'talk.md');
    await enter(pane, `/export ${file}`);
    await pane.waitFor('Written to');
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/First, my key is \[redacted: [\s\S]*I see\.\n\n---\n[\s\S]*Second/);
    expect(text).not.toContain('sk-ant-api03');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeFileSync(file, 'mine');
    await enter(pane, `/export ${file}`);
    await pane.waitFor('is there already. Write over it? (y/N)');
    await pane.keys('Enter');
    await pane.waitFor('Nothing was written.');
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
});

describe('standard input without a terminal', () => {
  it('loses none of 1,000 lines that come slowly, and nothing of a reply read slowly', async () => {
    const reply = 'a line of the reply\n'.repeat(20_000);
    api = await startMessagesApi({ reply });
    const env = machine.environment({ ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'test' });
    const child = spawn(process.execPath, [BIN, '-u', 'alice', '-q'], { cwd: machine.cwd, env });
    const lines = Array.from({ length: 1_000 }, (_, index) => `line ${index}`);
    for (let at = 0; at < lines.length; at += 50) {
      child.stdin.write(`${lines.slice(at, at + 50).join('\n')}\n`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    child.stdin.end();
    child.stderr.resume();
    let out = '';
    for await (const chunk of child.stdout) {
      out += chunk;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const [request] = api.requests;
    expect(request?.body.messages.at(-1)?.content).toBe(lines.join('\n'));
    expect(out.trimEnd()).toBe(reply.trimEnd());
  });
});
