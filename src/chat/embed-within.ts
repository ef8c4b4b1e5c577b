import type { Embedder } from '../model/embedder.ts';
import { SlowEmbedderError } from './remission.ts';

/**
 * The vector of a text, or the error with which that failed; after `ms` a SlowEmbedderError, also where
 * the embedder does not listen to its signal. Never rejects.
 */
export async function embedWithin(
  embedder: Embedder,
  text: string,
  ms: number,
  signal: AbortSignal,
): Promise<Float32Array | Error> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  signal.addEventListener('abort', stop, { once: true });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new SlowEmbedderError(ms)), ms);
  });
  try {
    return await Promise.race([first(embedder, text, controller.signal), late]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    stop();
  }
}

async function first(
  embedder: Embedder,
  text: string,
  signal: AbortSignal,
): Promise<Float32Array | Error> {
  try {
    const [vector] = await embedder.embed([text], signal);
    return vector ?? new Float32Array(0);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
