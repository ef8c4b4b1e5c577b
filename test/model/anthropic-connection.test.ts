import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { AnthropicOptions } from '../../src/model/anthropic/model.ts';
import { type Answer, type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import {
  chatRequest,
  collect,
  coloursSchema,
  failureAt,
  modelAt,
  rejection,
  structuredRequest,
} from './world.ts';

let api: MessagesApi;
afterEach(() => api?.close());

async function failureOf(answer: Answer, options: Partial<AnthropicOptions> = {}) {
  api = await startMessagesApi(() => answer);
  return failureAt(api, options);
}

describe('a failure in the middle of the reply', () => {
  it.each([
    ['overload', 'Anthropic is overloaded, not your machine (529). The reply broke off'],
    ['garbage', 'what came was not a valid answer'],
    ['eof', 'ended in the middle of the reply'],
  ] as const)(
    '(%s) comes after the text so far, without another attempt',
    async (after, sentence) => {
      const failure = await failureOf({ text: ['Half ', 'a reply'], after });
      expect(failure).toMatchObject({ code: 'api-unavailable', text: 'Half a reply', requests: 1 });
      expect(failure.message).toContain(sentence);
    },
  );

  it('(reset) comes after the text so far', async () => {
    let gotIt = (): void => undefined;
    const pause = new Promise<void>((resolve) => {
      gotIt = resolve;
    });
    api = await startMessagesApi({ reply: { text: 'Half', pause, after: 'reset' } });
    const { text, error } = await collect(modelAt(api.url), chatRequest(), () => gotIt());
    expect(text).toBe('Half');
    expect(error).toMatchObject({
      code: 'api-unavailable',
      message: `The connection to ${api.url} was lost in the middle of the reply. Say it again.`,
    });
  });

  it('leaves the model usable', async () => {
    const script: Answer[] = [
      { text: 'Half', after: 'overload' },
      { text: 'Half', after: 'garbage' },
      { text: 'Half', after: 'eof' },
    ];
    api = await startMessagesApi({ reply: 'Whole.', script });
    const model = modelAt(api.url);
    const replies = [];
    for (let n = 0; n < 4; n++) replies.push(await collect(model));
    expect(replies.map(({ text }) => text)).toEqual(['Half', 'Half', 'Half', 'Whole.']);
    expect(replies.map(({ error }) => error === null)).toEqual([false, false, false, true]);
  });

  it('shows neither the garbage nor the reply in the error', async () => {
    const { error } = await failureOf({ text: 'Peacocks in Rotterdam', after: 'garbage' });
    expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(/content_bl|Rotterdam/);
  });
});

describe('silence', () => {
  it('in the middle of a reply ends it with what came', async () => {
    const answer: Answer = { text: 'Half', after: 'silence' };
    const { message, code, text } = await failureOf(answer, { idleMs: 400 });
    expect(text).toBe('Half');
    expect(code).toBe('api-unavailable');
    expect(message).toContain('went silent for 400 ms');
  });

  it('in the middle of a structured answer ends it', async () => {
    api = await startMessagesApi(() => ({ text: '{"colours":[]}', after: 'silence' }));
    const model = modelAt(api.url, { idleMs: 400 });
    const error = await rejection(model.structured(structuredRequest(), coloursSchema));
    expect(error).toMatchObject({ message: expect.stringContaining('went silent') });
  });

  it('before the answer is tried again, then said', async () => {
    const answer: Answer = { hold: new Promise(() => undefined) };
    const { message, requests } = await failureOf(answer, { idleMs: 200, maxRetries: 1 });
    expect(requests).toBe(2);
    expect(message).toContain('did not answer in time');
  });
});

describe('the network', () => {
  it('that refuses the connection is named with the address', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const { error } = await collect(modelAt(`http://127.0.0.1:${port}/prefix`, { maxRetries: 0 }));
    expect(error).toMatchObject({
      code: 'api-unavailable',
      message: `Nothing answers at http://127.0.0.1:${port}. Start the server there, or check --base-url.`,
    });
  });

  it.each([
    ['ENOTFOUND', 'Is this machine online?'],
    ['EAI_AGAIN', 'Is this machine online?'],
    ['UND_ERR_CONNECT_TIMEOUT', 'did not answer in time'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
    ['ECONNRESET', 'The connection to http://api.test failed (ECONNRESET)'],
  ])('that fails with %s is said with the way on', async (code, sentence) => {
    const fail = async () => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
    };
    const { error } = await collect(modelAt('http://api.test', { fetch: fail, maxRetries: 0 }));
    expect(error).toMatchObject({
      code: 'api-unavailable',
      message: expect.stringContaining(sentence),
    });
  });

  it('that drops the connection is tried again', async () => {
    api = await startMessagesApi({ reply: 'Here.', script: [{ refuse: true }] });
    const { text } = await collect(modelAt(api.url));
    expect(text).toBe('Here.');
  });
});
