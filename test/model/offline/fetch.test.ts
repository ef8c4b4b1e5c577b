import Anthropic from '@anthropic-ai/sdk';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { offlineFetch } from '../../../src/model/offline/fetch.ts';
import { extractionPrompt, memoryBlock } from './asking.ts';

// A busy machine takes its time; nothing here is about speed.
vi.setConfig({ testTimeout: 30_000 });

const client = new Anthropic({
  apiKey: 'offline',
  baseURL: 'http://offline.invalid',
  fetch: offlineFetch(),
  maxRetries: 0,
});
const base = { model: 'claude-sonnet-5-5', max_tokens: 1000 };
const question = {
  ...base,
  system: memoryBlock(['home: Lives in Hamburg'], 'Alice'),
  messages: [{ role: 'user' as const, content: 'Where do I live?' }],
};

async function post(
  body: string,
  path = '/v1/messages',
): Promise<{ status: number; text: string }> {
  const response = await offlineFetch()(`http://offline.invalid${path}`, { method: 'POST', body });
  return { status: response.status, text: await response.text() };
}

describe('the offline model behind the real SDK', () => {
  it('answers a message with text, a stop reason and usage', async () => {
    const message = await client.messages.create(question);
    expect(message.content).toEqual([
      { type: 'text', text: 'You live in Hamburg.', citations: null },
    ]);
    expect(message).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: base.model,
      stop_reason: 'end_turn',
    });
    expect(message.usage).toMatchObject({ output_tokens: 5, cache_read_input_tokens: 0 });
    expect(message.usage.input_tokens).toBe(
      Math.ceil((question.system.length + 'Where do I live?'.length) / 4),
    );
  });

  it('streams the same message a word at a time', async () => {
    const texts: string[] = [];
    const types: string[] = [];
    const stream = client.messages.stream(question);
    stream.on('text', (text) => texts.push(text));
    for await (const event of stream) types.push(event.type);
    expect(texts).toEqual(['You ', 'live ', 'in ', 'Hamburg.']);
    expect(types[0]).toBe('message_start');
    expect(types.slice(-3)).toEqual(['content_block_stop', 'message_delta', 'message_stop']);
    const whole = await client.messages.create(question);
    expect(await stream.finalText()).toBe('You live in Hamburg.');
    expect((await stream.finalMessage()).usage.output_tokens).toBe(whole.usage.output_tokens);
  });

  it('answers structured outputs with the JSON of an extraction', async () => {
    const message = await client.messages.parse({
      ...base,
      messages: [
        { role: 'user', content: extractionPrompt([], 'My name is Alice and I work as a nurse.') },
      ],
      output_config: {
        format: {
          type: 'json_schema',
          schema: { type: 'object' },
          parse: (text: string): unknown => JSON.parse(text),
        },
      },
    });
    expect(message.parsed_output).toEqual({
      reasoning: 'The user said something that lasts.',
      summary: 'Alice works as a nurse.',
      name: { value: 'Alice', quote: 'My name is Alice' },
      facts: [
        {
          op: 'add',
          target: null,
          kind: 'semantic',
          tag: 'work',
          text: 'Works as a nurse',
          quote: 'I work as a nurse',
          answers: null,
          happened_on: null,
          expires_in_days: null,
        },
      ],
      preferences: [],
    });
    expect(Object.keys(message.parsed_output ?? {})).toEqual([
      'reasoning',
      'summary',
      'name',
      'facts',
      'preferences',
    ]);
  });

  it('answers the same JSON when JSON is asked for in words', async () => {
    const message = await client.messages.create({
      ...base,
      system: 'Answer with one JSON object and nothing else.',
      messages: [{ role: 'user', content: extractionPrompt([], 'I live in Rome.') }],
    });
    const [block] = message.content;
    expect(JSON.parse(block?.type === 'text' ? block.text : '')).toMatchObject({
      facts: [{ text: 'Lives in Rome' }],
    });
  });

  it('answers another schema with its emptiest value', async () => {
    const schema = {
      type: 'object',
      properties: {
        items: { type: 'array' },
        note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        title: { type: 'string' },
      },
    };
    const message = await client.messages.create({
      ...question,
      output_config: { format: { type: 'json_schema', schema } },
    });
    expect(message.content[0]).toMatchObject({ text: '{"items":[],"note":null,"title":""}' });
  });

  it('stops at max_tokens', async () => {
    const message = await client.messages.create({ ...question, max_tokens: 2 });
    expect(message).toMatchObject({ stop_reason: 'max_tokens', content: [{ text: 'You live' }] });
  });

  it('lists the models', async () => {
    const ids: string[] = [];
    for await (const model of client.models.list()) ids.push(model.id);
    expect(ids).toEqual(['claude-sonnet-5-5', 'claude-haiku-5-5']);
  });

  it('rejects with an abort error when it is aborted before it starts', async () => {
    const signal = AbortSignal.abort();
    await expect(client.messages.create(question, { signal })).rejects.toThrow(
      Anthropic.APIUserAbortError,
    );
    await expect(
      offlineFetch()('http://offline.invalid/v1/messages', { method: 'POST', body: '{}', signal }),
    ).rejects.toThrow(/abort/u);
  });

  it('ends a stream that is aborted in the middle', async () => {
    const stream = client.messages.stream(question);
    const seen: string[] = [];
    stream.on('text', (text) => {
      seen.push(text);
      stream.abort();
    });
    await expect(stream.finalMessage()).rejects.toThrow(Anthropic.APIUserAbortError);
    expect(seen.length).toBeLessThan(4);
  });
});

