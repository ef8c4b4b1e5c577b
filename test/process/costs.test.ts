import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Machine } from '../support/bin.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { added } from '../support/scripted-model.ts';
import { hasTerminal } from '../support/tmux.ts';
import { enter, Terminals } from './terminals.ts';

const KEY = ['sk', 'ant', 'api03', 'Test'.repeat(12)].join('-');
/** A reply costs $0.02 + $0.10, an extraction $0.001 + $0.005. */
const USAGE = { input_tokens: 10_000, output_tokens: 10_000 };
const REPLY_USD = 0.12;
const EXTRACTION_USD = 0.006;

let machine: Machine;
let api: MessagesApi;
beforeEach(async () => {
  machine = new Machine();
  const extraction = JSON.stringify({
    reasoning: '',
    summary: null,
    name: null,
    facts: [added('Likes tea', 'I like tea')],
    preferences: [],
  });
  api = await startMessagesApi(({ body }) =>
    body.output_config?.format === undefined
      ? { text: 'Noted.', usage: USAGE }
      : { text: extraction, usage: USAGE },
  );
});
afterEach(async () => {
  await api.close();
  machine[Symbol.dispose]();
});

const env = () => ({ ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: KEY });
const say = (...args: string[]) =>
  machine.run(['-u', 'alice', '-p', 'I like tea.', ...args], { env: env() });
