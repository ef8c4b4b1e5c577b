/** A stream on which nothing came for too long. */
export class IdleStreamError extends Error {
  override readonly name = 'IdleStreamError';
  /** How long nothing came, in milliseconds. */
  readonly idleMs: number;

  constructor(idleMs: number) {
    super(`nothing came for ${idleMs} ms`);
    this.idleMs = idleMs;
  }
}

export interface IdleLimits {
  /** How long the first bytes may take, in milliseconds. */
  firstMs: number;
  /** How long the next bytes may take, in milliseconds. */
  nextMs: number;
  signal: AbortSignal | null | undefined;
}

/**
 * The same bytes, watched: when none come for too long the stream fails with IdleStreamError and
 * the connection is given up. Bytes are counted, not events, because the API keeps a thinking model's
 * stream alive with pings that its SDK drops. A reader that takes its time is no idle stream. An
 * abort ends it at once, also where the source does not listen to the signal.
 */
export function failWhenIdle(
  body: ReadableStream<Uint8Array>,
  { firstMs, nextMs, signal }: IdleLimits,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let limit = firstMs;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await within(limit, signal, reader.read()).catch((error) => {
          // The read that was given up settles later and has nobody to tell.
          reader.cancel(error).catch(() => undefined);
          throw error;
        });
        limit = nextMs;
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // No reading ahead: a read is pending only while somebody waits for it.
    { highWaterMark: 0 },
  );
}

async function within<T>(
  ms: number,
  signal: AbortSignal | null | undefined,
  pending: Promise<T>,
): Promise<T> {
  let onAbort = (): void => undefined;
  let timer: NodeJS.Timeout | undefined;
  const giveUp = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new IdleStreamError(ms)), ms);
    onAbort = () => reject(new DOMException('The request was stopped.', 'AbortError'));
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([pending, giveUp]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}
