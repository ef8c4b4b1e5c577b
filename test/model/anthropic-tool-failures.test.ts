import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { BrokenReplyError } from '../../src/model/output-error.ts';
import type { ModelEvent } from '../../src/model/port.ts';
import { type Answer, type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { callsOf, resultsMessage, textsIn, toolRequest } from './tool-world.ts';
import { collect, modelAt } from './world.ts';

let api: MessagesApi;
afterEach(() => api?.close());

const recall = { id: 'toolu_1', name: 'recall_memory', input: { query: 'peacocks' } };
/** A call of which half the input has come. */
const half = { id: 'toolu_1', name: 'recall_memory', partial: ['{"query":', '"pea'] };

async function replyTo(answer: Answer, options = {}) {
  api = await startMessagesApi(() => answer);
  return collect(modelAt(api.url, options), toolRequest());
}

/** Nothing that can be called came out of a reply. */
function expectNoCall(events: readonly ModelEvent[]) {
  for (const event of events) {
    expect(event).not.toHaveProperty('calls');
    expect(event).not.toHaveProperty('message');
  }
}

describe('a reply that breaks off in the middle of a call', () => {
  it.each([
    ['overload', 'overloaded'],
    ['reset', 'was lost'],
    ['garbage', 'not a valid answer'],
    ['eof', 'ended in the middle'],
  ] as const)('by %s is a failure that was paid for, and calls nothing', async (after, said) => {
    const { events, error } = await replyTo({ text: 'Let me look.', calls: [half], after });
    expect(textsIn(events)).toEqual(['Let me look.']);
    expect(events.at(-1)).toEqual({ type: 'tool', name: 'recall_memory' });
    expectNoCall(events);
    expect(error).toBeInstanceOf(BrokenReplyError);
    expect(error).toMatchObject({
      code: 'api-unavailable',
      message: expect.stringContaining(said),
      usage: { requests: 1, input: 100 },
    });
  });

  it('by silence is given up by the idle timer', async () => {
    const { events, error } = await replyTo({ calls: [half], after: 'silence' }, { idleMs: 20 });
    expect(events).toEqual([{ type: 'tool', name: 'recall_memory' }]);
    expect(String(error)).toContain('went silent');
  });

  it('is not given up while the pieces of the input keep coming', async () => {
    const pieces = ['{"query":"', ...Array.from({ length: 12 }, () => 'a'), '"}'];
    const start = { type: 'tool_use', id: 'toolu_1', name: 'recall_memory', input: {} };
    const delta = (piece: string) => ({ type: 'input_json_delta', partial_json: piece });
    const events = [
      { type: 'message_start', message: { model: 'm', usage: {} } },
      { type: 'content_block_start', index: 0, content_block: start },
      ...pieces.map((piece) => ({ type: 'content_block_delta', index: 0, delta: delta(piece) })),
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: {} },
      { type: 'message_stop' },
    ];
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const event = events.shift();
        if (event === undefined) return controller.close();
        await new Promise((resolve) => setTimeout(resolve, 40));
        const text = `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
        controller.enqueue(new TextEncoder().encode(text));
      },
    });
    const headers = { 'content-type': 'text/event-stream' };
    const options = { idleMs: 400, fetch: async () => new Response(body, { headers }) };
    const { end } = await collect(modelAt('http://api.test', options), toolRequest());
    expect(callsOf(end).calls[0]?.input).toEqual({ query: 'a'.repeat(12) });
  });

  it('by an abort is interrupted, with the text that came', async () => {
    const never = new Promise(() => undefined);
    api = await startMessagesApi(() => ({ text: ['One ', 'two'], calls: [half], pause: never }));
    const stop = new AbortController();
    const onEvent = ({ type }: ModelEvent) => {
      if (type === 'tool') stop.abort();
    };
    const request = toolRequest({ signal: stop.signal });
    const { events, text, end, error } = await collect(modelAt(api.url), request, onEvent);
    expect([text, error]).toEqual(['One two', null]);
    expect(end).toMatchObject({ stop: 'interrupted', usage: { requests: 1, input: 100 } });
    expectNoCall(events);
  });

  it('by the limit of tokens is truncated', async () => {
    const { events, end } = await replyTo({ text: 'So', calls: [half], stop: 'max_tokens' });
    expect(end).toMatchObject({ stop: 'truncated' });
    expect(textsIn(events)).toEqual(['So']);
    expectNoCall(events);
  });
});

describe('a whole message with a call', () => {
  it.each([
    ['refusal', 'refused'],
    ['pause_turn', 'truncated'],
    ['model_context_window_exceeded', 'truncated'],
  ])('that ends with %s calls nothing and is %s', async (reason, stop) => {
    const { events, end } = await replyTo({ text: 'Half a', calls: [recall], stop: reason });
    expect(end).toMatchObject({ stop });
    expectNoCall(events);
  });

  it('calls nothing when it was stopped with its last event', async () => {
    const stop = new AbortController();
    const model = modelAt('http://api.test', {
      fetch: async () => {
        const events = [
          { type: 'message_start', message: { model: 'm', usage: {} } },
          {
            type: 'content_block_start',
            index: 0,
            content_block: { type: 'tool_use', ...recall },
          },
          { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: {} },
        ];
        const body = new ReadableStream<Uint8Array>(
          {
            pull(controller) {
              const event = events.shift();
              if (event === undefined) {
                stop.abort();
                controller.close();
                return;
              }
              const text = `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
              controller.enqueue(new TextEncoder().encode(text));
            },
          },
          // Nothing is read ahead: the abort comes behind the last event.
          { highWaterMark: 0 },
        );
        return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
      },
    });
    const { events, end } = await collect(model, toolRequest({ signal: stop.signal }));
    expect(events[0]).toEqual({ type: 'tool', name: 'recall_memory' });
    expect(end).toMatchObject({ stop: 'interrupted' });
    expectNoCall(events);
  });

  it('is missed where the reason says that tools are called: that is truncated', async () => {
    for (const answer of [{ stop: 'tool_use' }, { text: 'Hm.', stop: 'tool_use' }]) {
      const { events, end } = await replyTo(answer);
      await api.close();
      expect(end).toMatchObject({ stop: 'truncated' });
      expectNoCall(events);
    }
  });
});