const ledger = () => join(machine.sessions, '.alice/costs.jsonl');
const lines = (): Record<string, unknown>[] =>
  readFileSync(ledger(), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('the ledger', () => {
  it('has a line for each request: what it took and cost, no word of what was said', async () => {
    expect((await say()).code).toBe(0);
    const usage = { requests: 1, input: 10_000, output: 10_000, cacheRead: 0, cacheWrite: 0 };
    expect(lines()).toEqual([
      {
        id: expect.any(String),
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        kind: 'chat',
        model: 'claude-sonnet-5-5',
        usage,
        costUsd: REPLY_USD,
      },
      expect.objectContaining({ kind: 'memory', model: 'claude-haiku-5-5', usage }),
    ]);
    expect(readFileSync(ledger(), 'utf8')).not.toMatch(/tea|Noted/);
    expect(statSync(ledger()).mode & 0o777).toBe(0o600);
    const { stdout } = await machine.run(['doctor', '-u', 'alice', '--offline']);
    expect(stdout).toContain('alice: 2 entries in the ledger of costs');
    expect(stdout).not.toContain('Not memchat');
  });

  it('also counts a reply that broke off, and a pass by command', async () => {
    await say();
    await api.close();
    api = await startMessagesApi({ reply: { text: 'Half', usage: USAGE, after: 'reset' } });
    expect((await say()).code).toBe(69);
    expect(lines().filter(({ kind }) => kind === 'chat')).toMatchObject([
      { costUsd: REPLY_USD },
      { usage: { requests: 1, input: 10_000 } },
    ]);
    const before = lines().length;
    await machine.run(['-u', 'alice', 'memory', 'verify'], { env: env() });
    expect(lines().slice(before)).toMatchObject([{ kind: 'memory' }]);
  });

  it.each(['off', 'read-only'])('writes nothing with --memory %s', async (policy) => {
    await say('--memory', policy);
    expect(existsSync(ledger())).toBe(false);
  });

  it('has nothing of the offline model, which costs nothing', async () => {
    await machine.run(['-u', 'alice', '--offline', '-p', 'I like tea.']);
    expect(existsSync(ledger())).toBe(false);
  });

  it('goes with the rest of the user', async () => {
    await say();
    expect((await machine.run(['users', 'delete', 'alice', '-y'])).code).toBe(0);
    expect(readdirSync(machine.sessions)).toEqual([]);
  });
});

describe('--budget', () => {
  it('calls no model once it is spent: 69, what was said waits, and -y goes on', async () => {
    await say();
    const refused = await say('--budget', '0.05');
    expect(refused.code).toBe(69);
    expect(refused.stdout).toBe('');
    expect(refused.stderr).toContain("Today's budget of $0.05 (--budget, or MEMCHAT_BUDGET)");
    expect(refused.stderr).toContain('is spent: $0.1260 since 00:00 UTC');
    expect(refused.stderr).toContain('the next start takes it up');
    expect(api.requests).toHaveLength(2);
    expect(readdirSync(join(machine.sessions, '.alice/pending'))).toHaveLength(1);
    const { code, stdout } = await say('--budget', '0.05', '-y');
    expect([code, stdout]).toEqual([0, 'Noted.\n']);
    // The turn that waited, the reply, and its own turn.
    expect(api.requests).toHaveLength(5);
    expect(readdirSync(join(machine.sessions, '.alice/pending'))).toEqual([]);
  });

  it('lets the extraction wait when the reply has spent it', async () => {
    const first = await say('--budget', '0.1', '--json');
    expect(first.code).toBe(0);
    const { error, reply, usage } = JSON.parse(first.stdout);
    expect([error.code, reply, usage.requests]).toEqual(['over-budget', 'Noted.', 1]);
    expect(readdirSync(join(machine.sessions, '.alice/pending'))).toHaveLength(1);
    const [file] = lines();
    expect(file).toMatchObject({ kind: 'chat' });
  });

  it('counts the memory’s requests, and every process of the user', async () => {
    await say();
    const limit = String(REPLY_USD + EXTRACTION_USD - 0.001);
    expect((await say('--budget', limit)).code).toBe(69);
    expect((await say('--budget', '5')).code).toBe(0);
    const bob = await machine.run(['-u', 'bob', '-p', 'Hello.', '--budget', limit], { env: env() });
    expect(bob.code).toBe(0);
  });

  it('leaves the memory to be looked at, and refuses a pass that asks a model', async () => {
    await say();
    const budget = ['--budget', '0.01'];
    const list = await machine.run(['-u', 'alice', 'memory', 'list', ...budget], { env: env() });
    expect(list.stdout).toContain('Likes tea');
    const verify = await machine.run(['-u', 'alice', 'memory', 'verify', ...budget], {
      env: env(),
    });
    expect(verify.code).toBe(69);
  });

  it('is MEMCHAT_BUDGET where there is no flag; what is no amount is refused: 2 and 78', async () => {
    await say();
    const variable = await machine.run(['-u', 'alice', '-p', 'Hello.'], {
      env: { ...env(), MEMCHAT_BUDGET: '$0.05' },
    });
    expect(variable.code).toBe(69);
    for (const value of ['much', '-1', '1e9', '', ' ']) {
      expect((await say('--budget', value)).code).toBe(2);
    }
    const wrong = await machine.run(['-p', 'x', '--offline'], { env: { MEMCHAT_BUDGET: 'much' } });
    expect(wrong.code).toBe(78);
    expect(wrong.stderr).toContain('US dollars a day, such as 0.50, not "much"');
  });

  it('does not count yesterday', async () => {
    await say();
    const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString();
    const text = readFileSync(ledger(), 'utf8').replaceAll(/"at":"[^"]+"/g, `"at":"${yesterday}"`);
    writeFileSync(ledger(), text);
    expect((await say('--budget', '0.05')).code).toBe(0);
  });
});

describe.skipIf(!hasTerminal())('a budget in a conversation', () => {
  let terminals: Terminals;
  beforeEach(() => {
    terminals = new Terminals(machine);
  });
  afterEach(() => terminals.stop());

  it('is told by /cost with what today and all sessions have cost, and by /status', async () => {
    await say();
    terminals.env = {
      ...env(),
      MEMCHAT_EMBED_URL: 'http://127.0.0.1:9/v1/secret-path',
      MEMCHAT_EMBED_MODEL: 'embedder',
      MEMCHAT_EMBED_KEY: 'not-to-be-shown',
    };
    const pane = await terminals.chat('--budget', '0.5', '--no-tools', '--memory-budget', '2000');
    await enter(pane, '/cost');
    const cost = await pane.waitFor("Today's budget: $0.3740 of $0.50 is left");
    expect(cost).toContain('Nothing was asked of a model yet in this session.');
    expect(cost).toMatch(/today\n +conversation +1 .*\$0\.1200\n +memory +1 .*\$0\.0060\n/);
    expect(cost).toMatch(/all time\n[^\n]*\n[^\n]*\n +together +2 .*\$0\.1260\n/);
    await enter(pane, '/status');
    const status = await pane.waitFor(/budget +\$0\.50 a day/);
    expect(status).toMatch(/tools +off/);
    expect(status).toMatch(/by meaning +on: embedder at http:\/\/127\.0\.0\.1:9$/m);
    expect(status).toMatch(/in the prompt +at most 2000 characters/);
    expect(status).not.toMatch(/secret-path|not-to-be-shown/);
  });

  it('asks before a model is called, takes no for an answer, and a yes for as much again', async () => {
    terminals.env = env();
    const pane = await terminals.chat('--budget', '0.05');
    await enter(pane, 'I like tea.');
    await pane.waitFor('Noted.');
    await enter(pane, 'And now?');
    await pane.waitFor("Today's budget of $0.05 is spent");
    await pane.waitFor('Spend $0.05 more?');
    await enter(pane, 'no');
    await pane.waitFor('Not sent.');
    expect(api.requests).toHaveLength(1);
    await enter(pane, '/memory');
    await enter(pane, 'And now?');
    await pane.waitFor(/(Spend \$0\.05 more\?[\s\S]*){2}/);
    await enter(pane, 'y');
    await pane.waitFor(/(Noted\.[\s\S]*){2}/);
    await enter(pane, 'Once more.');
    await pane.waitFor(/(Spend \$0\.05 more\?[\s\S]*){3}/);
  });
});
