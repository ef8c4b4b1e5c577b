import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { ModelEvent } from '../../src/model/port.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { chatRequest, collect, modelAt } from './world.ts';

let api: MessagesApi;
afterEach(() => api?.close());

describe('a streamed reply', () => {
  it('comes in its pieces, then ends with what it used and who answered', async () => {
    api = await startMessagesApi({
      reply: {
        text: ['Hel', 'lo ', 'Ünï 🦚'],
        model: 'claude-sonnet-5-5-20261001',
        usage: {
          input_tokens: 7,
          output_tokens: 30,
          cache_read_input_tokens: 11,
          cache_creation_input_tokens: 13,
        },
      },
    });
    const { events, error } = await collect(modelAt(api.url));
    expect(error).toBeNull();
    expect(events).toEqual([
      { type: 'text', text: 'Hel' },
      { type: 'text', text: 'lo ' },
      { type: 'text', text: 'Ünï 🦚' },
      {
        type: 'end',
        stop: 'answered',
        usage: { requests: 1, input: 7, output: 30, cacheRead: 11, cacheWrite: 13 },
        model: 'claude-sonnet-5-5-20261001',
      },
    ]);
  });

  it('is the same when every byte comes alone', async () => {
    api = await startMessagesApi({ reply: { text: ['é', '🦚\n', 'done'], bytewise: true } });
    const { text, end } = await collect(modelAt(api.url));
    expect(text).toBe('é🦚\ndone');
    expect(end).toMatchObject({ stop: 'answered' });
  });

  it('is what the server sent, whatever that is', async () => {
    let pieces: string[] = [];
    api = await startMessagesApi(() => ({ text: pieces }));
    const model = modelAt(api.url);
    const anyPieces = fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(anyPieces, async (given) => {
        pieces = given;
        expect((await collect(model)).text).toBe(given.join(''));
      }),
      { numRuns: 30, interruptAfterTimeLimit: 5_000 },
    );
  });

  it('announces thinking once and never shows it', async () => {
    api = await startMessagesApi({ reply: { thinking: 'secret thoughts', text: 'Out loud.' } });
    const { events } = await collect(modelAt(api.url));
    expect(events.map(({ type }) => type)).toEqual(['thinking', 'text', 'end']);
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  it('may be empty', async () => {
    api = await startMessagesApi({ reply: {} });
    const { events } = await collect(modelAt(api.url));
    expect(events).toMatchObject([{ type: 'end', stop: 'answered' }]);
  });

  it.each([
    ['end_turn', 'answered'],
    ['stop_sequence', 'answered'],
    ['a_reason_of_tomorrow', 'answered'],
    [null, 'answered'],
    ['max_tokens', 'truncated'],
    ['model_context_window_exceeded', 'truncated'],
    ['pause_turn', 'truncated'],
    ['tool_use', 'truncated'],
    ['refusal', 'refused'],
  ])('that the API ends with %s is %s', async (stop, expected) => {
    api = await startMessagesApi({ reply: { text: 'Half a', stop } });
    const { text, end } = await collect(modelAt(api.url));
    expect(text).toBe('Half a');
    expect(end).toMatchObject({ stop: expected });
  });

  it('of a server that counts no tokens ends all the same', async () => {
    const events = [
      { type: 'message_start', message: { type: 'message', role: 'assistant', content: [] } },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'Hi' } },
      { type: 'message_stop' },
    ];
    api = await startMessagesApi(() => ({
      raw: events.map((e) => `event: ${e.type}\ndata: ${JSON.stringify(e)}\n\n`).join(''),
      contentType: 'text/event-stream',
    }));
    const { text, end } = await collect(modelAt(api.url, { capabilities: 'compatible' }));
    expect(text).toBe('Hi');
    expect(end).toEqual({
      type: 'end',
      stop: 'answered',
      usage: { requests: 1, input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
      model: 'claude-sonnet-5-5',
    });
  });
});

describe('an abort', () => {
  it('in the middle ends the reply as interrupted, with what was counted so far', async () => {
    const never = new Promise(() => undefined);
    api = await startMessagesApi({
      reply: { text: ['One ', 'two'], pause: never, usage: { input_tokens: 42 } },
    });
    const stop = new AbortController();
    const onEvent = (event: ModelEvent) => {
      if (event.type === 'text' && event.text === 'two') stop.abort();
    };
    const request = chatRequest({ signal: stop.signal });
    const { text, end, error } = await collect(modelAt(api.url), request, onEvent);
    expect(error).toBeNull();
    expect(text).toBe('One two');
    expect(end).toMatchObject({ stop: 'interrupted', usage: { requests: 1, input: 42 } });
  });

  it('shows nothing of what was under way already', async () => {
    api = await startMessagesApi({ reply: { text: ['One', 'two', 'three'] } });
    const stop = new AbortController();
    const request = chatRequest({ signal: stop.signal });
    const { text, end } = await collect(modelAt(api.url), request, () => stop.abort());
    expect(text).toBe('One');
    expect(end).toMatchObject({ stop: 'interrupted' });
  });

  it('before the answer begins is an interrupted reply without text', async () => {
    const stop = new AbortController();
    api = await startMessagesApi(() => {
      stop.abort();
      return { hold: new Promise(() => undefined) };
    });
    const { events, error } = await collect(modelAt(api.url), chatRequest({ signal: stop.signal }));
    expect(error).toBeNull();
    expect(events).toMatchObject([{ type: 'end', stop: 'interrupted' }]);
  });

  it('before the request sends none', async () => {
    api = await startMessagesApi();
    const { events } = await collect(
      modelAt(api.url),
      chatRequest({ signal: AbortSignal.abort() }),
    );
    expect(events).toMatchObject([{ type: 'end', stop: 'interrupted', usage: { requests: 0 } }]);
    expect(api.requests).toEqual([]);
  });

  it('by leaving the loop closes the connection', async () => {
    let closed = false;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const start = 'event: content_block_start\ndata: {"type":"content_block_start","index":0,';
        controller.enqueue(
          new TextEncoder().encode(`${start}"content_block":{"type":"text","text":"Hi"}}\n\n`),
        );
      },
      cancel() {
        closed = true;
      },
    });
    const headers = { 'content-type': 'text/event-stream' };
    const model = modelAt('http://api.test', {
      fetch: async () => new Response(body, { headers }),
    });
    for await (const event of model.stream(chatRequest())) {
      expect(event).toEqual({ type: 'text', text: 'Hi' });
      break;
    }
    expect(closed).toBe(true);
  });
});
