import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { callsOf, RECALL, resultsMessage, toolRequest } from './tool-world.ts';
import { chatRequest, collect, modelAt, USER_WORDS } from './world.ts';

let api: MessagesApi;
afterEach(() => api?.close());

const recall = { id: 'toolu_1', name: 'recall_memory', input: { query: 'peacocks' } };

/** A signature as the API writes them: nothing in it may be touched. */
const SIGNATURE = 'EqQBCkYIBxgCKkA+/=\u2028é🦚\\"';

async function replyTo(answer: Answer, request = toolRequest()) {
  api = await startMessagesApi(() => answer);
  return collect(modelAt(api.url), request);
}

describe('tools', () => {
  it.each(['anthropic', 'compatible'] as const)(
    'are offered as the API wants them, and none is forced (%s)',
    async (capabilities) => {
      api = await startMessagesApi();
      await collect(modelAt(api.url, { capabilities }), toolRequest());
      const body = api.requests[0]?.body;
      expect(body?.tools).toEqual([
        {
          name: 'recall_memory',
          description: 'Looks up what the user said before.',
          input_schema: {
            type: 'object',
            properties: { query: { type: 'string' } },
            required: ['query'],
            additionalProperties: false,
          },
        },
        {
          name: 'remember',
          description: 'Keeps a fact.',
          input_schema: { type: 'object', properties: { text: { type: 'string' } } },
        },
      ]);
      expect(body).not.toHaveProperty('tool_choice');
      expect(body).not.toHaveProperty('temperature');
    },
  );

  it('that are none leave no trace in the request', async () => {
    api = await startMessagesApi();
    await collect(modelAt(api.url), toolRequest({ tools: [] }));
    expect(api.requests[0]?.body).not.toHaveProperty('tools');
  });

  it('are called: the name while it streams, the call and the message with the end', async () => {
    const { events, error } = await replyTo({
      thinking: 'They ask about peacocks.',
      signature: SIGNATURE,
      text: ['Let me ', 'look.'],
      calls: [recall],
    });
    expect(error).toBeNull();
    expect(events).toEqual([
      { type: 'thinking' },
      { type: 'text', text: 'Let me ' },
      { type: 'text', text: 'look.' },
      { type: 'tool', name: 'recall_memory' },
      {
        type: 'end',
        stop: 'tools',
        calls: [recall],
        message: {
          role: 'assistant',
          text: 'Let me look.',
          blocks: [
            { type: 'thinking', thinking: 'They ask about peacocks.', signature: SIGNATURE },
            { type: 'text', text: 'Let me look.', citations: null },
            { type: 'tool_use', ...recall },
          ],
        },
        usage: { requests: 1, input: 100, output: 20, cacheRead: 0, cacheWrite: 0 },
        model: 'claude-sonnet-5-5',
      },
    ]);
  });

  it('are called the same when every byte comes alone', async () => {
    const answer: Answer = {
      thinking: 'Hm 🦚.',
      signature: SIGNATURE,
      text: ['é', '🦚\n'],
      calls: [recall, { id: 'toolu_2', name: 'remember', input: { text: 'Keeps 11 🦚' } }],
    };
    const whole = await replyTo(answer);
    await api.close();
    const bytewise = await replyTo({ ...answer, bytewise: true });
    expect(bytewise.events).toEqual(whole.events);
    expect(callsOf(bytewise.end).calls).toHaveLength(2);
  });

  it('may be called several at once, in their order, and one that was not offered as well', async () => {
    const calls = [
      recall,
      { id: 'toolu_2', name: 'delete_everything', input: {} },
      { id: 'toolu_3', name: 'remember', input: { text: 'a', tags: ['b', 1.5, null] } },
    ];
    const { events, end } = await replyTo({ calls });
    expect(events.slice(0, -1)).toEqual(calls.map(({ name }) => ({ type: 'tool', name })));
    expect(callsOf(end).calls).toEqual(calls);
    expect(callsOf(end).message.text).toBe('');
  });

  it('are called also by a server that ends such a message like any other', async () => {
    for (const stop of ['end_turn', null]) {
      const { end } = await replyTo({ calls: [recall], stop });
      await api.close();
      expect(callsOf(end).calls).toEqual([recall]);
    }
  });

  it('that were not offered are not called: the reply is cut off, as it always was', async () => {
    const { events } = await replyTo({ text: 'Half', calls: [recall] }, chatRequest());
    expect(events).toMatchObject([
      { type: 'text', text: 'Half' },
      { type: 'end', stop: 'truncated' },
    ]);
    expect(events.at(-1)).not.toHaveProperty('calls');
  });

  it.each([
    ['nothing', [], {}],
    ['one empty piece', [''], {}],
    ['blanks', [' \n'], {}],
    ['an object in pieces', ['{"query":', ' "a\\u00', 'e9🦚"}'], { query: 'aé🦚' }],
    ['a key that is a trap', ['{"__proto__":{"a":1}}'], JSON.parse('{"__proto__":{"a":1}}')],
  ])('get the input that was streamed: %s', async (_what, partial, input) => {
    const { end } = await replyTo({ calls: [{ id: 'toolu_1', name: 'recall_memory', partial }] });
    const { calls, message } = callsOf(end);
    expect(JSON.stringify(calls[0]?.input)).toBe(JSON.stringify(input));
    expect(JSON.stringify(message.blocks[0]?.input)).toBe(JSON.stringify(input));
  });

  it('get the input that a server sends whole with the start of the block', async () => {
    const block = { type: 'tool_use', id: 'toolu_1', name: 'remember', input: { text: 'whole' } };
    const { end } = await replyTo({ blocks: [block], stop: 'tool_use' });
    expect(callsOf(end)).toEqual({
      calls: [{ id: 'toolu_1', name: 'remember', input: { text: 'whole' } }],
      message: { role: 'assistant', text: '', blocks: [block] },
    });
  });
});

