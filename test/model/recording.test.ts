import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { canonicalJson, differencesBetween } from '../../src/model/json-difference.ts';
import type { ModelEvent } from '../../src/model/port.ts';
import {
  decodeRecording,
  encodeExchange,
  type RecordedExchange,
  recordedFetch,
  recordingFetch,
} from '../../src/model/recording.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { callsOf, resultsMessage, toolRequest } from './tool-world.ts';
import {
  chatRequest,
  collect,
  coloursSchema,
  modelAt,
  rejection,
  structuredRequest,
  testKey,
  USER_WORDS,
} from './world.ts';

let api: MessagesApi;
afterEach(() => api?.close());

const say = (text: string) => chatRequest({ messages: [{ role: 'user', text }] });

/** A conversation of two replies and an extraction, as text that a recording must reproduce. */
async function converse(model: ReturnType<typeof modelAt>): Promise<string> {
  const first = await collect(model, say('Hi.'));
  const learned = await model.structured(structuredRequest(), coloursSchema);
  const second = await collect(model, say('Hi.'));
  return JSON.stringify([first.events, learned, second.events]);
}

async function record(): Promise<{ exchanges: RecordedExchange[]; outcome: string }> {
  let count = 0;
  api = await startMessagesApi({
    reply: () => ({ text: ['Reply ', String(++count), ' 🦚'], thinking: 'Hm.', bytewise: true }),
    extraction: { colours: ['red'] },
    script: [{ status: 529, headers: { 'retry-after-ms': '1' } }],
  });
  const exchanges: RecordedExchange[] = [];
  const recorder = recordingFetch(fetch, (exchange) => exchanges.push(exchange));
  const outcome = await converse(modelAt(api.url, { fetch: recorder }));
  return { exchanges, outcome };
}

describe('a recorded conversation', () => {
  it('replays to the same events without a network, through a file, at any address', async () => {
    const { exchanges, outcome } = await record();
    await api.close();
    expect(exchanges.map(({ response }) => response.status)).toEqual([529, 200, 200, 200]);
    const file = exchanges.map(encodeExchange).join('');
    expect(file.match(/\n/g)).toHaveLength(4);
    const replay = recordedFetch(decodeRecording(file, 'conversation.jsonl'));
    const model = modelAt('http://elsewhere.test/gateway', { apiKey: 'another', fetch: replay });
    expect(await converse(model)).toBe(outcome);
  });

  it('is recorded again the same when it is replayed', async () => {
    const { exchanges } = await record();
    const again: RecordedExchange[] = [];
    const replay = recordingFetch(recordedFetch(exchanges), (exchange) => again.push(exchange));
    await converse(modelAt(api.url, { fetch: replay }));
    expect(again).toEqual(exchanges);
  });

  it('holds no credential, no header and no address', async () => {
    const { exchanges } = await record();
    const file = exchanges.map(encodeExchange).join('');
    expect(file).not.toContain(testKey);
    expect(file).not.toMatch(/authorization|bearer|user-agent|127\.0\.0\.1/i);
    for (const { request, response } of exchanges) {
      expect(request).toMatchObject({ method: 'POST', path: '/v1/messages' });
      expect(Object.keys(request)).toEqual(['method', 'path', 'body']);
      expect(Object.keys(response)).toEqual(['status', 'contentType', 'body']);
    }
  });

  it('answers requests that are the same in the order of the recording', async () => {
    const { exchanges } = await record();
    const model = modelAt(api.url, { fetch: recordedFetch(exchanges) });
    const texts = [await collect(model, say('Hi.')), await collect(model, say('Hi.'))];
    expect(texts.map(({ text }) => text)).toEqual(['Reply 1 🦚', 'Reply 2 🦚']);
  });

  it('holds a reply that was stopped as far as it came', async () => {
    const never = new Promise(() => undefined);
    api = await startMessagesApi({ reply: { text: ['Half'], pause: never } });
    const exchanges: RecordedExchange[] = [];
    const recorder = recordingFetch(fetch, (exchange) => exchanges.push(exchange));
    const stop = new AbortController();
    const onEvent = (event: ModelEvent) => {
      if (event.type === 'text') stop.abort();
    };
    const request = chatRequest({ signal: stop.signal });
    const { end } = await collect(modelAt(api.url, { fetch: recorder }), request, onEvent);
    expect(end).toMatchObject({ stop: 'interrupted' });
    await expect.poll(() => exchanges.length).toBe(1);
    expect(exchanges[0]?.response.body).toContain('"text":"Half"');
    expect(exchanges[0]?.response.body).not.toContain('message_stop');
  });
});

describe('a recorded conversation with tools', () => {
  /** A question, the call that it leads to, and the answer from its result. */
  async function converseWithTools(model: ReturnType<typeof modelAt>): Promise<string> {
    const asked = await collect(model, toolRequest());
    const { calls, message } = callsOf(asked.end);
    const results = resultsMessage({ call: calls[0]?.id ?? '', text: 'Eleven 🦚.', isError: true });
    const messages = [...toolRequest().messages, message, results];
    const answered = await collect(model, toolRequest({ messages }));
    return JSON.stringify([asked.events, answered.events]);
  }

  it('replays to the same calls and the same answer, and knows another result from this one', async () => {
    const call = { id: 'toolu_1', name: 'recall_memory', input: { query: 'peacocks 🦚' } };
    api = await startMessagesApi({
      script: [{ thinking: 'Hm.', signature: 'Eq/+=', calls: [call], bytewise: true }],
      reply: 'Eleven.',
    });
    const exchanges: RecordedExchange[] = [];
    const recorder = recordingFetch(fetch, (exchange) => exchanges.push(exchange));
    const outcome = await converseWithTools(modelAt(api.url, { fetch: recorder }));
    await api.close();
    const file = exchanges.map(encodeExchange).join('');
    const recording = () => recordedFetch(decodeRecording(file, 'tools.jsonl'));
    const replayed = modelAt('http://elsewhere.test', { fetch: recording() });
    expect(await converseWithTools(replayed)).toBe(outcome);

    const model = modelAt('http://elsewhere.test', { fetch: recording() });
    const { message } = callsOf((await collect(model, toolRequest())).end);
    const other = resultsMessage({ call: 'toolu_1', text: 'Twelve 🦚.', isError: true });
    const messages = [...toolRequest().messages, message, other];
    expect((await collect(model, toolRequest({ messages }))).error).toMatchObject({
      code: 'not-recorded',
      message: expect.stringContaining('body.messages[2].content[0].content: recorded "Eleven'),
    });
  });
});

