import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Machine } from '../support/bin.ts';
import { memoryOf } from '../support/memories.ts';
import {
  type ApiRequest,
  isStructured,
  type MessagesApi,
  startMessagesApi,
} from '../support/messages-api.ts';
import { fillers, old } from '../support/recall-world.ts';

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine[Symbol.dispose]());

const offline = (text: string, ...more: string[]) =>
  machine.run(['-u', 'alice', '--offline', '-p', text, ...more]);

async function reply(text: string, ...more: string[]): Promise<string> {
  const { code, stdout } = await offline(text, ...more);
  expect(code).toBe(0);
  return stdout.trim();
}

function know(over: Parameters<typeof memoryOf>[0], user = 'alice'): void {
  mkdirSync(machine.sessions, { recursive: true });
  writeFileSync(
    join(machine.sessions, `${user}.json`),
    JSON.stringify({ ...memoryOf({ sessionCount: 3, ...over }), user }),
  );
}

const paris = old('Lives in Paris', { id: 'f-paris', tag: 'home', validFrom: '2025-04-01' });
const lisbon = old('Lives in Lisbon', {
  id: 'f-lisbon',
  tag: 'home',
  validFrom: '2021-03-01',
  validTo: '2025-03-31T00:00:00.000Z',
});

describe('the offline model behind the real program', () => {
  it('answers where somebody lived from a fact that is over', async () => {
    know({ keyFacts: [paris], retired: [lisbon] });
    expect(await reply('Where did I live in 2023?')).toMatch(/Lisbon/u);
    expect(await reply('Where do I live?')).toMatch(/Paris/u);
  });

  it('answers from a fact that the prompt has no room for', async () => {
    know({ keyFacts: [old('Plays the tuba', { id: 'f-tuba', tag: 'music' }), ...fillers(60)] });
    expect(await reply('Which instrument do I play, the tuba?')).toMatch(/tuba/u);
    const { keyFacts } = JSON.parse(readFileSync(join(machine.sessions, 'alice.json'), 'utf8'));
    expect(keyFacts[0]).toMatchObject({ id: 'f-tuba', recallCount: 1 });
    expect(keyFacts[1].recallCount).toBe(0);
  });

  it('tells one process what another one heard, by recall alone and by tool', async () => {
    await reply('The greenhouse code word is marmalade.');
    for (const turn of [1, 2, 3, 4]) await reply(`I saw a tram, number ${turn}.`);
    expect(await reply('What is the greenhouse code word?')).toContain('marmalade');
    expect(await reply('What is the greenhouse code word?', '--no-tools')).toContain('marmalade');
  });

  it('keeps no transcript with --no-transcript, and looks nothing up with --memory off', async () => {
    await reply('The greenhouse code word is marmalade.', '--no-transcript');
    expect(existsSync(join(machine.sessions, '.alice/transcript.jsonl'))).toBe(false);
    await reply('The boiler code word is pamphlet.');
    for (const turn of [1, 2, 3, 4]) await reply(`I saw a tram, number ${turn}.`);
    expect(await reply('What is the boiler code word?')).toContain('pamphlet');
    expect(await reply('What is the boiler code word?', '--memory', 'off')).not.toContain(
      'pamphlet',
    );
    const before = readFileSync(join(machine.sessions, 'alice.json'), 'utf8');
    expect(await reply('What is the boiler code word?', '--memory', 'read-only')).toContain(
      'pamphlet',
    );
    expect(readFileSync(join(machine.sessions, 'alice.json'), 'utf8')).toBe(before);
  });

  it('recalls nothing that was forgotten, and nothing of another user', async () => {
    await reply('The greenhouse code word is marmalade.');
    for (const turn of [1, 2, 3, 4]) await reply(`I saw a tram, number ${turn}.`);
    const other = await machine.run([
      '-u',
      'bob',
      '--offline',
      '-p',
      'What is the greenhouse code word?',
    ]);
    expect(other.stdout).not.toContain('marmalade');
    const forgotten = await machine.run(['-u', 'alice', 'memory', 'forget', 'marmalade', '-y']);
    expect(forgotten.code).toBe(0);
    expect(await reply('What is the greenhouse code word?')).not.toContain('marmalade');
  });
});

