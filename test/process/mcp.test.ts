import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../src/memory/types.ts';
import { Machine } from '../support/bin.ts';
import { Host } from '../support/mcp-client.ts';
import { filesWith } from './bytes.ts';

let machine: Machine;
let hosts: Host[];
beforeEach(() => {
  machine = new Machine();
  hosts = [];
});
afterEach(async () => {
  for (const host of hosts) await host.close();
  machine[Symbol.dispose]();
});

async function host(...args: string[]): Promise<Host> {
  const started = await Host.start(machine, ['-u', 'alice', ...args]);
  hosts.push(started);
  return started;
}

const say = (text: string, user = 'alice') =>
  machine.run(['-u', user, '--offline', '-q', '-p', text]);

function file(): Memory {
  return JSON.parse(readFileSync(join(machine.sessions, 'alice.json'), 'utf8'));
}

const facts = () => file().keyFacts.map(({ text }) => text);

describe('what a host finds', () => {
  it('are five tools with titles, schemas and hints, of which only forget destroys', async () => {
    const { tools } = await (await host()).client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual([
      'forget',
      'list',
      'recall',
      'remember',
      'update',
    ]);
    for (const tool of tools) {
      expect(tool.title).toBeTruthy();
      expect(tool.outputSchema).toMatchObject({ type: 'object' });
      expect(tool.inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(tool.inputSchema.properties).not.toHaveProperty('user');
      const isReading = ['recall', 'list'].includes(tool.name);
      expect(tool.annotations).toMatchObject({ readOnlyHint: isReading, openWorldHint: false });
      expect(tool.annotations?.destructiveHint ?? false).toBe(tool.name === 'forget');
    }
  });

  it('is the memory as resources, and as a prompt', async () => {
    await say('My name is Alice and I live in Oslo.');
    const asked = await host();
    const { resources } = await asked.client.listResources();
    expect(resources.map(({ uri, mimeType }) => [uri, mimeType])).toEqual([
      ['memchat://memory', 'text/markdown'],
      ['memchat://memory.json', 'application/json'],
      ['memchat://summary', 'text/plain'],
    ]);
    expect(await asked.read('memchat://memory')).toMatch(
      /^<memory>\n[\s\S]*Lives in Oslo\n<\/memory>$/,
    );
    expect(JSON.parse(await asked.read('memchat://memory.json'))).toMatchObject({
      name: 'Alice',
      facts: [{ text: 'Lives in Oslo', origin: 'stated' }],
      total: 1,
    });
    expect(await asked.read('memchat://summary')).toBe(file().summary);
    const { messages } = await asked.client.getPrompt({ name: 'load_memory' });
    expect(messages).toMatchObject([{ role: 'user', content: { type: 'text' } }]);
    expect(JSON.stringify(messages)).toContain('Lives in Oslo');
  });

  it('is recalled with id, date, speaker and score: facts, and what was said', async () => {
    await say('I live in Oslo. My cello teacher comes on Tuesdays.');
    const asked = await host();
    const { structured, text } = await asked.call('recall', { query: 'cello teacher', limit: 5 });
    expect(structured).toMatchObject({
      results: expect.arrayContaining([
        expect.objectContaining({
          kind: 'turn',
          speaker: 'user',
          text: expect.stringContaining('cello teacher'),
          score: expect.any(Number),
          until: null,
        }),
      ]),
    });
    expect(text).toContain('said by user');
    const nothing = await asked.call('recall', { query: 'xylophone' });
    expect(nothing).toMatchObject({ structured: { results: [] }, isError: false });
  });

  it('is listed page by page, by topic, and with what is past', async () => {
    for (const text of ['Likes tea', 'Likes jazz', 'Has a dog']) {
      await machine.run(['-u', 'alice', 'memory', 'add', text]);
    }
    const asked = await host('--trust-host');
    const first = await asked.call('list', { limit: 2 });
    expect(first.structured).toMatchObject({
      facts: [{ text: 'Likes tea' }, { text: 'Likes jazz' }],
      total: 3,
    });
    const cursor = file().keyFacts[1]?.id;
    expect(first.structured).toMatchObject({ nextCursor: cursor });
    const second = await asked.call('list', { limit: 2, cursor });
    expect(second.structured).toMatchObject({ facts: [{ text: 'Has a dog' }], nextCursor: null });
    await asked.call('update', { note: 'Has a dog', text: null });
    const past = await asked.call('list', { includePast: true });
    expect(past.structured).toMatchObject({ total: 3 });
    expect((await asked.call('list', { topic: 'pets' })).structured).toMatchObject({ total: 0 });
    const lost = await asked.call('list', { cursor: 'f-nothing' });
    expect(lost).toMatchObject({ isError: true, structured: { code: 'usage' } });
  });

  it('is only what is read of a read-only memory', async () => {
    await say('I live in Oslo.');
    const asked = await host('--memory', 'read-only');
    const { tools } = await asked.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['recall', 'list']);
    await expect(asked.call('remember', { text: 'Has a dog' })).rejects.toThrow(
      /remember not found/,
    );
    expect(await asked.read('memchat://memory')).toContain('Oslo');
  });
});

