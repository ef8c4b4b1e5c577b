import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../src/memory/types.ts';
import { BIN, Machine } from '../support/bin.ts';
import { Host } from '../support/mcp-client.ts';

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
  const started = await Host.start(machine, args);
  hosts.push(started);
  return started;
}

function file(user: string): Memory {
  return JSON.parse(readFileSync(join(machine.sessions, `${user}.json`), 'utf8'));
}

/** A program that uses the library as it is published: it dictates so many facts, one by one. */
function aProgram(facts: number): ChildProcess {
  const library = pathToFileURL(join(BIN, '../../dist/index.js')).href;
  const script = join(machine.cwd, 'program.mjs');
  writeFileSync(
    script,
    `import * as memchat from '${library}';
const directory = ${JSON.stringify(machine.sessions)};
const clock = () => new Date().toISOString();
const onNotice = () => {};
let ids = 0;
const newId = (kind) => kind[0] + '-program-' + ids++;
const ports = {
  store: new memchat.FileStore({ directory, clock, onNotice }),
  journal: new memchat.InMemoryJournal(),
  transcript: new memchat.FileTranscript({ directory }),
  clock, newId, price: () => null,
};
const own = new memchat.UserMemory(ports, { user: 'alice', models: { chat: 'none', memory: 'none' } });
for (let n = 0; n < ${facts}; n++) await own.add({ text: 'Owns boat number ' + n });
`,
  );
  return spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
}

describe('three processes on one memory', () => {
  it('lose nothing: a host, a conversation, and a program that uses the library', async () => {
    const asked = await host('-u', 'alice', '--trust-host');
    const program = aProgram(20);
    const programEnds = once(program, 'close');
    const conversation = (async () => {
      for (const thing of ['a piano', 'a kayak', 'an easel']) {
        const said = await machine.run([
          '-u',
          'alice',
          '--offline',
          '-q',
          '-p',
          `I have ${thing}.`,
        ]);
        expect(said).toMatchObject({ code: 0, stderr: '' });
      }
    })();
    for (let n = 0; n < 20; n++) {
      const { structured } = await asked.call('remember', { text: `Grows plant number ${n}` });
      expect(structured).toMatchObject({ added: [{}] });
    }
    await conversation;
    expect((await programEnds)[0]).toBe(0);
    const texts = file('alice').keyFacts.map(({ text }) => text);
    const numbered = (what: string) => Array.from({ length: 20 }, (_, n) => `${what} number ${n}`);
    const expected = [
      ...numbered('Grows plant'),
      ...numbered('Owns boat'),
      'Has a piano',
      'Has a kayak',
      'Has an easel',
    ];
    expect(texts.sort()).toEqual(expected.sort());
    const { structured } = await asked.call('list', { limit: 200 });
    expect(structured).toMatchObject({ total: expected.length });
  });

  it('see what the others have written and said, from the first call on', async () => {
    const asked = await host('-u', 'alice');
    expect((await asked.call('recall', { query: 'cello teacher' })).structured).toEqual({
      results: [],
    });
    const said = 'My cello teacher comes on Tuesdays.';
    await machine.run(['-u', 'alice', '--offline', '-q', '-p', said]);
    expect((await asked.call('recall', { query: 'cello teacher' })).text).toContain('Tuesdays');
  });
});

describe('another user', () => {
  it('never appears, by no tool, no resource, no prompt and no way of asking', async () => {
    await machine.run(['-u', 'bob', '--offline', '-q', '-p', 'I live in Quito. I have a llama.']);
    await machine.run(['-u', 'alice', '--offline', '-q', '-p', 'I live in Oslo.']);
    const bob = readFileSync(join(machine.sessions, 'bob.json'), 'utf8');
    const fact = file('bob').keyFacts[0]?.id ?? '';
    const asked = await host('-u', 'alice', '--trust-host');
    const answers = [
      await asked.call('recall', { query: 'llama in Quito' }),
      await asked.call('recall', { query: 'bob' }),
      await asked.call('recall', { query: 'llama', user: 'bob' }),
      await asked.call('list', { includePast: true, limit: 200 }),
      await asked.call('list', { cursor: fact }),
      await asked.call('update', { note: fact, text: 'Has no llama' }),
      await asked.call('forget', { what: fact, confirm: true }),
      await asked.call('forget', { what: 'llama', confirm: true }),
      await asked.read('memchat://memory'),
      await asked.read('memchat://memory.json'),
      await asked.client.getPrompt({ name: 'load_memory' }),
      await asked.read('memchat://memory?user=bob').catch(String),
      await asked.read('memchat://bob/memory').catch(String),
    ];
    expect(JSON.stringify(answers)).not.toMatch(/Quito|a llama/i);
    expect(JSON.stringify(answers)).toContain('Oslo');
    expect(readFileSync(join(machine.sessions, 'bob.json'), 'utf8')).toBe(bob);
  });
});

describe('a store that cannot be written', () => {
  it('is told to the host with its code and the place, and what can be read is', async () => {
    // Linux lets nobody make a folder there, whoever asks.
    const sessions = '/proc/memchat';
    const asked = await host('-u', 'alice', '--trust-host', '--sessions', sessions);
    const refused = { isError: true, structured: { code: 'store-unwritable' } };
    const answer = await asked.call('remember', { text: 'Has a dog' });
    expect(answer).toMatchObject(refused);
    expect(answer.text).toContain(sessions);
    expect((await asked.call('list')).structured).toMatchObject({ total: 0 });
    expect(await asked.call('remember', { text: 'Has a dog' })).toMatchObject(refused);
  });
});
