import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AnswerMessage, eventsOf, messageOf } from './messages-events.ts';

/** A request as the server got it. */
export interface ApiRequest {
  /** 1 for the first one. */
  number: number;
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: ApiBody;
}

export interface ApiBody {
  model: string;
  max_tokens: number;
  stream?: boolean;
  messages: { role: string; content: string | ApiBlock[] }[];
  tools?: { name: string; description: string; input_schema: Record<string, unknown> }[];
  system?: string | { type: string; text: string; cache_control?: unknown }[];
  output_config?: { format?: { type: string; schema: unknown }; effort?: string };
  [field: string]: unknown;
}

/** A content block of a request. */
export interface ApiBlock {
  type: string;
  [field: string]: unknown;
}

/** What the server does with one request. */
export interface Answer extends AnswerMessage {
  /** Default 200. Any other sends `error`. */
  status?: number;
  headers?: Record<string, string>;
  error?: { type: string; message: string };
  /** The server answers when this settles. */
  hold?: Promise<unknown>;
  /** Before the last block ends, or what comes in place of that, the server waits for this. */
  pause?: Promise<unknown>;
  /** The body as it is, instead of all of the above; with `contentType`, default JSON. */
  raw?: string;
  contentType?: string;
  /** Sends a stream byte by byte, each in a chunk of its own. */
  bytewise?: boolean;
  /**
   * What happens once the last piece of the last block is sent, in place of the end of the stream: an overload event, a
   * reset connection, garbage in an event, an end without an end, or silence. Structured answers
   * know `reset` and `silence`.
   */
  after?: 'overload' | 'reset' | 'garbage' | 'eof' | 'silence';
  /** `reset` before a single byte of an answer: the connection is just closed. */
  refuse?: boolean;
}

export type Handler = (request: ApiRequest) => Answer | Promise<Answer>;

export interface MessagesApiOptions {
  /** Answers to chat requests; default "Hello." */
  reply?: string | Answer | Handler;
  /** Answers to structured requests (a value is sent as JSON); default an empty extraction. */
  extraction?: object | ((request: ApiRequest) => object);
  /** Answers to the first requests, whatever they are; null leaves one to the two above. */
  script?: (Answer | null)[];
}

export interface MessagesApi {
  /** The base URL. */
  url: string;
  /** Every request so far, in order. */
  requests: ApiRequest[];
  /** Ends every connection. May be called again. */
  close(): Promise<void>;
}

const EMPTY_EXTRACTION = { reasoning: '', summary: null, name: null, facts: [], preferences: [] };

/**
 * A Messages API on 127.0.0.1 with a port of its own: real HTTP, real server-sent events. Give it
 * a handler for every request, or the parts of one.
 */
export async function startMessagesApi(
  behaviour: Handler | MessagesApiOptions = {},
): Promise<MessagesApi> {
  const handler = typeof behaviour === 'function' ? behaviour : handlerOf(behaviour);
  const requests: ApiRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request: ApiRequest = {
        number: requests.length + 1,
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}'),
      };
      requests.push(request);
      answer(handler, request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        // Its only error is that the server is closed already.
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Whether a request asks for an answer in the form of a schema, by the API's way or in words. */
export function isStructured({ body }: ApiRequest): boolean {
  return (
    body.output_config?.format !== undefined ||
    JSON.stringify(body.system ?? '').includes('JSON Schema')
  );
}

function handlerOf({ reply = 'Hello.', extraction, script = [] }: MessagesApiOptions): Handler {
  return (request) => {
    const scripted = script[request.number - 1];
    if (scripted) return scripted;
    if (isStructured(request)) {
      const value = typeof extraction === 'function' ? extraction(request) : extraction;
      return { text: JSON.stringify(value ?? EMPTY_EXTRACTION) };
    }
    if (typeof reply === 'function') return reply(request);
    return typeof reply === 'string' ? { text: reply } : reply;
  };
}

async function answer(handler: Handler, request: ApiRequest, response: ServerResponse) {
  const given = await handler(request);
  await given.hold;
  const { status = 200, headers = {}, after, raw, error } = given;
  if (given.refuse === true) {
    response.socket?.resetAndDestroy();
    return;
  }
  if (raw !== undefined || status !== 200) {
    const body = raw ?? JSON.stringify({ type: 'error', error, request_id: 'req_test' });
    const contentType = given.contentType ?? 'application/json';
    response.writeHead(status, { 'content-type': contentType, ...headers }).end(body);
    return;
  }
  if (request.body.stream !== true) {
    const body = JSON.stringify(messageOf(given, request.body.model));
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    if (after === undefined) response.end(body);
    else {
      await send(response, body.slice(0, body.length / 2), false);
      if (after === 'reset') response.socket?.resetAndDestroy();
    }
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', ...headers });
  const { beginning, end } = eventsOf(given, request.body.model);
  await send(response, beginning, given.bytewise === true);
  await given.pause;
  switch (after) {
    case undefined:
      await send(response, end, given.bytewise === true);
      response.end();
      break;
    case 'overload':
      response.end(
        'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
      );
      break;
    case 'garbage':
      response.end('event: content_block_delta\ndata: {"type":"content_bl\u0000ock ]]\n\n');
      break;
    case 'reset':
      response.socket?.resetAndDestroy();
      break;
    case 'eof':
      response.end();
      break;
    case 'silence':
      break;
  }
}

/** Resolves when the bytes are on their way: a reset right behind them must not overtake them. */
async function send(response: ServerResponse, text: string, bytewise: boolean): Promise<void> {
  const bytes = Buffer.from(text);
  const step = bytewise ? 1 : Math.max(bytes.length, 1);
  for (let at = 0; at < bytes.length; at += step) {
    const chunk = bytes.subarray(at, at + step);
    await new Promise<void>((resolve, reject) => {
      response.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