describe('a server that numbers every block the same', () => {
  it('loses none of them', async () => {
    const block = (start: object, delta: object) => [
      { type: 'content_block_start', index: 0, content_block: start },
      { type: 'content_block_delta', index: 0, delta },
    ];
    const call = (id: string, json: string) =>
      block(
        { type: 'tool_use', id, name: 'remember', input: {} },
        { type: 'input_json_delta', partial_json: json },
      );
    const events = [
      { type: 'message_start', message: { model: 'm' } },
      ...block({ type: 'text', text: '' }, { type: 'text_delta', text: 'So.' }),
      ...call('a', '{"text":"one"}'),
      ...call('b', '{"text":"two"}'),
      { type: 'content_block_delta', index: 7, delta: { type: 'text_delta', text: '' } },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' } },
      { type: 'message_stop' },
    ];
    const { end } = await replyTo({
      raw: events.map((e) => `event: ${e.type}\ndata: ${JSON.stringify(e)}\n\n`).join(''),
      contentType: 'text/event-stream',
    });
    const { calls, message } = callsOf(end);
    expect(calls.map(({ id, input }) => [id, input])).toEqual([
      ['a', { text: 'one' }],
      ['b', { text: 'two' }],
    ]);
    expect(message.blocks.map(({ type }) => type)).toEqual(['text', 'tool_use', 'tool_use']);
  });
});

describe('a message that called tools', () => {
  it('goes back byte for byte, with the results behind it', async () => {
    const answer: Answer = {
      thinking: 'They ask\u2028about 🦚.',
      signature: SIGNATURE,
      blocks: [
        { type: 'redacted_thinking', data: 'EmwKAhgBEgy3va3pzix/LafPsn4a' },
        { type: 'block_of_tomorrow', nested: { list: [1, null, { deep: '\u0000' }] } },
      ],
      text: 'Let me look.',
      calls: [recall, { id: 'toolu_2', name: 'remember', input: { b: 1, a: [2] } }],
    };
    api = await startMessagesApi({ script: [answer], reply: 'Eleven.' });
    const model = modelAt(api.url);
    const messages = toolRequest().messages;
    const { message } = callsOf((await collect(model, toolRequest())).end);
    const results = resultsMessage(
      { call: 'toolu_1', text: '- 2023-05-08, you said: eleven', isError: false },
      { call: 'toolu_2', text: 'That cannot be kept.', isError: true },
    );
    const next = toolRequest({ messages: [...messages, message, results] });
    expect((await collect(model, next)).text).toBe('Eleven.');
    const [first, second] = api.requests.map(({ body }) => body);
    expect(JSON.stringify(second?.messages)).toBe(
      JSON.stringify([
        { role: 'user', content: USER_WORDS },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'They ask\u2028about 🦚.', signature: SIGNATURE },
            ...(answer.blocks ?? []),
            { type: 'text', text: 'Let me look.', citations: null },
            { type: 'tool_use', ...recall },
            { type: 'tool_use', id: 'toolu_2', name: 'remember', input: { b: 1, a: [2] } },
          ],
        },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 'toolu_1',
              content: '- 2023-05-08, you said: eleven',
            },
            {
              type: 'tool_result',
              tool_use_id: 'toolu_2',
              content: 'That cannot be kept.',
              is_error: true,
            },
          ],
        },
      ]),
    );
    // What the thinking is bound to stays as it was.
    for (const part of ['system', 'tools', 'model'] as const) {
      expect(JSON.stringify(second?.[part])).toBe(JSON.stringify(first?.[part]));
    }
  });

  it('goes back with all that its blocks had, whatever that was', async () => {
    let answer: Answer = {};
    api = await startMessagesApi(() => answer);
    const model = modelAt(api.url);
    const word = fc.string({ unit: 'grapheme', minLength: 1 });
    const anyAnswer = fc.record({
      thinking: word,
      signature: word,
      text: fc.array(word.filter((piece) => piece.trim() !== '')),
      input: fc.dictionary(word, fc.jsonValue()),
    });
    await fc.assert(
      fc.asyncProperty(anyAnswer, async ({ thinking, signature, text, input }) => {
        const called = JSON.parse(JSON.stringify(input));
        answer = { thinking, signature, text, calls: [{ id: 'i', name: 'n', input: called }] };
        const { message } = callsOf((await collect(model, toolRequest())).end);
        answer = { text: 'Done.' };
        const results = resultsMessage({ call: 'i', text: '', isError: false });
        const messages = [...toolRequest().messages, message, results];
        await collect(model, toolRequest({ messages }));
        expect(api.requests.at(-1)?.body.messages[1]?.content).toEqual([
          { type: 'thinking', thinking, signature },
          ...(text.length > 0 ? [{ type: 'text', text: text.join(''), citations: null }] : []),
          { type: 'tool_use', id: 'i', name: 'n', input: called },
        ]);
      }),
      { numRuns: 30, interruptAfterTimeLimit: 5_000 },
    );
  });

  it('goes back without blank text, which the API writes but does not take', async () => {
    const blank = { type: 'text', text: '\n\n', citations: null };
    const { end } = await replyTo({ blocks: [blank], calls: [recall] });
    expect(callsOf(end).message.blocks).toEqual([{ type: 'tool_use', ...recall }]);
  });
});