describe('what the offline model refuses', () => {
  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no model', '{"max_tokens":1,"messages":[{"role":"user","content":"hi"}]}'],
    ['no max_tokens', '{"model":"m","messages":[{"role":"user","content":"hi"}]}'],
    ['no messages', '{"model":"m","max_tokens":1,"messages":[]}'],
    [
      'an unknown role',
      '{"model":"m","max_tokens":1,"messages":[{"role":"system","content":"hi"}]}',
    ],
    [
      'content that is a number',
      '{"model":"m","max_tokens":1,"messages":[{"role":"user","content":1}]}',
    ],
    [
      'a prefilled reply',
      '{"model":"m","max_tokens":1,"messages":[{"role":"assistant","content":"hi"}]}',
    ],
    [
      'a system prompt that is a number',
      '{"model":"m","max_tokens":1,"system":1,"messages":[{"role":"user","content":"hi"}]}',
    ],
  ])('answers %s with 400 invalid_request_error', async (_, body) => {
    const { status, text } = await post(body);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({
      type: 'error',
      error: { type: 'invalid_request_error' },
    });
  });

  it('answers another path with 404 not_found_error', async () => {
    const { status, text } = await post('{}', '/v1/elsewhere');
    expect(status).toBe(404);
    expect(JSON.parse(text)).toMatchObject({ error: { type: 'not_found_error' } });
  });
});

describe('whatever is sent', () => {
  it('the same request gives the same bytes, and no control character comes back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.string({ unit: 'binary', maxLength: 100 }),
        fc.boolean(),
        async (said, fact, stream) => {
          const system = memoryBlock([`about: ${fact}`]);
          const body = JSON.stringify({
            ...base,
            system,
            stream,
            messages: [{ role: 'user', content: `${said}\nWhat do you know about me?` }],
          });
          const first = await post(body);
          expect(await post(body)).toEqual(first);
          expect(first.status).toBe(200);
          if (!stream) {
            const { content }: { content: { text: string }[] } = JSON.parse(first.text);
            expect(content[0]?.text).not.toMatch(/(?![\n\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('every quote stands in what the user typed', async () => {
    const piece = fc.constantFrom(
      'I live in Rome',
      'and work as a nurse',
      'but',
      'My name is Bo',
      ', ',
      '. ',
      'I no longer use vim',
      'not',
      'actually',
      'I have a dog named Rex',
      "I'm",
      '34',
      'answer in French',
      '?',
      '\n',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 14 }), async (pieces) => {
        const said = pieces.join(' ');
        const { text } = await post(
          JSON.stringify({
            ...base,
            messages: [
              { role: 'user', content: extractionPrompt(['home: Lives in Berlin'], said) },
            ],
            output_config: { format: { type: 'json_schema' } },
          }),
        );
        const message: { content: { text: string }[] } = JSON.parse(text);
        const answer: { facts: { op: string; quote: string }[]; preferences: { quote: string }[] } =
          JSON.parse(message.content[0]?.text ?? '');
        for (const { quote } of [...answer.facts, ...answer.preferences])
          expect(said).toContain(quote);
        expect(answer.facts.filter(({ op }) => op === 'add').length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['one word', 'a'.repeat(200_000)],
    ['spaces', ' '.repeat(200_000)],
    ['commas and ands', 'I live in Rome, and '.repeat(10_000)],
    ['quotation marks', '" “ '.repeat(50_000)],
    ['open tags', '<recalled>\n'.repeat(18_000)],
    ['line breaks', '\n'.repeat(200_000)],
    ['full stops', 'I am. '.repeat(33_000)],
    ['negations', 'I do not not not but '.repeat(9_500)],
  ])('200,000 characters of %s are answered', async (_, said) => {
    const chat = await post(
      JSON.stringify({ ...base, messages: [{ role: 'user', content: said }] }),
    );
    const extracted = await post(
      JSON.stringify({
        ...base,
        messages: [{ role: 'user', content: extractionPrompt([], said) }],
        output_config: { format: { type: 'json_schema' } },
      }),
    );
    expect([chat.status, extracted.status]).toEqual([200, 200]);
  });
});
