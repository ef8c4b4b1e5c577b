import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

/** A request as the server got it. */
export interface EmbeddingsRequest {
  /** 1 for the first one. */
  number: number;
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: { model?: string; input: string[]; encoding_format?: string };
}

/** What the server does with one request; default: the vectors of the texts. */
export interface EmbeddingsAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** The body: a text as it is, anything else as JSON. */
  body?: unknown;
  /** The server answers when this settles. */
  hold?: Promise<unknown>;
  /** The connection is reset: before an answer, or in the middle of it. */
  reset?: 'before' | 'within';
}

export interface EmbeddingsApi {
  /** The address without a path. */
  url: string;
  requests: EmbeddingsRequest[];
  /** Resolves when so many requests have come. */
  asked(count: number): Promise<void>;
  close(): Promise<void>;
}

export type EmbeddingsHandler = (request: EmbeddingsRequest) => EmbeddingsAnswer | undefined;

/** An embeddings API on 127.0.0.1 with a port of its own: real HTTP. */
export async function startEmbeddingsApi(
  handler: EmbeddingsHandler = () => undefined,
): Promise<EmbeddingsApi> {
  const requests: EmbeddingsRequest[] = [];
  const listeners = new Set<() => void>();
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request: EmbeddingsRequest = {
        number: requests.length + 1,
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: JSON.parse(Buffer.concat(chunks).toString() || '{"input":[]}'),
      };
      requests.push(request);
      for (const listener of listeners) listener();
      answer(handler(request) ?? {}, request, response).catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    asked: (count) =>
      new Promise((resolve) => {
        const check = () => requests.length >= count && resolve();
        listeners.add(check);
        check();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  given: EmbeddingsAnswer,
  request: EmbeddingsRequest,
  response: ServerResponse,
): Promise<void> {
  await given.hold;
  if (given.reset === 'before') {
    response.socket?.resetAndDestroy();
    return;
  }
  const body = given.body ?? listOf(request.body.input.map(vectorFor));
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(given.status ?? 200, { 'content-type': 'application/json', ...given.headers });
  if (given.reset === undefined) {
    response.end(text);
    return;
  }
  // On its way before the reset, which must not overtake it.
  await new Promise<void>((resolve) => response.write(text.slice(0, 20), () => resolve()));
  response.socket?.resetAndDestroy();
}

/** An answer with these vectors. */
export function listOf(vectors: readonly (readonly number[])[]): object {
  const data = vectors.map((embedding, index) => ({ object: 'embedding', index, embedding }));
  return { object: 'list', data, model: 'test', usage: { prompt_tokens: 1, total_tokens: 1 } };
}

/** The vector of a text: one number for each topic, by how many words of it the text has. */
export function vectorFor(text: string): number[] {
  const topics = [/tea|coffee|drink/gi, /cat|dog|pet/gi, /berlin|paris|city/gi];
  return [...topics.map((topic) => (text.match(topic) ?? []).length), 0.1];
}