describe('a compatible server that knows no tools', () => {
  const refusal = (status: number, message: string): Answer => ({
    status,
    error: { type: 'invalid_request_error', message },
    headers: { 'retry-after-ms': '1' },
  });
  const tools = () => api.requests.map(({ body }) => body.tools !== undefined);

  it.each([
    [400, 'registry.ollama.ai/library/gemma:2b does not support tools'],
    [400, '"auto" tool choice requires --enable-auto-tool-choice'],
    [422, 'tools: Extra inputs are not permitted'],
    [400, 'Function calling is not enabled for this model.'],
  ])('is asked once more without, and never again with them (%i: %s)', async (status, message) => {
    api = await startMessagesApi({ script: [refusal(status, message)], reply: 'Here.' });
    const model = modelAt(api.url, { capabilities: 'compatible' });
    const first = await collect(model, toolRequest());
    expect([first.text, first.error]).toEqual(['Here.', null]);
    expect(first.end).toMatchObject({ stop: 'answered', usage: { requests: 1 } });
    expect(tools()).toEqual([true, false]);
    await collect(model, toolRequest());
    expect(tools()).toEqual([true, false, false]);
    await collect(model, { ...toolRequest(), model: 'another' });
    expect(tools()).toEqual([true, false, false, true]);
  });

  it('is known also by a failure of its own that names them', async () => {
    api = await startMessagesApi(({ body }) =>
      body.tools === undefined
        ? { text: 'Here.' }
        : refusal(500, 'tools param requires --jinja flag'),
    );
    const options = { capabilities: 'compatible', maxRetries: 0 } as const;
    const { text } = await collect(modelAt(api.url, options), toolRequest());
    expect(text).toBe('Here.');
    expect(tools()).toEqual([true, false]);
  });

  it('is offered them again when it was something else that it refused', async () => {
    const broken = refusal(400, 'The tool template is broken.');
    api = await startMessagesApi({ script: [broken, refusal(400, 'No.')], reply: 'Here.' });
    const model = modelAt(api.url, { capabilities: 'compatible' });
    const { error } = await collect(model, toolRequest());
    expect(String(error)).toContain('(400): No.');
    expect((await collect(model, toolRequest())).text).toBe('Here.');
    expect(tools()).toEqual([true, false, true]);
  });

  it('is not what refuses a conversation in which it has called one', async () => {
    const message = 'messages.2: tool_use without tool_result';
    api = await startMessagesApi(() => refusal(400, message));
    const called = {
      role: 'assistant' as const,
      text: '',
      blocks: [{ type: 'tool_use', ...recall }],
    };
    const results = resultsMessage({ call: 'toolu_9', text: '', isError: false });
    const messages = [...toolRequest().messages, called, results];
    const model = modelAt(api.url, { capabilities: 'compatible' });
    const { error } = await collect(model, toolRequest({ messages }));
    expect(String(error)).toContain(message);
    expect(tools()).toEqual([true]);
  });

  it('is no server of Anthropic: there the refusal is said', async () => {
    api = await startMessagesApi(() => refusal(400, 'tools.0.input_schema: invalid'));
    const { error } = await collect(modelAt(api.url), toolRequest());
    expect(String(error)).toContain('tools.0.input_schema');
    expect(tools()).toEqual([true]);
  });

  it('may be one that refuses the request for another reason, which is said', async () => {
    api = await startMessagesApi(() => refusal(400, 'max_tokens is too large'));
    const model = modelAt(api.url, { capabilities: 'compatible' });
    expect(String((await collect(model, toolRequest())).error)).toContain('max_tokens');
    expect(tools()).toEqual([true]);
  });

  it('keeps the tools that it takes', async () => {
    api = await startMessagesApi({ reply: { calls: [recall] } });
    const model = modelAt(api.url, { capabilities: 'compatible' });
    const { end } = await collect(model, toolRequest({ tools: [RECALL] }));
    expect(callsOf(end).calls).toEqual([recall]);
  });
});
