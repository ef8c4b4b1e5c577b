import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Machine } from '../support/bin.ts';
import { type ApiRequest, type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { added } from '../support/scripted-model.ts';

let machine: Machine;
let api: MessagesApi;

/** A key as people have them; made here so that no scanner takes it for a real one. */
const KEY = ['sk', 'ant', 'api03', 'Test'.repeat(12)].join('-');

beforeEach(() => {
  machine = new Machine();
});
afterEach(async () => {
  machine[Symbol.dispose]();
  await api.close();
});

function ask(text: string, ...more: string[]): ReturnType<Machine['run']> {
  const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: KEY };
  return machine.run(['-u', 'alice', '-p', text, ...more], { env });
}

function systemOf(request: ApiRequest | undefined): string {
  const system = request?.body.system ?? '';
  return typeof system === 'string' ? system : system.map(({ text }) => text).join('\n\n');
}

const learned = {
  reasoning: 'Said so.',
  summary: 'Alice works as a nurse.',
  name: { value: 'Alice', quote: 'My name is Alice' },
  facts: [added('Works as a nurse', 'I work as a nurse', 'work')],
  preferences: [{ key: 'answer length', value: 'short', quote: 'keep answers short' }],
};

describe('one turn over HTTP', () => {
  beforeEach(async () => {
    api = await startMessagesApi({
      reply: 'Nice to meet you, **Alice**.',
      extraction: ({ number }) => (number === 2 ? learned : { reasoning: '', facts: [] }),
    });
  });

  it('is two requests: Sonnet streamed, then Haiku with the schema, and nothing the API refuses', async () => {
    const { code, stdout } = await ask(
      'My name is Alice. I work as a nurse. Please keep answers short.',
    );
    expect(code).toBe(0);
    expect(stdout).toBe('Nice to meet you, **Alice**.\n');
    expect(api.requests.map(({ path, body }) => [path, body.model, body.stream ?? false])).toEqual([
      ['/v1/messages', 'claude-sonnet-5-5', true],
      ['/v1/messages', 'claude-haiku-5-5', false],
    ]);
    const [chat, extraction] = api.requests;
    expect(chat?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(chat?.body.messages).toEqual([
      { role: 'user', content: 'My name is Alice. I work as a nurse. Please keep answers short.' },
    ]);
    expect(extraction?.body.output_config).toMatchObject({
      effort: 'low',
      format: { type: 'json_schema' },
    });
    for (const { body } of api.requests) {
      for (const field of ['temperature', 'top_p', 'top_k', 'tool_choice']) {
        expect(body).not.toHaveProperty(field);
      }
      expect(JSON.stringify(body.metadata)).not.toContain('alice');
    }
  });

  it('gives the next process a system prompt in sections, and never the file as it is', async () => {
    await ask('My name is Alice. I work as a nurse. Please keep answers short.');
    await ask('What do I do?');
    const system = systemOf(api.requests[2]);
    const sections = [
      '<memory>',
      'Today: ',
      'Name: Alice',
      'Sessions so far: 1, last seen ',
      'Preferences (follow them):\n- answer length: short',
      'Summary: Alice works as a nurse.',
      'Key facts:\n- [work · ',
      'Works as a nurse',
      '</memory>',
    ];
    let at = -1;
    for (const section of sections) {
      const found = system.indexOf(section, at + 1);
      expect(found, section).toBeGreaterThan(at);
      at = found;
    }
    const file = JSON.parse(readFileSync(join(machine.sessions, 'alice.json'), 'utf8'));
    for (const raw of ['"keyFacts"', 'appliedTurns', '"quote"', file.keyFacts[0].id, '{"']) {
      expect(system).not.toContain(raw);
    }
    const [first, second] = [api.requests[0], api.requests[2]].map(
      (request) => request?.body.system,
    );
    expect(Array.isArray(first) && first[0]).toEqual(Array.isArray(second) && second[0]);
    expect(Array.isArray(second) && second.at(-1)).toHaveProperty('cache_control');
  });

  it('is one JSON object with --json, memory, usage and cost included', async () => {
    const { stdout } = await ask(
      'My name is Alice. I work as a nurse. Please keep answers short.',
      '--json',
    );
    const result = JSON.parse(stdout);
    expect(Object.keys(result)).toEqual([
      'user',
      'turn',
      'reply',
      'status',
      'memory',
      'usage',
      'costUsd',
    ]);
    expect(result).toMatchObject({
      user: 'alice',
      reply: 'Nice to meet you, **Alice**.',
      status: 'answered',
      usage: { requests: 2 },
    });
    expect(Object.keys(result.memory)).toEqual([
      'added',
      'replaced',
      'retired',
      'confirmed',
      'proposed',
      'refused',
    ]);
    expect(result.memory.added.map(({ text }: { text: string }) => text)).toContain(
      'Works as a nurse',
    );
    expect(result.memory.refused).toEqual([]);
    expect(result.costUsd).toBeGreaterThan(0);
  });

  it('sends other models where they are named, and one model to a server that is not Anthropic', async () => {
    await ask('Hello', '--model', 'claude-opus-5-5', '--memory-model', 'claude-sonnet-5-5');
    await ask('Hello', '--model', 'llama3');
    expect(api.requests.map(({ body }) => body.model)).toEqual([
      'claude-opus-5-5',
      'claude-sonnet-5-5',
      'llama3',
      'llama3',
    ]);
    expect(api.requests[3]?.body).not.toHaveProperty('output_config');
    expect(api.requests[2]?.body).not.toHaveProperty('metadata');
  });

  it('marks what is piped beside a prompt as not the user’s words', async () => {
    const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: KEY };
    const input = 'My name is Alice. I work as a nurse. keep answers short';
    const args = ['-u', 'alice', '-p', 'Summarise this', '--json'];
    const { stdout } = await machine.run(args, { env, input });
    const { memory } = JSON.parse(stdout);
    expect(memory.added).toEqual([]);
    expect(memory.refused).not.toEqual([]);
    expect(api.requests[0]?.body.messages[0]?.content).toBe(
      `Summarise this\n\n<third-party>\n${input}\n</third-party>`,
    );
    expect(api.requests[1]?.body.messages[0]?.content).toContain('<third-party>');
  });

  it('writes nothing and extracts nothing with --memory off', async () => {
    const { code } = await ask('My name is Alice.', '--memory', 'off');
    expect(code).toBe(0);
    expect(api.requests).toHaveLength(1);
    expect(() => readFileSync(join(machine.sessions, 'alice.json'))).toThrow('ENOENT');
  });

  it('keeps two users apart', async () => {
    await ask('My name is Alice. I work as a nurse. Please keep answers short.');
    const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: KEY };
    await machine.run(['-u', 'bob', '-p', 'Who am I?'], { env });
    const bobs = JSON.stringify(api.requests[2]?.body);
    expect(bobs).not.toContain('Alice');
    expect(bobs).not.toContain('nurse');
    expect(api.requests[2]?.body.metadata).not.toEqual(api.requests[0]?.body.metadata);
  });
});

