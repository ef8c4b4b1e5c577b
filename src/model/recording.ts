import { MemchatError } from '../errors.ts';
import { canonicalJson, differencesBetween, type JsonDifference } from './json-difference.ts';
import type { RecordedExchange } from './recording-file.ts';

export { decodeRecording, encodeExchange, type RecordedExchange } from './recording-file.ts';

/**
 * A `fetch` that does what `inner` does and tells `onExchange` of each exchange once its answer has
 * been read, or as far as it came when the reading stopped. A request that got no answer is not one.
 */
export function recordingFetch(
  inner: typeof fetch,
  onExchange: (exchange: RecordedExchange) => void,
): typeof fetch {
  return async (input, init) => {
    const request = await requestOf(input, init);
    const response = await inner(input, init);
    const { status, statusText, headers } = response;
    const contentType = headers.get('content-type') ?? '';
    const report = (body: string): void =>
      onExchange({ request, response: { status, contentType, body } });
    if (response.body === null) {
      report('');
      return response;
    }
    return new Response(observed(response.body, report), { status, statusText, headers });
  };
}

/** The same bytes; `report` gets their text once, at the end or when the reading stops. */
function observed(
  body: ReadableStream<Uint8Array>,
  report: (text: string) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let finished = false;
  const finish = (): void => {
    // A reading that fails is cancelled as well.
    if (!finished) report(text + decoder.decode());
    finished = true;
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read().catch((error) => {
          finish();
          throw error;
        });
        if (done) {
          finish();
          controller.close();
          return;
        }
        text += decoder.decode(value, { stream: true });
        controller.enqueue(value);
      },
      async cancel(reason) {
        finish();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * A `fetch` that answers from a recording and never from the network: each exchange once, requests
 * that are the same in the order in which they were recorded. It throws MemchatError `not-recorded`
 * for a request that the recording does not hold, with the first difference from the nearest one.
 */
export function recordedFetch(exchanges: readonly RecordedExchange[]): typeof fetch {
  const unused = exchanges.map((exchange) => ({ exchange, key: keyOf(exchange.request) }));
  let count = 0;
  return async (input, init) => {
    init?.signal?.throwIfAborted();
    const request = await requestOf(input, init);
    count++;
    const key = keyOf(request);
    const found = unused.findIndex((recorded) => recorded.key === key);
    const [match] = found === -1 ? [] : unused.splice(found, 1);
    if (match === undefined) {
      const left = unused.map(({ exchange }) => exchange.request);
      throw notRecorded(count, exchanges.length, request, left);
    }
    const { status, contentType, body } = match.exchange.response;
    // A recorded failure is tried again as it was, but nobody waits for it twice.
    return new Response(body === '' ? null : body, {
      status,
      headers: { 'content-type': contentType, 'retry-after-ms': '1' },
    });
  };
}

/** What is recorded of a request, which stays as it is for the one who sends it. */
async function requestOf(
  ...[input, init]: Parameters<typeof fetch>
): Promise<RecordedExchange['request']> {
  const request = new Request(input instanceof Request ? input.clone() : input, init);
  const { pathname } = new URL(request.url);
  const version = pathname.lastIndexOf('/v1/');
  const text = await request.text();
  return {
    method: request.method,
    path: version === -1 ? pathname : pathname.slice(version),
    body: text === '' ? null : JSON.parse(text),
  };
}

function keyOf(request: RecordedExchange['request']): string {
  return canonicalJson(request);
}

function notRecorded(
  number: number,
  total: number,
  request: RecordedExchange['request'],
  left: RecordedExchange['request'][],
): MemchatError {
  const what = `Request ${number} is not in the recording`;
  let nearest: JsonDifference[] | null = null;
  for (const recorded of left) {
    const differences = differencesBetween(recorded, request);
    if (nearest === null || differences.length < nearest.length) nearest = differences;
  }
  const first = nearest?.[0];
  const why =
    first === undefined
      ? `: all ${total} recorded answers are used up`
      : `. The nearest recorded one differs at ${first.path}: recorded ${first.recorded}, now ${first.now}`;
  return new MemchatError(`${what}${why}. Record the conversation again.`, 'not-recorded');
}
