import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { MemchatError } from '../../src/errors.ts';
import { type ReachOptions, reach } from '../../src/model/reach.ts';
import {
  type Answer,
  type Handler,
  type MessagesApi,
  startMessagesApi,
} from '../support/messages-api.ts';
import { testKey } from './world.ts';

let api: MessagesApi;
afterEach(() => api?.close());

const MODELS = { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' };
const json = (value: unknown): Answer => ({ raw: JSON.stringify(value) });

/** What is found at a local server. */
async function reachServer(handler: Handler, over: Partial<ReachOptions> = {}) {
  api = await startMessagesApi(handler);
  return reach({
    apiKey: testKey,
    authToken: null,
    profile: null,
    baseUrl: api.url,
    models: MODELS,
    network: () => fetch,
    ...over,
  });
}

/** What is found of Anthropic, whose part a local server plays. */
function reachAnthropic(handler: Handler, over: Partial<ReachOptions> = {}) {
  const toServer: typeof fetch = (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : String(input));
    return fetch(`${api.url}${pathname}`, init);
  };
  return reachServer(handler, { baseUrl: null, network: () => toServer, ...over });
}

describe('reaching Anthropic', () => {
  it('asks for each model once, with the credential, and for nothing that costs', async () => {
    const found = await reachAnthropic(() => json({ type: 'model', id: 'm' }));
    expect(found).toEqual([
      {
        check: 'reachability',
        status: 'ok',
        message:
          'Anthropic answers, takes the credential and knows claude-sonnet-5-5 and claude-haiku-5-5.',
        mend: null,
      },
    ]);
    expect(api.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/models/claude-sonnet-5-5',
      'GET /v1/models/claude-haiku-5-5',
    ]);
    expect(api.requests[0]?.headers.authorization).toBe(`Bearer ${testKey}`);
  });

  it('tells of a model that it does not know, by its flag', async () => {
    const error = { type: 'not_found_error', message: 'model: claude-typo' };
    const found = await reachAnthropic(
      ({ path }) => (path.endsWith('typo') ? { status: 404, error } : json({ id: 'm' })),
      { models: { chat: 'claude-typo', memory: MODELS.memory } },
    );
    expect(found).toMatchObject([
      { check: 'reachability', status: 'ok' },
      {
        check: 'model',
        status: 'problem',
        message: 'Anthropic does not know the model "claude-typo". Name another one with --model.',
        mend: 'memchat --model claude-sonnet-5-5 doctor',
      },
    ]);
    expect(found[0]?.message).not.toContain('typo');
  });

  it.each([
    [401, 'authentication_error', 'credential', 'problem', 'refused the API key (401)'],
    [403, 'permission_error', 'credential', 'problem', '(403)'],
    [429, 'rate_limit_error', 'reachability', 'warning', 'too many requests (429)'],
    [500, 'api_error', 'reachability', 'problem', 'a problem of its own'],
    [529, 'overloaded_error', 'reachability', 'warning', 'overloaded'],
  ] as const)('says what %i means, after one request', async (status, type, check, how, words) => {
    const error = { type, message: `invalid x-api-key ${testKey}` };
    const found = await reachAnthropic(() => ({ status, error }));
    expect(found).toMatchObject([{ check, status: how, message: expect.stringContaining(words) }]);
    expect(api.requests).toHaveLength(1);
    expect(JSON.stringify(found)).not.toContain(testKey.slice(-8));
    expect(found[0]?.message).not.toMatch(/say it again/i);
  });
});

describe('reaching a server of another kind', () => {
  const models = { chat: 'llama3.2', memory: 'llama3.2' };

  it('finds the models that it lists, also by a name without their tag', async () => {
    const list = json({ object: 'list', data: [{ id: 'llama3.2:latest' }, { id: 'qwen3' }] });
    const found = await reachServer(() => list, { models, apiKey: null });
    expect(found).toMatchObject([{ check: 'reachability', status: 'ok' }]);
    expect(api.requests.map(({ path }) => path)).toEqual(['/v1/models']);
    expect(api.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('tells of one that it does not list, and what it has', async () => {
    const found = await reachServer(() => json({ data: [{ id: 'qwen3' }] }), { models });
    expect(found).toMatchObject([
      { status: 'ok' },
      {
        check: 'model',
        status: 'warning',
        message: `${api.url} does not list the model "llama3.2". It has qwen3.`,
        mend: `memchat --base-url ${api.url} --model qwen3 doctor`,
      },
    ]);
  });

  it.each([
    ['a 404', { status: 404 }],
    ['a web page', { raw: '<html></html>', contentType: 'text/html' }],
    ['half a JSON', { raw: '{"data": [' }],
    ['something else', { raw: '[1]' }],
    ['a part of a list', { raw: '{"data": [], "has_more": true}' }],
  ] as const)('takes %s for an answer: it is reached', async (_, answer) => {
    const found = await reachServer(() => answer, { models });
    expect(found).toMatchObject([{ check: 'reachability', status: 'ok' }]);
  });

  it('warns of a 500: it is reached, but something is wrong with it', async () => {
    const found = await reachServer(() => ({ status: 500 }), { models });
    expect(found).toMatchObject([{ check: 'reachability', status: 'warning' }]);
  });

  it('says that it wants a credential', async () => {
    const found = await reachServer(() => ({ status: 401 }), { models, apiKey: null });
    expect(found).toMatchObject([{ check: 'credential', status: 'problem' }]);
  });
});

describe('reaching nothing', () => {
  it('is said after the time that is given, without another attempt', async () => {
    const found = await reachServer(() => ({ hold: new Promise(() => {}) }), { timeoutMs: 150 });
    expect(found).toMatchObject([
      {
        check: 'reachability',
        status: 'problem',
        message: expect.stringContaining('did not answer in time'),
      },
    ]);
    expect(api.requests).toHaveLength(1);
  });

  it('is said when the answer stops in the middle', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.write(
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
      );
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const baseUrl = `http://127.0.0.1:${port}`;
    const found = await reachServer(() => json({}), { baseUrl, timeoutMs: 150 });
    server.close();
    expect(found).toMatchObject([{ check: 'reachability', status: 'problem' }]);
  });

  it('is said with the address where nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const baseUrl = `http://127.0.0.1:${port}`;
    const found = await reachServer(() => json({}), { baseUrl });
    expect(found).toMatchObject([
      { status: 'problem', message: expect.stringContaining(`Nothing answers at ${baseUrl}`) },
    ]);
  });

  it('is said for a key, an address or a proxy that cannot be one', async () => {
    const badKey = await reachServer(() => json({}), { apiKey: 'two words' });
    expect(badKey).toMatchObject([{ check: 'credential', status: 'problem' }]);
    const badProxy = await reachServer(() => json({}), {
      network: () => {
        throw new MemchatError('HTTPS_PROXY is not the address of a proxy.', 'config');
      },
    });
    expect(badProxy).toMatchObject([
      { check: 'reachability', message: expect.stringContaining('HTTPS_PROXY') },
    ]);
    expect(JSON.stringify(badKey)).not.toContain('two words');
  });
});
