import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { systemErrorOf } from '../../src/model/anthropic/network.ts';
import { httpFetch } from '../../src/model/http-fetch.ts';
import { rejection } from './world.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Resolves to the address of a server. */
async function serve(handler: Handler): Promise<string> {
  const started = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => handler(request, response, Buffer.concat(chunks).toString('utf8')));
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

/** All of an answer that a caller can see. */
async function seen(response: Response) {
  const headers = [...response.headers].filter(([name]) => name !== 'date');
  const { status, statusText, ok } = response;
  return { status, statusText, ok, headers, body: await response.text() };
}

describe('httpFetch', () => {
  it('sees in any answer what the fetch of Node sees', async () => {
    let answer: { status: number; text: string; header: string; compressed: boolean };
    const url = await serve((_, response) => {
      const { status, text, header, compressed } = answer;
      const empty = status === 204 || status === 304;
      if (compressed && !empty) response.setHeader('content-encoding', 'gzip');
      response.writeHead(status, { 'x-of-the-test': header, 'set-cookie': ['a=1', 'b=2'] });
      response.end(empty ? undefined : compressed ? gzipSync(text) : text);
    });
    const property = fc.asyncProperty(
      fc.record({
        status: fc.constantFrom(200, 201, 204, 304, 400, 401, 404, 413, 429, 500, 529),
        text: fc.string({ unit: 'grapheme', maxLength: 5_000 }),
        header: fc.stringMatching(/^[!-~]{0,40}$/),
        compressed: fc.boolean(),
      }),
      async (given) => {
        answer = given;
        expect(await seen(await httpFetch(url))).toEqual(await seen(await fetch(url)));
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  it('sends the method, the headers and every byte of the text', async () => {
    const url = await serve((request, response, body) => {
      const { 'x-key': key, 'content-length': length } = request.headers;
      response.end(
        JSON.stringify({ method: request.method, path: request.url, key, length, body }),
      );
    });
    const property = fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (body) => {
      const headers = new Headers({ 'x-key': 'k' });
      const response = await httpFetch(`${url}/a?b=c`, { method: 'POST', headers, body });
      const length = String(Buffer.byteLength(body));
      const sent = { method: 'POST', path: '/a?b=c', key: 'k', length, body };
      expect(await response.json()).toEqual(sent);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it.each([false, true])(
    'gives the first piece before the last is there, gzip: %s',
    async (zip) => {
      let finish = (): void => undefined;
      const url = await serve((_, response) => {
        const first = gzipSync('first');
        response.writeHead(200, zip ? { 'content-encoding': 'gzip' } : {});
        // Without its end, as a server flushes it.
        response.write(zip ? first.subarray(0, -8) : 'first');
        finish = () => response.end(zip ? first.subarray(-8) : undefined);
      });
      const reader = (await httpFetch(url)).body?.getReader();
      const { value } = (await reader?.read()) ?? {};
      expect(new TextDecoder().decode(value)).toBe('first');
      finish();
      expect((await reader?.read())?.done).toBe(true);
    },
  );

  it('follows a redirect with the whole request', async () => {
    const url = await serve((request, response, body) => {
      if (request.url === '/') response.writeHead(307, { location: '/there' }).end();
      else response.end(`${request.method} ${request.url} ${body}`);
    });
    const response = await httpFetch(url, { method: 'POST', body: 'hello' });
    expect(await response.text()).toBe('POST /there hello');
  });

  it('leaves a body that is no text to the fetch of Node', async () => {
    const url = await serve((_, response, body) => response.end(body));
    const body = new Uint8Array([104, 105]);
    expect(await (await httpFetch(url, { method: 'POST', body })).text()).toBe('hi');
    const request = new Request(url, { method: 'POST', body: 'a request' });
    expect(await (await httpFetch(request)).text()).toBe('a request');
  });

  it('fails with the error of the system where nothing answers', async () => {
    const url = await serve(() => undefined);
    server?.close();
    expect(systemErrorOf(await rejection(httpFetch(url)))).toBe('ECONNREFUSED');
  });

  it.each([0, 5])('fails when the connection is lost after %i bytes', async (bytes) => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      if (bytes > 0) response.write('x'.repeat(bytes), () => response.socket?.resetAndDestroy());
      else response.socket?.resetAndDestroy();
    });
    const failed = await rejection(httpFetch(url).then((response) => response.text()));
    expect(systemErrorOf(failed)).toBe('ECONNRESET');
  });

  it('stops at once where it is aborted: before, while it waits, and in the body', async () => {
    const stop = new AbortController();
    const url = await serve((request, response) => {
      if (request.url === '/body') response.writeHead(200).write('begun');
    });
    const waiting = rejection(httpFetch(url, { signal: stop.signal }));
    const response = await httpFetch(`${url}/body`, { signal: stop.signal });
    const reading = rejection(response.text());
    stop.abort();
    const before = rejection(httpFetch(url, { signal: stop.signal }));
    expect(await before).toMatchObject({ name: 'AbortError' });
    expect(await waiting).toMatchObject({ name: 'AbortError' });
    expect(await reading).toBeInstanceOf(Error);
  });

  it('ends the connection of an answer that is not read to its end', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200).write('begun');
    });
    const connections = () =>
      new Promise<number>((resolve) => server?.getConnections((_, count) => resolve(count)));
    const response = await httpFetch(url);
    expect(await connections()).toBe(1);
    await response.body?.cancel();
    await expect.poll(connections).toBe(0);
  });
});
