import { setTimeout as wait } from 'node:timers/promises';
import { MemchatError } from '../errors.ts';
import type { Embedder } from './embedder.ts';
import { embeddingsAddress } from './embeddings/address.ts';
import { readAnswer } from './embeddings/answer.ts';
import { batchOf, beginningOf, LENGTHS, MOST_TEXTS } from './embeddings/batch.ts';
import { exchange } from './embeddings/exchange.ts';
import { describeFailure, EmbeddingError } from './embeddings/failures.ts';

export interface OpenAiEmbedderOptions {
  /** The address, with or without `/v1` and `/embeddings`: see `embeddingsAddress`. */
  url: string;
  model: string;
  apiKey: string | null;
  /** Default: the `fetch` of Node. */
  fetch?: typeof fetch | undefined;
  /** How long one answer may take, in ms. Default 30,000. */
  timeoutMs?: number | undefined;
  /** The longest wait before the second attempt that a server may ask for, in ms. Default 5,000. */
  retryAfterCapMs?: number | undefined;
  /** The wait where none is asked for, in ms. Default 500. */
  pauseMs?: number | undefined;
}

interface Resolved {
  address: string;
  model: string;
  apiKey: string | null;
  fetch: typeof fetch;
  timeoutMs: number;
  retryAfterCapMs: number;
  pauseMs: number;
}

/**
 * Embeddings of a server that speaks as OpenAI's `/v1/embeddings` does: OpenAI, Ollama, LM Studio,
 * llama.cpp, vLLM … A request that meets a rate limit, a failing server or a lost connection is made
 * once more. An inspected embedder shows no key.
 */
export class OpenAiEmbedder implements Embedder {
  readonly id: string;
  readonly #options: Resolved;
  /** Of the vectors that have come so far. */
  #dimension: number | null = null;
  /** The step of `LENGTHS`, and the texts in one request, that the server takes. */
  #step = 0;
  #most = MOST_TEXTS;

  /** @throws MemchatError `config` for an address, `credential` for a key that cannot be one. */
  constructor(options: OpenAiEmbedderOptions) {
    const { url, model, apiKey, timeoutMs = 30_000, retryAfterCapMs = 5000 } = options;
    const address = embeddingsAddress(url);
    // `fetch` would put a header that it cannot send into its error, with the key in clear.
    if (apiKey !== null && !/^[\x21-\x7e]+$/.test(apiKey)) {
      throw new MemchatError(
        'MEMCHAT_EMBED_KEY holds characters that no key has. Copy it again, without spaces, line breaks or quotes.',
        'credential',
      );
    }
    const { fetch = globalThis.fetch, pauseMs = 500 } = options;
    this.id = `${address} ${model}`;
    this.#options = { address, model, apiKey, fetch, timeoutMs, retryAfterCapMs, pauseMs };
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const whole = texts.map((text) => {
      const sendable = text.trim().replace(/\p{Surrogate}/gu, '\ufffd');
      if (sendable !== '') return sendable;
      throw new MemchatError('A blank text cannot be embedded.', 'usage');
    });
    const vectors: Float32Array[] = [];
    while (vectors.length < whole.length) {
      const batch = batchOf(whole, vectors.length, this.#most);
      vectors.push(...(await this.#embedBatch(batch, signal)));
    }
    return vectors;
  }

  /** The vectors of the batch; none when the server takes less at once, which is known now. */
  async #embedBatch(batch: string[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    const { address, model, apiKey } = this.#options;
    const step = this.#step;
    try {
      const texts = batch.map((text) => beginningOf(text, LENGTHS[step] ?? 0));
      return await this.#attempt(texts, signal);
    } catch (error) {
      if (signal?.aborted === true) throw stopped();
      if (!(error instanceof EmbeddingError)) throw error;
      if (error.excess === 'number' && batch.length > 1) this.#most = Math.ceil(batch.length / 2);
      else if (error.excess === 'length' && step + 1 < LENGTHS.length) this.#step = step + 1;
      else throw describeFailure(error, { address, model, hasKey: apiKey !== null });
      return [];
    }
  }

  async #attempt(texts: string[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    const { pauseMs, retryAfterCapMs } = this.#options;
    try {
      return await this.#request(texts, signal);
    } catch (error) {
      if (!(error instanceof EmbeddingError) || !error.isPassing) throw error;
      if (signal?.aborted === true) throw error;
      const asked = error.failure.kind === 'status' ? error.failure.waitMs : null;
      await wait(Math.min(asked ?? pauseMs, retryAfterCapMs), undefined, signal && { signal });
      return this.#request(texts, signal);
    }
  }

  async #request(texts: string[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    const { address, model, apiKey, fetch, timeoutMs } = this.#options;
    const body = JSON.stringify({ model, input: texts, encoding_format: 'float' });
    const post = { body, texts };
    const answer = await exchange({ address, apiKey, post, fetch, timeoutMs, signal });
    const vectors = readAnswer(answer, texts.length, this.#dimension);
    this.#dimension ??= vectors[0]?.length ?? null;
    return vectors;
  }
}

function stopped(): MemchatError {
  return new MemchatError('The embedding was stopped.', 'interrupted');
}