describe('a call whose input is no object', () => {
  it.each([
    ['half of one', '{"query": "pea', undefined],
    ['no JSON', 'peacocks', undefined],
    ['two of them', '{}{}', undefined],
    ['one too deep to be sent', `{"a":${'['.repeat(60_000)}${']'.repeat(60_000)}}`, undefined],
    ['a list', '["peacocks"]', ['peacocks']],
    ['a text', '"peacocks"', 'peacocks'],
    ['null', 'null', null],
  ])('comes as what it is (%s) and goes back as one', async (_what, json, input) => {
    api = await startMessagesApi({
      script: [{ calls: [{ id: 'toolu_1', name: 'recall_memory', partial: [json] }] }],
    });
    const model = modelAt(api.url);
    const { calls, message } = callsOf((await collect(model, toolRequest())).end);
    expect(calls).toEqual([{ id: 'toolu_1', name: 'recall_memory', input }]);
    const results = resultsMessage({ call: 'toolu_1', text: 'Unreadable.', isError: true });
    const messages = [...toolRequest().messages, message, results];
    expect((await collect(model, toolRequest({ messages }))).error).toBeNull();
    expect(api.requests.at(-1)?.body.messages[1]?.content).toEqual([
      { type: 'tool_use', id: 'toolu_1', name: 'recall_memory', input: {} },
    ]);
  });

  it('never fails the reply, whatever pieces come', async () => {
    let partial: string[] = [];
    api = await startMessagesApi(() => ({
      calls: [{ id: 'toolu_1', name: 'recall_memory', partial }],
    }));
    const model = modelAt(api.url);
    const piece = fc.constantFrom(
      '{',
      '}',
      '"query"',
      ':',
      '"a"',
      ',',
      '[',
      ']',
      '1',
      ' ',
      '\\u00',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        partial = pieces;
        const { calls, message } = callsOf((await collect(model, toolRequest())).end);
        expect(calls[0]?.input).toEqual(parsed(pieces.join('')));
        expect(message.blocks[0]?.input).toBeTypeOf('object');
        expect(Array.isArray(message.blocks[0]?.input)).toBe(false);
      }),
      { numRuns: 60, interruptAfterTimeLimit: 5_000 },
    );
  });
});

describe('before a reply with tools', () => {
  it('an overload is tried again with the same request', async () => {
    const overloaded: Answer = {
      status: 529,
      error: { type: 'overloaded_error', message: 'Overloaded' },
      headers: { 'retry-after-ms': '1' },
    };
    api = await startMessagesApi({ script: [overloaded, overloaded], reply: { calls: [recall] } });
    const { end } = await collect(modelAt(api.url), toolRequest());
    expect(callsOf(end).calls).toEqual([recall]);
    const bodies = api.requests.map(({ body }) => JSON.stringify(body));
    expect(bodies).toHaveLength(3);
    expect(new Set(bodies).size).toBe(1);
  });

  it('a huge wait that the server asks for is capped', async () => {
    const headers = { 'retry-after': '3600' };
    const error = { type: 'rate_limit_error', message: 'Slow down.' };
    api = await startMessagesApi(() => ({ status: 429, headers, error }));
    const model = modelAt(api.url, { retryAfterCapMs: 1 });
    expect(String((await collect(model, toolRequest())).error)).toContain('wait 60 min');
  });

  it('an error repeats nothing of what a tool was asked or answered', async () => {
    const query = 'the eleven peacocks of Wilhelmina';
    const answered = 'She keeps them in Rotterdam since 2019.';
    for (const quoted of [query, answered]) {
      api = await startMessagesApi(() => ({
        status: 400,
        error: { type: 'invalid_request_error', message: `bad: ${quoted}` },
      }));
      const blocks = [{ type: 'tool_use', id: 'toolu_1', name: 'recall_memory', input: { query } }];
      const results = resultsMessage({ call: 'toolu_1', text: answered, isError: false });
      const messages = [
        { role: 'user' as const, text: 'Hm?' },
        { role: 'assistant' as const, text: '', blocks },
        results,
      ];
      const { error } = await collect(modelAt(api.url), toolRequest({ messages }));
      await api.close();
      expect(String(error)).toContain('did not accept the request (400)');
      expect(String(error)).not.toContain(quoted);
    }
  });
});

/** What a text is as JSON: blank is an empty object, undefined what is none. */
function parsed(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