describe('a request that is not recorded', () => {
  const exchange = (content: string): RecordedExchange => ({
    request: {
      method: 'POST',
      path: '/v1/messages',
      body: { model: 'm', messages: [{ role: 'user', content }] },
    },
    response: { status: 200, contentType: 'application/json', body: '{}' },
  });
  const send = (replay: typeof fetch, body: unknown) =>
    replay('https://api.test/v1/messages', { method: 'POST', body: JSON.stringify(body) });

  it('fails with its number and the first difference from the nearest one', async () => {
    const replay = recordedFetch([exchange('Hello.'), exchange('How are you today?')]);
    await send(replay, { messages: [{ content: 'Hello.', role: 'user' }], model: 'm' });
    const error = await rejection(
      send(replay, { model: 'm', messages: [{ role: 'user', content: 'How are you tonight?' }] }),
    );
    expect(error).toMatchObject({
      code: 'not-recorded',
      message:
        'Request 2 is not in the recording. The nearest recorded one differs at body.messages[0].content: recorded "How are you today?", now "How are you tonight?". Record the conversation again.',
    });
  });

  it('shows of a long text only what is around the difference', async () => {
    const long = 'x'.repeat(5_000);
    const replay = recordedFetch([exchange(`${long}one${long}`)]);
    const error = await rejection(
      send(replay, { model: 'm', messages: [{ role: 'user', content: `${long}two${long}` }] }),
    );
    expect(String(error)).toContain(`recorded …"${'x'.repeat(20)}one`);
    expect(String(error)).toContain(`now …"${'x'.repeat(20)}two`);
    expect(String(error).length).toBeLessThan(400);
  });

  it('fails when the answers are used up', async () => {
    const replay = recordedFetch([exchange('Hello.')]);
    const { body } = exchange('Hello.').request;
    expect((await send(replay, body)).status).toBe(200);
    expect(await rejection(send(replay, body))).toMatchObject({
      code: 'not-recorded',
      message: expect.stringContaining('Request 2 is not in the recording: all 1 recorded answers'),
    });
  });

  it('reaches the caller of the model as it is, and is not tried again', async () => {
    const { exchanges } = await record();
    let calls = 0;
    const replay = recordedFetch(exchanges);
    const counting: typeof fetch = (input, init) => {
      calls++;
      return replay(input, init);
    };
    const model = modelAt(api.url, { fetch: counting });
    const { error } = await collect(model, say('The request timed out. A timeout!'));
    expect(error).toMatchObject({
      code: 'not-recorded',
      message: expect.stringMatching(
        /^Request 1 is not .* differs at body\.messages\[0\]\.content/,
      ),
    });
    const request = structuredRequest({ prompt: `${USER_WORDS} Timeout.` });
    expect(await rejection(model.structured(request, coloursSchema))).toMatchObject({
      code: 'not-recorded',
      message: expect.stringContaining('Request 2 is not in the recording'),
    });
    expect(calls).toBe(2);
  });
});

describe('a recording file', () => {
  const line = encodeExchange({
    request: { method: 'POST', path: '/v1/messages', body: null },
    response: { status: 200, contentType: 'text/plain', body: 'a\nb' },
  });

  it.each([
    ['no JSON', 'secret words'],
    ['a list', '[]'],
    ['a request without a body', line.replace('"body":null', '"rest":null')],
    ['a status that is none', line.replace('200', '999')],
    ['a body that is no text', line.replace('"a\\nb"', '7')],
    ['half a line', line.slice(0, 40)],
  ])('with %s is refused by its line, and not quoted', (_what, bad) => {
    const decode = () => decodeRecording(`${line}\n${bad}\n`, 'talk.jsonl');
    expect(decode).toThrow(
      expect.objectContaining({
        code: 'config',
        message: 'Line 3 of talk.jsonl is not a recorded exchange. Record the conversation again.',
      }),
    );
  });

  it('keeps every exchange as it is', () => {
    const anyExchange = fc.record({
      request: fc.record({
        method: fc.constantFrom('GET', 'POST'),
        path: fc.string(),
        body: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value))),
      }),
      response: fc.record({
        status: fc.integer({ min: 200, max: 599 }),
        contentType: fc.string(),
        body: fc.string({ unit: 'binary' }),
      }),
    });
    fc.assert(
      fc.property(fc.array(anyExchange), (exchanges) => {
        const file = exchanges.map(encodeExchange).join('');
        expect(decodeRecording(file, 'f')).toEqual(exchanges);
      }),
    );
  });
});

describe('differencesBetween', () => {
  it('finds none between values of the same canonical JSON, and one between others', () => {
    const value = fc.jsonValue().map((json) => JSON.parse(JSON.stringify(json)));
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(differencesBetween(a, a)).toEqual([]);
        expect(differencesBetween(a, b).length === 0).toBe(canonicalJson(a) === canonicalJson(b));
      }),
    );
  });
});
