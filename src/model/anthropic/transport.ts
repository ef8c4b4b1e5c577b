import type { Middleware } from '@anthropic-ai/sdk';
import { MemchatError } from '../../errors.ts';
import { failWhenIdle } from './idle.ts';

export interface TransportOptions {
  /**
   * What goes into the `authorization` header; null sends none; `sdk` leaves it to the SDK, which
   * a profile needs.
   */
  authorization: string | null | 'sdk';
  /** The longest wait before a retry that a server may ask for, in milliseconds. */
  retryAfterCapMs: number;
  /** How long a stream's first bytes may take, in milliseconds. */
  firstMs: number;
  /** How long a stream's next bytes may take, in milliseconds. */
  idleMs: number;
}

/** Holds the wait in seconds that the server asked for, before it was capped. */
export const ASKED_WAIT_HEADER = 'x-memchat-asked-wait';

/** What the SDK sends of its own. Any other header would come from its ANTHROPIC_CUSTOM_HEADERS. */
const KNOWN_HEADER =
  /^(accept|anthropic-(beta|version|workspace-id)|authorization|content-type|user-agent|x-stainless-.*)$/;

/**
 * A MemchatError on its way through the SDK, which retries what `fetch` throws and guesses from the
 * text of an error whether it was a timeout: this one is thrown past it and has no such text.
 */
export class CarriedError extends Error {
  override readonly name = 'CarriedError';
  readonly #carried: MemchatError;

  constructor(carried: MemchatError) {
    super('carried');
    this.#carried = carried;
  }

  get carried(): MemchatError {
    return this.#carried;
  }
}

/**
 * What stands between the SDK and the network: it sends only the headers and the credential that
 * the configuration decided on, caps the wait before a retry, gives up on an idle stream, and lets
 * a MemchatError of `fetch` through untouched.
 */
export function transport(options: TransportOptions): Middleware {
  return async (request, next) => {
    const { headers } = request;
    const sent = [...headers].map(([name]) => name);
    for (const name of sent) {
      if (!KNOWN_HEADER.test(name)) headers.delete(name);
    }
    if (options.authorization === null) headers.delete('authorization');
    else if (options.authorization !== 'sdk') headers.set('authorization', options.authorization);

    const response = await next(request).catch((error: unknown) => {
      throw error instanceof MemchatError ? new CarriedError(error) : error;
    });
    const { status, statusText } = response;
    const body =
      response.body &&
      failWhenIdle(response.body, {
        firstMs: options.firstMs,
        nextMs: options.idleMs,
        signal: request.signal,
      });
    const responseHeaders = capRetryAfter(response.headers, options.retryAfterCapMs);
    return new Response(body, { status, statusText, headers: responseHeaders });
  };
}

/** The same headers with a wait of at most `capMs`; what was asked for stays readable. */
function capRetryAfter(given: Headers, capMs: number): Headers {
  const headers = new Headers(given);
  const asked = askedWaitMs(given);
  if (asked === null) return headers;
  if (Number.isFinite(asked)) headers.set(ASKED_WAIT_HEADER, String(Math.ceil(asked / 1000)));
  if (asked > capMs) {
    headers.set('retry-after-ms', String(capMs));
    headers.delete('retry-after');
  }
  return headers;
}

/**
 * The wait that a response asks for, by `retry-after-ms` or `retry-after` (seconds or a date), in
 * milliseconds; null when it asks for none, infinite when it cannot be told.
 */
function askedWaitMs(headers: Headers): number | null {
  const ms = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (ms > 0) return ms;
  const retryAfter = headers.get('retry-after') ?? '';
  const seconds = Number.parseFloat(retryAfter);
  if (!Number.isNaN(seconds)) return seconds > 0 ? seconds * 1000 : null;
  const date = Date.parse(retryAfter);
  if (Number.isNaN(date)) return null;
  // A date is read against the server's own clock, so that a wrong one here does no harm.
  const wait = date - Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(wait)) return Number.POSITIVE_INFINITY;
  return wait > 0 ? wait : null;
}
