import type { IncomingMessage, RequestOptions } from 'node:http';
import { pipeline, Readable } from 'node:stream';

/**
 * `fetch` over `node:http`. Node's own compiles its HTTP parser from WebAssembly in every process,
 * which takes as long as a start. Answers and failures are as there; a body that is no text, and a
 * redirect, is left to it. Of encodings it asks for gzip alone.
 */
export const httpFetch: typeof fetch = async (input, init = {}) => {
  const { method = 'GET', body = '', signal } = init;
  if (input instanceof Request || typeof body !== 'string') return fetch(input, init);
  const headers = new Headers(init.headers);
  headers.set('accept-encoding', 'gzip');
  const options = { method, headers: Object.fromEntries(headers), ...(signal && { signal }) };
  const answer = await send(new URL(input), options, body);
  const { statusCode: status = 0, statusMessage: statusText = '' } = answer;
  if (status >= 300 && status < 400 && answer.headers.location !== undefined) {
    answer.destroy();
    return fetch(input, init);
  }
  const said = { status, statusText, headers: headersOf(answer) };
  if (![204, 205, 304].includes(status)) {
    return new Response(Readable.toWeb(await decoded(answer)), said);
  }
  answer.resume();
  return new Response(null, said);
};

/** Resolves to the answer when its head is there. Rejects with the system's error, or the abort. */
async function send(url: URL, options: RequestOptions, body: string): Promise<IncomingMessage> {
  const { request } = await (url.protocol === 'https:'
    ? import('node:https')
    : import('node:http'));
  return new Promise((resolve, reject) => {
    const sent = request(url, options, resolve);
    sent.on('error', reject);
    sent.end(body);
  });
}

async function decoded(answer: IncomingMessage): Promise<Readable> {
  if (!/^(?:x-)?gzip$/i.test(answer.headers['content-encoding'] ?? '')) return answer;
  const { createGunzip } = await import('node:zlib');
  // A failure is the reader's to see.
  return pipeline(answer, createGunzip(), () => {});
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  }
  return headers;
}
