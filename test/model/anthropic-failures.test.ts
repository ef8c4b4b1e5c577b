import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { MemchatError } from '../../src/errors.ts';
import type { AnthropicOptions } from '../../src/model/anthropic/model.ts';
import { type Answer, type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import {
  collect,
  coloursSchema,
  failureAt,
  modelAt,
  rejection,
  structuredRequest,
  testKey,
  USER_WORDS,
} from './world.ts';

let api: MessagesApi;
afterEach(() => api?.close());

/** A wait so short that a retry costs a test nothing. */
const soon = { 'retry-after-ms': '1' };

const overloaded: Answer = {
  status: 529,
  error: { type: 'overloaded_error', message: 'Overloaded' },
  headers: soon,
};

async function failureOf(answer: Answer, options: Partial<AnthropicOptions> = {}) {
  api = await startMessagesApi(() => answer);
  return failureAt(api, options);
}

describe('an overload or a rate limit before the reply', () => {
  it('is tried again and not noticed when it passes', async () => {
    api = await startMessagesApi({ reply: 'Here.', script: [overloaded, overloaded] });
    const { text, error } = await collect(modelAt(api.url));
    expect([text, error]).toEqual(['Here.', null]);
    expect(api.requests).toHaveLength(3);
  });

  it.each([
    [529, 'overloaded_error', 'Anthropic is overloaded, not your machine (529).'],
    [503, 'api_error', 'Anthropic is overloaded, not your machine (503).'],
    [500, 'api_error', 'Anthropic has a problem of its own, not your machine (500).'],
  ])('that stays (%i) is said after three attempts', async (status, type, sentence) => {
    const failure = await failureOf({ status, error: { type, message: 'No.' }, headers: soon });
    expect(failure).toMatchObject({ code: 'api-unavailable', requests: 3 });
    expect(failure.message).toContain(sentence);
    expect(failure.message).toContain('say it again');
  });

  it.each([
    ['3600', '60 min'],
    ['90', '90 s'],
  ])(
    'names the wait of %s seconds that the server asks for, but does not wait so long',
    async (asked, said) => {
      const answer: Answer = {
        status: 429,
        error: { type: 'rate_limit_error', message: 'Slow down.' },
        headers: { 'retry-after': asked },
      };
      const { message, code, requests } = await failureOf(answer, { retryAfterCapMs: 1 });
      expect(code).toBe('api-unavailable');
      expect(requests).toBe(3);
      expect(message).toBe(
        `${api.url} has had too many requests (429). It asks to wait ${said}; say it again then.`,
      );
    },
  );

  it.each([
    ['retry-after-ms', '86400000', 'wait 1440 min'],
    ['retry-after', 'Fri, 01 Jan 2100 00:00:00 GMT', 'wait'],
  ])('is capped also when it comes as %s: %s', async (name, value, said) => {
    const answer: Answer = {
      status: 429,
      error: { type: 'rate_limit_error', message: 'Slow down.' },
      headers: { [name]: value, date: 'Thu, 31 Dec 2099 00:00:00 GMT' },
    };
    const { message } = await failureOf(answer, { retryAfterCapMs: 1 });
    expect(message).toContain(said);
  });

  it('of another server is not put on Anthropic', async () => {
    const { message } = await failureOf(overloaded, { capabilities: 'compatible' });
    expect(message).not.toContain('Anthropic');
    expect(message).toContain(`${api.url} is overloaded (529)`);
  });
});

describe('a request that is refused', () => {
  it.each([
    [400, 'invalid_request_error', 'api-unavailable', 'did not accept the request (400)'],
    [
      401,
      'authentication_error',
      'credential',
      'refused the API key (401). Check ANTHROPIC_API_KEY',
    ],
    [402, 'billing_error', 'api-unavailable', 'credit is used up'],
    [403, 'permission_error', 'credential', 'does not allow this'],
    [
      404,
      'not_found_error',
      'api-unavailable',
      'model "claude-sonnet-5-5". Name another one with --model',
    ],
    [413, 'request_too_large', 'api-unavailable', 'too large'],
  ])('with %i is said at once, with the way on', async (status, type, code, sentence) => {
    const failure = await failureOf({ status, error: { type, message: 'No.' } });
    expect(failure).toMatchObject({ code, requests: 1 });
    expect(failure.message).toContain(sentence);
  });

  it.each([
    [{ authToken: 'some-token' }, 'ANTHROPIC_AUTH_TOKEN'],
    [{ capabilities: 'compatible' as const }, 'wants a credential'],
  ])('says which credential was refused', async (options, sentence) => {
    const error = { type: 'authentication_error', message: 'No.' };
    const { message } = await failureOf({ status: 401, error }, { apiKey: null, ...options });
    expect(message).toContain(sentence);
  });

  it('is Anthropic only where Anthropic is at the address', async () => {
    const body = JSON.stringify({
      type: 'error',
      error: { type: 'authentication_error', message: 'No.' },
    });
    // What stands for the network answers for Anthropic's own address.
    const fetch = async () =>
      new Response(body, { status: 401, headers: { 'content-type': 'application/json' } });
    const model = modelAt('https://api.anthropic.com', { fetch });
    const failure = await rejection(model.structured(structuredRequest(), coloursSchema));
    expect(failure).toMatchObject({
      message:
        'Anthropic refused the API key (401). Check ANTHROPIC_API_KEY: is it whole, and not revoked?',
    });
    const elsewhere = await failureOf({
      status: 401,
      error: { type: 'authentication_error', message: 'No.' },
    });
    expect(elsewhere.message).toContain(`${api.url} refused the API key (401).`);
  });

  it('names --memory-model when it was the memory model', async () => {
    const error = { type: 'not_found_error', message: 'model: claude-haiku-9' };
    api = await startMessagesApi(() => ({ status: 404, error }));
    const request = structuredRequest({ model: 'claude-haiku-9' });
    const failure = await rejection(modelAt(api.url).structured(request, coloursSchema));
    expect(failure).toMatchObject({
      message: `${api.url} does not know the model "claude-haiku-9". Name another one with --memory-model.`,
    });
  });

  it('gives the reason of the server, in one line and without control characters', async () => {
    const message = 'prompt is too long:\n\u001b[31m5 tokens > 4 maximum.';
    const failure = await failureOf({
      status: 400,
      error: { type: 'invalid_request_error', message },
    });
    expect(failure.message).toBe(
      `${api.url} did not accept the request (400): prompt is too long: [31m5 tokens > 4 maximum.`,
    );
  });

  it('says that the credit is used up, which comes as a 400', async () => {
    const message = 'Your credit balance is too low to access the API.';
    const failure = await failureOf({
      status: 400,
      error: { type: 'invalid_request_error', message },
    });
    expect(failure.message).toContain('Add credit');
  });

  it.each([
    ['the key', () => `invalid key ${testKey}`],
    ['half of the key', () => `invalid key ${testKey.slice(0, 20)}***`],
    ['what the user said', () => `cannot parse "${USER_WORDS}"`],
    ['what the user said, in part', () => `near "WILHELMINA keeps\n eleven": no`],
    ['the system prompt', () => 'bad: You remember the user.'],
  ])('does not repeat %s, however much the server does', async (_what, reason) => {
    const text = reason();
    for (const status of [400, 401, 403, 500]) {
      const { error, message } = await failureOf({
        status,
        error: { type: 'api_error', message: text },
        headers: soon,
      });
      await api.close();
      expect(message).not.toContain(text);
      const shown = inspect(error, { depth: 20, showHidden: true });
      for (const secret of [
        testKey,
        testKey.slice(0, 20),
        'Wilhelmina',
        'WILHELMINA',
        'You remember',
      ]) {
        expect(shown).not.toContain(secret);
      }
    }
  });
});

describe('an address that is not the Messages API', () => {
  const page: Answer = { raw: '<html>Log in to the network</html>', contentType: 'text/html' };

  it('is said for a chat and for a structured request', async () => {
    const { message } = await failureOf(page);
    expect(message).toContain('Check --base-url');
    const error = await rejection(modelAt(api.url).structured(structuredRequest(), coloursSchema));
    expect(error).toMatchObject({
      code: 'api-unavailable',
      message: expect.stringContaining('is not the Messages API. Check --base-url.'),
    });
  });

  it('is told from a model that is not there', async () => {
    const { message } = await failureOf({ ...page, status: 404 });
    expect(message).toContain('There is no Messages API at');
  });
});

describe('a MemchatError of fetch', () => {
  it('comes through as it is, without another attempt, whatever it says', async () => {
    let calls = 0;
    const thrown = new MemchatError('The words "timed out" are not in it.', 'not-recorded');
    const fail = async () => {
      calls++;
      throw thrown;
    };
    const { error } = await collect(modelAt('http://api.test', { fetch: fail }));
    expect(error).toBe(thrown);
    expect(calls).toBe(1);
  });
});
