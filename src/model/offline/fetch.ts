import { createHash } from 'node:crypto';
import { reply } from './reply.ts';
import { type Answer, eventsOf, messageOf } from './sse.ts';
import { type ApiFailure, type MessagesRequest, parseRequest } from './wire.ts';

const MODELS = [
  {
    type: 'model',
    id: 'claude-sonnet-5-5',
    display_name: 'Offline model',
    created_at: '1970-01-01T00:00:00Z',
  },
  {
    type: 'model',
    id: 'claude-haiku-5-5',
    display_name: 'Offline model',
    created_at: '1970-01-01T00:00:00Z',
  },
];

/**
 * The offline model: the Messages API in this process, to be given to the Anthropic SDK as `fetch`.
 * It answers from the request alone, so that the same request gives the same bytes. It rejects with
 * the signal's reason when it is aborted, as `fetch` does; every other failure is an API error.
 */
export function offlineFetch(): typeof fetch {
  return async (input, init) => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : null);
    signal?.throwIfAborted();
    const url = new URL(input instanceof Request ? input.url : input);
    const method = (
      init?.method ?? (input instanceof Request ? input.method : 'GET')
    ).toUpperCase();
    const path = url.pathname.replace(/\/$/u, '');
    if (method === 'GET' && path === '/v1/models') {
      return json(200, {
        data: MODELS,
        has_more: false,
        first_id: MODELS[0]?.id,
        last_id: MODELS[1]?.id,
      });
    }
    const body = await bodyText(input, init?.body);
    signal?.throwIfAborted();
    if (method !== 'POST' || path !== '/v1/messages') {
      return failed(
        { status: 404, type: 'not_found_error', message: `Not found: ${method} ${path}` },
        body,
      );
    }
    const parsed = parseRequest(body);
    if (!parsed.ok) return failed(parsed.failure, body);
    const answer = answerTo(parsed.request, body);
    return parsed.request.stream
      ? streamed(answer, signal)
      : json(200, messageOf(answer), answer.id);
  };
}

async function bodyText(input: string | URL | Request, body: unknown): Promise<string> {
  if (typeof body === 'string') return body;
  if (body === undefined || body === null) return input instanceof Request ? input.text() : '';
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : '';
}

function answerTo(request: MessagesRequest, body: string): Answer {
  const whole = reply(request);
  const limit = request.maxTokens * CHARACTERS_PER_TOKEN;
  const input = request.messages.reduce(
    (sum, message) => sum + charactersOf(message),
    request.system.length,
  );
  const answered = { id: `msg_offline_${digest(body)}`, model: request.model };
  const inputTokens = tokens(input);
  if (typeof whole !== 'string') {
    const { length } = JSON.stringify(whole.input);
    // Half a call is none.
    const fits = length <= limit;
    return {
      ...answered,
      said: fits ? { id: `toolu_offline_${digest(body)}`, ...whole } : '',
      stopReason: fits ? 'tool_use' : 'max_tokens',
      inputTokens,
      outputTokens: tokens(Math.min(length, limit)),
    };
  }
  const text =
    whole.length > limit ? whole.slice(0, limit).replace(/[\uD800-\uDBFF]$/u, '') : whole;
  return {
    ...answered,
    said: text,
    stopReason: text.length < whole.length ? 'max_tokens' : 'end_turn',
    inputTokens,
    outputTokens: tokens(text.length),
  };
}

function charactersOf({ text, calls, results }: MessagesRequest['messages'][number]): number {
  const called = calls.reduce((sum, { input }) => sum + JSON.stringify(input).length, 0);
  return results.reduce((sum, result) => sum + result.text.length, text.length + called);
}

/** The rule of thumb for English text; the offline model has no tokenizer. */
const CHARACTERS_PER_TOKEN = 4;

function tokens(characters: number): number {
  return Math.max(1, Math.ceil(characters / CHARACTERS_PER_TOKEN));
}

function digest(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 24);
}

function streamed(answer: Answer, signal: AbortSignal | null): Response {
  const events = eventsOf(answer);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (signal?.aborted === true) {
        controller.error(signal.reason);
        return;
      }
      const next = events.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
  });
  return new Response(body, {
    status: 200,
    headers: headers('text/event-stream; charset=utf-8', answer.id),
  });
}

function failed({ status, type, message }: ApiFailure, body: string): Response {
  const id = `offline_${digest(body)}`;
  return json(status, { type: 'error', error: { type, message }, request_id: `req_${id}` }, id);
}

function json(status: number, value: unknown, id = 'offline'): Response {
  return new Response(JSON.stringify(value), { status, headers: headers('application/json', id) });
}

function headers(type: string, id: string): Record<string, string> {
  return { 'content-type': type, 'request-id': `req_${id.replace(/^msg_/u, '')}` };
}
