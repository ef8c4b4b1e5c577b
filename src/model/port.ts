import type { OutputSchema } from '../prompt/structured.ts';

/** A model, whatever stands behind it. */
export interface Model {
  /**
   * Streams a reply: any number of `text` events, then exactly one `end`. Nothing comes after it.
   * An abort through `signal` ends with `end` and stop `interrupted`; it does not throw.
   * @throws MemchatError `credential`, `api-unavailable` … with what happened and the way on. A
   *   failure after the first text is thrown as well: the caller keeps what came before.
   */
  stream(request: ChatRequest): AsyncIterable<ModelEvent>;
  /**
   * One answer in the form of `schema`.
   * @throws MemchatError `model-output` when the answer cannot be read, else as `stream`.
   */
  structured<T>(request: StructuredRequest, schema: OutputSchema<T>): Promise<Structured<T>>;
}

export interface ChatRequest {
  model: string;
  /** System prompt blocks in order; `cache` puts a cache breakpoint behind the block. */
  system: { text: string; cache: boolean }[];
  messages: ChatMessage[];
  /** Upper bound of output tokens, thinking included. */
  maxTokens: number;
  /** An opaque id of the user (a hash), for the API's abuse detection. */
  userHash: string;
  signal?: AbortSignal | undefined;
}

export interface ChatMessage {
  role: 'user' | 'assistant';
  text: string;
}

export type StructuredRequest = Omit<ChatRequest, 'messages'> & { prompt: string };

export type ModelEvent =
  /** The model works without showing text (thinking): for a status line. */
  | { type: 'thinking' }
  | { type: 'text'; text: string }
  | { type: 'end'; stop: Stop; usage: Usage; model: string };

/** Why a reply ended. */
export type Stop = 'answered' | 'interrupted' | 'refused' | 'truncated';

/** Tokens of one or more requests. `input` leaves out what was read from or written to the cache. */
export interface Usage {
  requests: number;
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
}

export interface Structured<T> {
  value: T;
  /** Parts of the answer that were left out, in words. */
  problems: string[];
  usage: Usage;
  /** The model that answered, as the API names it. */
  model: string;
}
