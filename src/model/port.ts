import type { OutputSchema } from '../prompt/structured.ts';

/** A model, whatever stands behind it. */
export interface Model {
  /**
   * Streams a reply: any number of other events, then exactly one `end`. Nothing comes after it.
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
  /** Offered to the model; absent or empty: none. It decides itself whether it calls one. */
  tools?: readonly Tool[] | undefined;
  /**
   * Caches the conversation up to its last message as well, where the server knows how: worth it
   * when the next request begins with the same messages. Default false.
   */
  cacheConversation?: boolean | undefined;
  /** Upper bound of output tokens, thinking included. */
  maxTokens: number;
  /** An opaque id of the user (a hash), for the API's abuse detection. */
  userHash: string;
  signal?: AbortSignal | undefined;
}

/** What the model may call. */
export interface Tool {
  name: string;
  description: string;
  /** JSON Schema of an object. */
  inputSchema: Record<string, unknown>;
}

export type ChatMessage = TextMessage | ToolUseMessage | ToolResultsMessage;

export interface TextMessage {
  role: 'user' | 'assistant';
  text: string;
}

/**
 * The model's message that called tools, every block as it came (thinking with its signature
 * included): it goes back unchanged, and a ToolResultsMessage with a result for each call behind it.
 */
export interface ToolUseMessage {
  role: 'assistant';
  /** Its text blocks joined. */
  text: string;
  blocks: readonly Block[];
}

/** A content block of the API: a value of JSON. */
export interface Block {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** What the tools answered. */
export interface ToolResultsMessage {
  role: 'user';
  /** The results joined, for sizes and search. */
  text: string;
  results: readonly ToolResult[];
}

export interface ToolCall {
  id: string;
  /** Not always one of those that were offered. */
  name: string;
  /** Parsed JSON, not checked against the schema; undefined when it could not be parsed. */
  input: unknown;
}

export interface ToolResult {
  /** The id of the call. */
  call: string;
  text: string;
  isError: boolean;
}

export type StructuredRequest = Omit<ChatRequest, 'messages' | 'tools' | 'cacheConversation'> & {
  prompt: string;
};

export type ModelEvent =
  /** The model works without showing text (thinking): for a status line. */
  | { type: 'thinking' }
  | { type: 'text'; text: string }
  /** The model begins to call a tool: for a status line. The call itself comes with the end. */
  | { type: 'tool'; name: string }
  | ReplyEnd;

/** The end of a reply; the calls are there when it ended to have tools called, at least one. */
export type ReplyEnd =
  | { type: 'end'; stop: Exclude<Stop, 'tools'>; usage: Usage; model: string }
  | {
      type: 'end';
      stop: 'tools';
      calls: ToolCall[];
      message: ToolUseMessage;
      usage: Usage;
      model: string;
    };

/** Why a reply ended. `tools`: it goes on when their results are sent. */
export type Stop = 'answered' | 'interrupted' | 'refused' | 'truncated' | 'tools';

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