describe('what a host writes', () => {
  it('waits for the yes of the user', async () => {
    const asked = await host();
    const { structured, text } = await asked.call('remember', {
      text: 'Plays the cello',
      topic: 'music',
      quote: 'my cello lesson',
    });
    expect(structured).toMatchObject({
      revision: 1,
      added: [],
      proposed: [{ text: 'Plays the cello' }],
    });
    expect(text).toMatch(/^Not noted yet, the user is asked first/);
    expect(facts()).toEqual([]);
    const approved = await machine.run(['-u', 'alice', 'memory', 'review', 'approve', '1']);
    expect(approved).toMatchObject({ code: 0 });
    expect(file().keyFacts).toMatchObject([{ text: 'Plays the cello', origin: 'confirmed' }]);
    const shown = await machine.run([
      '-u',
      'alice',
      'memory',
      'show',
      file().keyFacts[0]?.id ?? '',
    ]);
    expect(shown.stdout).toContain('another program noted it: “my cello lesson”, you confirmed');
  });

  it('is written at once with --trust-host, as inferred, and undone in one step', async () => {
    const asked = await host('--trust-host');
    const { structured } = await asked.call('remember', { text: 'Plays the cello' });
    expect(structured).toMatchObject({ revision: 1, added: [{ text: 'Plays the cello' }] });
    const again = await asked.call('remember', { text: 'Plays the cello.' });
    expect(again.structured).toMatchObject({
      revision: null,
      refused: [{ reason: 'it is in memory already' }],
    });
    const changed = await asked.call('update', {
      note: 'plays the cello',
      text: 'Plays the viola',
    });
    expect(changed.structured).toMatchObject({ replaced: [{ text: 'Plays the viola' }] });
    expect(file().keyFacts).toMatchObject([{ text: 'Plays the viola', origin: 'inferred' }]);
    await machine.run(['-u', 'alice', 'memory', 'undo']);
    expect(facts()).toEqual(['Plays the cello']);
  });

  it('waits although the host is trusted, where the user wants to be asked about everything', async () => {
    const asked = await host('--trust-host', '--memory', 'ask');
    const { structured } = await asked.call('remember', { text: 'Plays the cello' });
    expect(structured).toMatchObject({ proposed: [{ text: 'Plays the cello' }] });
    const forgotten = await asked.call('forget', { what: 'cello', confirm: true });
    expect(forgotten).toMatchObject({ isError: true, structured: { code: 'usage' } });
    expect(file().review).toHaveLength(1);
  });

  it('brings no secret to the disk', async () => {
    const secret = ['sk', 'ant', 'api03', 'Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4z'.repeat(3)].join('-');
    for (const args of [[], ['--trust-host']]) {
      const asked = await host(...args);
      await asked.call('remember', { text: `Uses the key ${secret} at work`, quote: secret });
      const only = await asked.call('remember', { text: secret });
      expect(only).toMatchObject({ isError: true, structured: { code: 'usage' } });
      expect(JSON.stringify(only)).not.toContain(secret);
    }
    expect(file().review.length + file().keyFacts.length).toBeGreaterThan(0);
    expect(filesWith(machine.home, secret.slice(20, 60).toLowerCase())).toEqual([]);
  });

  it('is forgotten in two steps: the first says what would go and changes nothing', async () => {
    await say('My name is Alice and I live in Oslo.');
    await say('I have a cat named Zanzibar.');
    const asked = await host();
    const before = readFileSync(join(machine.sessions, 'alice.json'), 'utf8');
    const plan = await asked.call('forget', { what: 'Zanzibar' });
    expect(plan.structured).toMatchObject({
      forgotten: false,
      entries: [{ text: expect.stringContaining('Zanzibar') }],
    });
    expect(plan.text).toMatch(/^Nothing has been forgotten yet/);
    expect(readFileSync(join(machine.sessions, 'alice.json'), 'utf8')).toBe(before);
    expect(filesWith(machine.sessions, 'zanzibar').length).toBeGreaterThan(0);
    const gone = await asked.call('forget', { what: 'Zanzibar', confirm: true });
    expect(gone.structured).toMatchObject({ forgotten: true, revision: expect.any(Number) });
    expect(gone.text).toMatch(
      /^with \d passages? of conversation, 0 lines of what was entered and \d past revisions?$/m,
    );
    expect(filesWith(machine.home, 'zanzibar')).toEqual([]);
    expect(facts()).toEqual(['Lives in Oslo']);
    const again = await asked.call('forget', { what: 'Zanzibar', confirm: true });
    expect(again.structured).toMatchObject({ forgotten: false, revision: null, entries: [] });
    const { structured } = await asked.call('recall', { query: 'Zanzibar' });
    expect(structured).toEqual({ results: [] });
  });
});