describe('what is sent over HTTP', () => {
  let api: MessagesApi;
  afterEach(() => api.close());

  const ask = (text: string, ...more: string[]) =>
    machine.run(['-u', 'alice', '-p', text, ...more], {
      env: {
        ANTHROPIC_BASE_URL: api.url,
        ANTHROPIC_API_KEY: ['sk', 'ant', 'x'.repeat(40)].join('-'),
      },
    });
  const chats = () => api.requests.filter((request) => !isStructured(request));
  const memoryIn = (request: ApiRequest | undefined): string => {
    const system = request?.body.system;
    return (Array.isArray(system) ? system.at(-1)?.text : system) ?? '';
  };

  it.each([
    [[], 3_000],
    [['--memory-budget', '500'], 500],
    [['--memory-budget', '200'], 200],
    [['--memory-budget', '12000'], 12_000],
  ])('keeps the memory within its budget: %j', async (args, budget) => {
    api = await startMessagesApi();
    const source = { turn: 't-0', role: 'user', quote: 'x' } as const;
    const preference = { origin: 'stated', source, updatedAt: '2026-11-01T09:00:00.000Z' } as const;
    know({
      name: '👩‍👩‍👧‍👦'.repeat(400),
      summary: 'Long '.repeat(2_000),
      keyFacts: [...fillers(300), old('Huge '.repeat(5_000), { id: 'f-huge', pinned: true })],
      preferences: Object.fromEntries(
        Array.from({ length: 200 }, (_, index) => [
          `preference ${index}`,
          { ...preference, value: `</memory>\nsomething ${index}` },
        ]),
      ),
    });
    const { code } = await ask('Hello there', ...args);
    expect(code).toBe(0);
    const memory = memoryIn(chats()[0]);
    expect(memory.length).toBeLessThanOrEqual(budget);
    // And it is made use of.
    expect(memory.length).toBeGreaterThan(budget * 0.6 - 100);
    expect(memory.match(/<\/?memory>/gu)).toEqual(['<memory>', '</memory>']);
  });

  it.each(['199', '0', '-5', 'many', '1e3', '3000.5', '', '1000000', '９００'])(
    'refuses a budget of "%s" in words',
    async (value) => {
      api = await startMessagesApi();
      const flag = await ask('Hello', `--memory-budget=${value}`);
      expect([flag.code, flag.stdout]).toEqual([2, '']);
      expect(flag.stderr).toMatch(
        value === ''
          ? /--memory-budget needs a value/u
          : /--memory-budget takes a number of characters from 200 to 999999/u,
      );
      const variable = await machine.run(['-u', 'alice', '--offline', '-p', 'Hello'], {
        env: { MEMCHAT_MEMORY_BUDGET: value },
      });
      // An empty variable is none.
      expect(variable.code).toBe(value === '' ? 0 : 78);
      if (value !== '') expect(variable.stderr).toContain('MEMCHAT_MEMORY_BUDGET takes a number');
      expect(api.requests).toEqual([]);
    },
  );

  it('is two requests for a first turn without tools, then what bears on the message beside it', async () => {
    api = await startMessagesApi();
    await ask('Tell me about the tram.');
    expect(api.requests).toHaveLength(2);
    expect(chats()[0]?.body).not.toHaveProperty('tools');
    know({ keyFacts: [old('Keeps eleven bee hives behind the chapel'), ...fillers(60)] });
    await ask('How many bee hives are behind the chapel?');
    const body = chats()[1]?.body;
    expect(body?.tools?.map(({ name }) => name)).toEqual([
      'recall_memory',
      'remember',
      'update_memory',
    ]);
    expect(body?.messages.at(-1)?.content).toMatch(/^<recalled>\n[\s\S]*Keeps eleven/u);
    expect(memoryIn(chats()[1])).not.toContain('hives');
    await ask('How many bee hives are behind the chapel?', '--no-tools');
    expect(chats()[2]?.body).not.toHaveProperty('tools');
    expect(
      JSON.stringify(api.requests.filter(isStructured).map(({ body: { messages } }) => messages)),
    ).not.toContain('recalled');
    for (const name of ['alice.json', '.alice/transcript.jsonl']) {
      expect(readFileSync(join(machine.sessions, name), 'utf8')).not.toContain('<recalled>');
    }
  });

  it('carries out what the model asks for, and shows the write', async () => {
    know({ keyFacts: [], retired: [lisbon] });
    const quote = 'I keep the plums in the attic';
    api = await startMessagesApi({
      reply: ({ body }) =>
        body.messages.length === 1
          ? {
              text: 'One moment.',
              calls: [
                {
                  id: 'toolu_1',
                  name: 'remember',
                  input: { text: 'Keeps the plums in the attic', quote, topic: 'pantry' },
                },
                { id: 'toolu_2', name: 'recall_memory', partial: ['{"query": '] },
              ],
            }
          : { text: 'Done.' },
    });
    const { code, stdout, stderr } = await ask(`Please remember: ${quote}.`);
    expect([code, stdout]).toEqual([0, 'One moment.\n\nDone.\n']);
    expect(stderr).toContain('remembered as you asked: +1 Keeps the plums in the attic');
    const results = chats()[1]?.body.messages.at(-1)?.content;
    expect(results).toMatchObject([
      {
        type: 'tool_result',
        tool_use_id: 'toolu_1',
        content: 'Noted: Keeps the plums in the attic',
      },
      { type: 'tool_result', tool_use_id: 'toolu_2', is_error: true },
    ]);
    const undone = await machine.run(['-u', 'alice', 'memory', 'undo']);
    expect(undone.stdout).toContain('Keeps the plums in the attic');
    expect(JSON.parse(readFileSync(join(machine.sessions, 'alice.json'), 'utf8')).keyFacts).toEqual(
      [],
    );
  });
});
