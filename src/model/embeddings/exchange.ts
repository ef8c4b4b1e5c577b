import { MemchatError } from '../../errors.ts';
import { isRecord, parseRecord } from '../../memory/json.ts';
import { systemErrorOf } from '../anthropic/network.ts';
import { quotableReason } from '../anthropic/quotation.ts';
import { EmbeddingError, excessOf } from './failures.ts';

/** Larger answers are not read, in bytes: 64 vectors of 16,384 numbers have some 25 million. */
const LARGEST_ANSWER = 32 * 1024 * 1024;
/** Of an answer that tells of an error so much is read, in bytes. */
const LARGEST_ERROR = 64 * 1024;

export interface ExchangeRequest {
  address: string;
  apiKey: string | null;
  /** What is posted, and the texts in it, which no reason may repeat; null asks by GET. */
  post: { body: string; texts: readonly string[] } | null;
  fetch: typeof fetch;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/**
 * One HTTP exchange; the body of the answer. A redirect is not followed, for nobody chose where it
 * leads.
 * @throws EmbeddingError when there is no good answer in time; MemchatError of `fetch` as it is.
 */
export async function exchange(request: ExchangeRequest): Promise<string> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    stop();
  }, request.timeoutMs);
  if (request.signal?.aborted === true) stop();
  request.signal?.addEventListener('abort', stop, { once: true });
  try {
    return await send(request, controller.signal);
  } catch (error) {
    if (error instanceof EmbeddingError || error instanceof MemchatError) throw error;
    if (isLate) throw new EmbeddingError({ kind: 'timeout', ms: request.timeoutMs });
    throw new EmbeddingError({ kind: 'network', code: systemErrorOf(error) });
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', stop);
    // What was not read of the answer is not wanted.
    stop();
  }
}

async function send(
  { address, apiKey, post, fetch }: ExchangeRequest,
  signal: AbortSignal,
): Promise<string> {
  const response = await fetch(address, {
    method: post === null ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      ...(post !== null && { 'content-type': 'application/json' }),
      ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
    },
    body: post?.body ?? null,
    redirect: 'manual',
    signal,
  });
  if (response.ok) {
    const text = await read(response, LARGEST_ANSWER);
    if (text !== null) return text;
    throw new EmbeddingError({ kind: 'answer', what: 'is larger than any answer should be' });
  }
  const { status } = response;
  const said = reasonIn((await read(response, LARGEST_ERROR)) ?? '');
  throw new EmbeddingError({
    kind: 'status',
    status,
    reason: quotableReason(said, { texts: post?.texts ?? [], credential: apiKey }),
    excess: excessOf(status, said ?? ''),
    waitMs: waitOf(response.headers),
  });
}

/** The body as text; null when it is larger. */
async function read(response: Response, limit: number): Promise<string | null> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** What an answer says for a reason: `{"error": {"message": …}}`, `{"error": …}`, `{"message": …}`. */
function reasonIn(text: string): string | null {
  const answer = parseRecord(text);
  if (answer === null) return null;
  const error = isRecord(answer.error) ? answer.error.message : answer.error;
  const reason = error ?? answer.message;
  return typeof reason === 'string' ? reason : null;
}

/** The wait that an answer asks for, in milliseconds; null for none, or for a date. */
function waitOf(headers: Headers): number | null {
  const seconds = Number.parseFloat(headers.get('retry-after') ?? '');
  return seconds > 0 ? seconds * 1000 : null;
}
