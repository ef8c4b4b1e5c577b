import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Machine } from '../support/bin.ts';
import { type Answer, type MessagesApi, startMessagesApi } from '../support/messages-api.ts';

const KEY = ['sk', 'ant', 'api03', 'Test'.repeat(12)].join('-');

let machine: Machine;
let api: MessagesApi;
let proxy: Server | undefined;
beforeEach(() => {
  machine = new Machine();
});
afterEach(async () => {
  await api?.close();
  proxy?.close();
  machine[Symbol.dispose]();
});

const failure = (status: number, type: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'retry-after-ms': '1', ...headers },
  error: { type, message: 'Because of it.' },
});

async function say(env: Record<string, string>) {
  const outcome = await machine.run(['-u', 'alice', '-p', 'I like tea.'], {
    env: { ANTHROPIC_API_KEY: KEY, ...env },
  });
  expect(outcome.stdout + outcome.stderr).not.toContain(KEY);
  expect(outcome.stderr).not.toContain('    at ');
  expect(outcome.stderr).toContain('the next start takes it up');
  return outcome;
}

describe('what goes wrong at the API is told in words with the way on', () => {
  it.each([
    [failure(401, 'authentication_error'), 77, 'Check ANTHROPIC_API_KEY'],
    [failure(403, 'permission_error'), 77, 'Use another one, or another model with --model'],
    [failure(404, 'not_found_error'), 69, 'does not know the model "claude-sonnet-5-5"'],
    [
      failure(429, 'rate_limit_error', { 'x-should-retry': 'false', 'retry-after': '7' }),
      69,
      'has had too many requests (429)',
    ],
    [failure(500, 'api_error'), 69, 'Anthropic has a problem of its own, not your machine (500)'],
    [failure(529, 'overloaded_error'), 69, 'Anthropic is overloaded, not your machine (529)'],
  ] as const)('%j: %i', async (answer, code, words) => {
    api = await startMessagesApi(() => answer);
    const outcome = await say({ ANTHROPIC_BASE_URL: api.url });
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toContain(words);
  });

  it('says how long a server asks to wait', async () => {
    const headers = { 'x-should-retry': 'false', 'retry-after-ms': '7000' };
    api = await startMessagesApi(() => failure(429, 'rate_limit_error', headers));
    const outcome = await say({ ANTHROPIC_BASE_URL: api.url });
    expect(outcome.stderr).toContain('It asks to wait 7 s; say it again then.');
  });
});

describe('what goes wrong at a proxy is not put on the server', () => {
  async function proxyAt(status: number): Promise<string> {
    const server = createServer();
    proxy = server;
    server.on('connect', (_request, socket) => socket.end(`HTTP/1.1 ${status} No\r\n\r\n`));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return `127.0.0.1:${port}`;
  }

  it.each([
    [407, 'wants a name and a password (407)'],
    [403, 'does not let the request through (403)'],
  ])('one that answers %i', async (status, words) => {
    const address = await proxyAt(status);
    const secret = 'pr0xypassw0rd';
    const outcome = await say({ HTTPS_PROXY: `http://me:${secret}@${address}` });
    expect(outcome.code).toBe(69);
    expect(outcome.stderr).toContain(`The proxy at ${address} (HTTPS_PROXY) ${words}`);
    expect(outcome.stderr).not.toContain(secret);
  });

  it('one that does not answer', async () => {
    const address = await proxyAt(200);
    const server = proxy;
    await new Promise((resolve) => server?.close(resolve));
    const outcome = await say({ HTTPS_PROXY: `http://${address}` });
    expect(outcome.code).toBe(69);
    expect(outcome.stderr).toContain(`The proxy at ${address} (HTTPS_PROXY) does not answer.`);
  });
});
