import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { httpFetch } from '../../src/model/http-fetch.ts';
import { proxyFetch } from '../../src/model/proxy.ts';
import type { ProxySettings } from '../../src/model/proxy-problem.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { collect, modelAt, rejection } from './world.ts';

let api: MessagesApi;
let proxy: { url: string; connections: string[]; server: Server };
afterEach(async () => {
  vi.unstubAllEnvs();
  await api?.close();
  proxy?.server.closeAllConnections();
  proxy?.server.close();
});

/** A proxy that connects every tunnel to the API of the test, whatever host it asks for. */
async function startProxy(target: string): Promise<typeof proxy> {
  const connections: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket) => {
    connections.push(request.url ?? '');
    const upstream = connect(Number(new URL(target).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [upstream, socket]) end.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { url: `http://127.0.0.1:${port}`, connections, server };
}

const none: ProxySettings = { http: undefined, https: undefined, no: undefined };

async function world(settings: (proxyUrl: string) => Partial<ProxySettings>) {
  api = await startMessagesApi({ reply: { text: ['Through ', 'the proxy'] } });
  proxy = await startProxy(api.url);
  return proxyFetch({ ...none, ...settings(proxy.url) });
}

describe('proxyFetch', () => {
  it('streams a reply through the proxy', async () => {
    const fetch = await world((http) => ({ http }));
    const { text, error } = await collect(modelAt('http://claude.test', { fetch }));
    expect([text, error]).toEqual(['Through the proxy', null]);
    expect(proxy.connections).toEqual(['claude.test:80']);
    expect(api.requests[0]?.headers.host).toBe('claude.test');
  });

  it('sends HTTPS through the proxy for HTTP when it has none of its own', async () => {
    const fetch = await world((http) => ({ http }));
    // The tunnel leads to a server without TLS: that the proxy was asked is what counts.
    await rejection(fetch('https://claude.test/'));
    expect(proxy.connections).toEqual(['claude.test:443']);
  });

  it.each(['127.0.0.1', 'localhost'])('never sends a request to %s through it', async (host) => {
    const fetch = await world((http) => ({ http }));
    const { port } = new URL(api.url);
    const { text } = await collect(modelAt(`http://${host}:${port}`, { fetch }));
    expect(text).toBe('Through the proxy');
    expect(proxy.connections).toEqual([]);
  });

  it('goes around it for the hosts that are named, and only for those', async () => {
    const fetch = await world((http) => ({ http, no: 'intern.test, 0.0.0.0' }));
    const { port } = new URL(api.url);
    expect((await collect(modelAt(`http://0.0.0.0:${port}`, { fetch }))).error).toBeNull();
    expect(proxy.connections).toEqual([]);
    expect((await collect(modelAt('http://claude.test', { fetch }))).error).toBeNull();
    expect(proxy.connections).toEqual(['claude.test:80']);
  });

  it('goes straight to the server without a proxy, whatever the environment says', async () => {
    expect(proxyFetch(none)).toBe(httpFetch);
    expect(proxyFetch({ http: '', https: '', no: '*' })).toBe(httpFetch);
    const given = await world((https) => ({ https }));
    vi.stubEnv('HTTP_PROXY', proxy.url);
    vi.stubEnv('NO_PROXY', 'claude.test');
    const { port } = new URL(api.url);
    expect((await given(`http://0.0.0.0:${port}/`, { method: 'POST', body: '{}' })).ok).toBe(true);
    expect(proxy.connections).toEqual([]);
    await rejection(given('https://claude.test/'));
    expect(proxy.connections).toEqual(['claude.test:443']);
  });

  it.each(['not an address', 'socks5://me:hunter2@proxy', '://me:hunter2@'])(
    'refuses a proxy that is none, and does not repeat it: %s',
    (http) => {
      const build = () => proxyFetch({ ...none, http });
      expect(build).toThrow(expect.objectContaining({ code: 'config' }));
      expect(build).toThrow(/^HTTP_PROXY is not/);
      expect(build).not.toThrow('hunter2');
    },
  );
});