describe('a host that asks for what cannot be', () => {
  it.each([
    ['recall', {}],
    ['recall', { query: 7 }],
    ['recall', { query: 'tea', limit: 0 }],
    ['recall', { query: 'tea', limit: 1e9 }],
    ['recall', { query: ' ' }],
    ['recall', { query: 'tea', user: 'bob' }],
    ['remember', { text: ['Has a dog'] }],
    ['remember', { text: 'Has a dog. Likes it a lot.' }],
    ['remember', { text: 'x'.repeat(400) }],
    ['update', { note: 'f-nothing', text: 'Has a dog' }],
    ['update', { note: 'Has a dog' }],
    ['list', { cursor: 'no such' }],
    ['forget', { what: '' }],
    ['forget', { what: 'the' }],
    ['forget', { what: 'tea', confirm: 'yes' }],
  ])('%s %j is told so in words, and goes on', async (name, args) => {
    const asked = await host();
    const { isError, text } = await asked.call(name, args);
    expect(isError).toBe(true);
    expect(text).toMatch(/\w+ \w+/);
    expect(text).not.toMatch(/\bat .*\.(?:js|ts):\d/);
    expect((await asked.call('list')).isError).toBe(false);
    expect(asked.stderr).toBe('');
  });

  it('is answered by the protocol for a tool, resource or prompt that there is not', async () => {
    const asked = await host();
    await expect(asked.call('delete_everything')).rejects.toThrow(/not found/);
    await expect(asked.read('memchat://bob')).rejects.toThrow(/not found/i);
    await expect(asked.read('no uri')).rejects.toThrow(/invalid/);
    await expect(asked.client.getPrompt({ name: 'nothing' })).rejects.toThrow(/not found/);
    expect((await asked.call('list')).isError).toBe(false);
  });

  it('may send ten megabytes: they are refused in a few words', async () => {
    const asked = await host();
    const text = 'tea '.repeat(2_500_000);
    for (const [name, args] of [
      ['remember', { text }],
      ['recall', { query: text }],
      ['forget', { what: text }],
    ] as const) {
      const answer = await asked.call(name, args);
      expect(answer.isError).toBe(true);
      expect(answer.text.length).toBeLessThan(500);
    }
    expect((await asked.call('list')).isError).toBe(false);
  });

  it('reads the same code and words where the memory cannot be read or written', async () => {
    await say('I live in Oslo.');
    const asked = await host();
    writeFileSync(join(machine.sessions, 'alice.json'), '{"version": 99}');
    for (const [name, args] of [
      ['list', {}],
      ['recall', { query: 'Oslo' }],
      ['remember', { text: 'Has a dog' }],
      ['forget', { what: 'Oslo', confirm: true }],
    ] as const) {
      const answer = await asked.call(name, args);
      expect(answer, name).toMatchObject({
        isError: true,
        structured: { code: 'memory-unreadable', message: answer.text },
      });
    }
    await expect(asked.read('memchat://memory')).rejects.toThrow(/newer/);
  });
});

describe('a server without a memory', () => {
  it('does not start where memory is off, and says so on standard error', async () => {
    const { code, stdout, stderr } = await machine.run(['mcp', '-u', 'alice', '--memory', 'off']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^memchat: Memory is off/);
  });

  it('does not start for a user that cannot be', async () => {
    const { code, stdout } = await machine.run(['mcp', '-u', 'a\u0007b']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('has examples in its help', async () => {
    const { code, stdout } = await machine.run(['mcp', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('claude mcp add memchat -- npx -y memchat mcp -u alice');
    expect(stdout).toContain('--trust-host');
  });
});