describe('an API that does not do as asked', () => {
  const cases = [
    {
      name: 'a wrong key: 77, and the key is nowhere',
      script: [
        { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } },
      ],
      code: 77,
      says: /ANTHROPIC_API_KEY|key/,
    },
    {
      name: 'an unknown model: 69 with its name and the flag',
      script: [
        { status: 404, error: { type: 'not_found_error', message: 'model: claude-sonnet-5-5' } },
      ],
      code: 69,
      says: /claude-sonnet-5-5[\s\S]*--model/,
    },
    {
      name: 'an overload that stays: 69',
      script: Array.from({ length: 3 }, () => ({
        status: 529,
        headers: { 'retry-after-ms': '1' },
        error: { type: 'overloaded_error', message: 'Overloaded' },
      })),
      code: 69,
      says: /overloaded/i,
    },
  ];

  for (const { name, script, code, says } of cases) {
    it(`is told in words, and what was said is remembered at the next start: ${name}`, async () => {
      api = await startMessagesApi({
        script,
        extraction: (request) =>
          JSON.stringify(request.body).includes('I work as a nurse') ? learned : {},
      });
      const failed = await ask('My name is Alice. I work as a nurse. Please keep answers short.');
      expect(failed.code).toBe(code);
      expect(failed.stderr).toMatch(says);
      expect(failed.stdout + failed.stderr).not.toContain(KEY);
      expect(failed.stderr).not.toContain('    at ');
      await ask('Hello again');
      const file = JSON.parse(readFileSync(join(machine.sessions, 'alice.json'), 'utf8'));
      expect(file.name).toBe('Alice');
    });
  }

  it('is told once for the reply and the memory behind it', async () => {
    const error = { type: 'authentication_error', message: 'invalid x-api-key' };
    api = await startMessagesApi({
      script: [
        { status: 401, error },
        { status: 401, error },
      ],
    });
    const { code, stderr } = await ask('My name is Alice.');
    expect(code).toBe(77);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^memchat: .* refused the API key \(401\)\. Check ANTHROPIC_API_KEY/),
      'not remembered yet, for the same reason',
      'memchat: the next start takes it up.',
      '',
    ]);
  });

  it('cannot be reached: 69 with the address', async () => {
    api = await startMessagesApi();
    const { url } = api;
    await api.close();
    const { code, stderr } = await ask('Hello', '--base-url', url);
    expect(code).toBe(69);
    expect(stderr).toContain(new URL(url).host);
    api = await startMessagesApi();
  });

  it('is used with what a .env file says, but gets no key from the environment that way', async () => {
    api = await startMessagesApi({ reply: 'Hello from the server.' });
    writeFileSync(join(machine.cwd, '.env'), `ANTHROPIC_BASE_URL=${api.url}\n`);
    const env = { ANTHROPIC_API_KEY: KEY };
    const { code, stdout } = await machine.run(['-u', 'alice', '-p', 'Hello'], { env });
    expect(code).toBe(0);
    expect(stdout).toBe('Hello from the server.\n');
    expect(JSON.stringify(api.requests.map(({ headers }) => headers))).not.toContain(KEY);
    writeFileSync(
      join(machine.cwd, '.env'),
      `ANTHROPIC_BASE_URL=${api.url}\nANTHROPIC_API_KEY=${KEY}\n`,
    );
    await machine.run(['-u', 'alice', '-p', 'Hello']);
    expect(api.requests.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it('is reached through a proxy where one is set', async () => {
    api = await startMessagesApi();
    const asked: string[] = [];
    const proxy = createServer((_request, response) => response.writeHead(502).end());
    proxy.on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const env = { ANTHROPIC_API_KEY: KEY, HTTPS_PROXY: `http://127.0.0.1:${port}` };
    const { code } = await machine.run(['-u', 'alice', '-p', 'Hello'], { env });
    proxy.close();
    expect(code).toBe(69);
    expect(asked[0]).toBe('api.anthropic.com:443');
  });
});
