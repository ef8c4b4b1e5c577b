import type { Message, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages/messages';
import { MemchatError } from '../../errors.ts';
import { isRecord } from '../../memory/json.ts';
import { ANTHROPIC_ADDRESS, type Client } from './client.ts';

/**
 * What is used of a caller's own client: an `Anthropic` of `@anthropic-ai/sdk`, of whatever version,
 * or anything with the same method. Its key, address, retries and time limits are its own.
 */
export interface AnthropicClient {
  messages: {
    /** `POST /v1/messages`: a message, or with `stream: true` an async iterable of its events. */
    create(body: object, options?: object): PromiseLike<unknown>;
  };
  /** Where it sends requests to, for messages about failures. */
  baseURL?: string;
}

/** The client behind `AnthropicModel`, made of a caller's. */
export function givenClient(given: AnthropicClient): Client {
  return {
    stream: async (body, { signal }) => {
      const events = await given.messages.create({ ...body, stream: true }, { signal });
      if (isEvents(events)) return events;
      throw notTheApi('a stream of events');
    },
    send: async (body, { signal }) => {
      const message = await given.messages.create(body, { signal });
      if (isMessage(message)) return message;
      throw notTheApi('a message');
    },
    get: async () => {
      throw new MemchatError('The given client is only asked for messages.', 'usage');
    },
    address: addressOf(given),
  };
}

function addressOf({ baseURL }: AnthropicClient): string {
  return baseURL !== undefined && URL.canParse(baseURL) ? baseURL : ANTHROPIC_ADDRESS;
}

function isMessage(value: unknown): value is Message {
  return isRecord(value) && Array.isArray(value.content) && value.content.every(isRecord);
}

function isEvents(value: unknown): value is AsyncIterable<RawMessageStreamEvent> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function notTheApi(expected: string): MemchatError {
  return new MemchatError(
    `The given client did not answer with ${expected}. Give a client of @anthropic-ai/sdk, or one whose messages.create does the same.`,
    'api-unavailable',
  );
}
