import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { MemchatError } from '../../src/errors.ts';
import { AnthropicModel, type AnthropicOptions } from '../../src/model/anthropic/model.ts';
import type { ChatRequest, Model, ModelEvent, StructuredRequest } from '../../src/model/port.ts';
import type { OutputSchema } from '../../src/prompt/structured.ts';
import type { MessagesApi } from '../support/messages-api.ts';

/** A key as it could be, new for each run. */
export const testKey = ['sk', 'ant', 'api03', randomBytes(24).toString('hex')].join('-');

/** What the user says in these tests: no error may repeat it. */
export const USER_WORDS = 'My sister Wilhelmina keeps eleven peacocks in Rotterdam.';

export function modelAt(baseUrl: string, options: Partial<AnthropicOptions> = {}): AnthropicModel {
  return new AnthropicModel({
    apiKey: testKey,
    authToken: null,
    profile: null,
    baseUrl,
    capabilities: 'anthropic',
    ...options,
  });
}

export function chatRequest(given: Partial<ChatRequest> = {}): ChatRequest {
  return {
    model: 'claude-sonnet-5-5',
    system: [
      { text: 'You remember the user.', cache: false },
      { text: 'What you know: nothing yet.', cache: true },
    ],
    messages: [
      { role: 'user', text: 'Hi.' },
      { role: 'assistant', text: 'Hello!' },
      { role: 'user', text: USER_WORDS },
    ],
    maxTokens: 4096,
    userHash: 'a1b2c3',
    ...given,
  };
}

export function structuredRequest(given: Partial<StructuredRequest> = {}): StructuredRequest {
  const { messages: _messages, ...request } = chatRequest();
  return { ...request, model: 'claude-haiku-5-5', prompt: USER_WORDS, ...given };
}

/** Everything that a stream gives: the events, and what it threw, if it did. */
export async function collect(
  model: Model,
  request: ChatRequest = chatRequest(),
  onEvent: (event: ModelEvent) => void = () => undefined,
): Promise<{ events: ModelEvent[]; text: string; end: ModelEvent | null; error: unknown }> {
  const events: ModelEvent[] = [];
  let error: unknown = null;
  try {
    for await (const event of model.stream(request)) {
      events.push(event);
      onEvent(event);
    }
  } catch (thrown) {
    error = thrown;
  }
  const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
  return { events, text, end: events.find((event) => event.type === 'end') ?? null, error };
}

/** How a chat request to a server that answers it with a failure ends. */
export async function failureAt(api: MessagesApi, options: Partial<AnthropicOptions> = {}) {
  const { error, text } = await collect(modelAt(api.url, options));
  expect(error).toBeInstanceOf(MemchatError);
  const { message, code } = error instanceof MemchatError ? error : new MemchatError('', 'other');
  return { error, message, code, text, requests: api.requests.length };
}

/** What a promise rejects with; fails when it does not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('the promise did not reject');
    },
    (error: unknown) => error,
  );
}

/** A schema as small as can be: a list of colours, of which those that are no text are left out. */
export const coloursSchema: OutputSchema<string[]> = {
  name: 'extraction',
  jsonSchema: {
    type: 'object',
    properties: { colours: { type: 'array', items: { type: 'string', maxLength: 20 } } },
    required: ['colours'],
    additionalProperties: false,
  },
  read(text) {
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      return { ok: false, problem: 'the answer is not a JSON object' };
    }
    if (typeof parsed !== 'object' || parsed === null || !('colours' in parsed)) {
      return { ok: false, problem: 'colours is missing' };
    }
    const { colours } = parsed;
    if (!Array.isArray(colours)) return { ok: false, problem: 'colours is not a list' };
    const good = colours.filter((colour): colour is string => typeof colour === 'string');
    const problems = colours.flatMap((colour: unknown, index) =>
      typeof colour === 'string' ? [] : [`colours[${index}] is not a text`],
    );
    return { ok: true, value: good, problems };
  },
};
