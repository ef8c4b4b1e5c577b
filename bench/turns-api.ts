import { setTimeout as wait } from 'node:timers/promises';
import { type EmbeddingsApi, listOf, startEmbeddingsApi } from '../test/support/embeddings-api.ts';
import {
  type Answer,
  type ApiRequest,
  isStructured,
  type MessagesApi,
  startMessagesApi,
} from '../test/support/messages-api.ts';

/** What the local servers take for an answer, in ms: so that who waits for which can be seen. */
export const LATENCY = { chat: 50, extraction: 150, embeddings: 20 } as const;

/** The reply to everything, in pieces as a stream sends them. */
export const REPLY = [
  'Thanks for telling me. ',
  'I will keep that in mind, and come back to it when it matters. ',
  'Is there anything about it that you would like to plan or to look into now?',
];

const DIMENSIONS = 1536;

/** What a request is for. */
export type Purpose = 'chat' | 'extraction' | 'upkeep';

export interface TurnsApi {
  messages: MessagesApi;
  embeddings: EmbeddingsApi;
  close(): Promise<void>;
}

/**
 * A Messages API and an embeddings API on 127.0.0.1 that answer every program of the comparison of
 * turns in its own form: an extraction finds the user's sentence as one fact.
 */
export async function startTurnsApi(): Promise<TurnsApi> {
  const messages = await startMessagesApi((request) => answerTo(request));
  const embeddings = await startEmbeddingsApi(({ body }) => ({
    hold: wait(LATENCY.embeddings),
    body: listOf([body.input].flat().map(vectorOf)),
  }));
  return {
    messages,
    embeddings,
    close: async () => {
      await Promise.all([messages.close(), embeddings.close()]);
    },
  };
}

export function purposeOf(request: ApiRequest): Purpose {
  if (isStructured(request)) {
    return JSON.stringify(request.body.output_config).includes('"facts"') ? 'extraction' : 'upkeep';
  }
  const text = textsOf(request).join('\n');
  return /Memory Extractor|Extract memory from this conversation/.test(text)
    ? 'extraction'
    : 'chat';
}

/** Input tokens of a request, at 4 characters each: its system prompt, its messages and its tools. */
export function tokensOf(request: ApiRequest): number {
  const { tools = [] } = request.body;
  const described = tools.map((tool) => JSON.stringify(tool));
  return [...textsOf(request), ...described].join('').length / 4;
}

/** Tokens of the schema that the answer is to have, which is no text of the prompt. */
export function schemaTokensOf({ body }: ApiRequest): number {
  const schema = body.output_config?.format?.schema;
  return schema === undefined ? 0 : JSON.stringify(schema).length / 4;
}

function textsOf({ body }: ApiRequest): string[] {
  const contents = [body.system ?? '', ...body.messages.map(({ content }) => content)];
  return contents.flatMap((content) =>
    typeof content === 'string' ? [content] : content.map((block) => String(block.text ?? '')),
  );
}

function answerTo(request: ApiRequest): Answer {
  const purpose = purposeOf(request);
  if (purpose === 'chat') return { text: REPLY, hold: wait(LATENCY.chat) };
  const text = JSON.stringify(extracted(request, purpose));
  return { text, hold: wait(LATENCY.extraction) };
}

/** What the request's message says, as the program that asks wants to be told it. */
function extracted(request: ApiRequest, purpose: Purpose): object {
  const text = textsOf(request).join('\n');
  const said = (form: RegExp) => form.exec(text)?.[1]?.trim() ?? '';
  if (purpose === 'upkeep') return { reasoning: '', preferences: [] };
  if (isStructured(request)) {
    const quote = said(/<user>\n([^<]*)\n<\/user>(?![\s\S]*<user>)/);
    const fact = { op: 'add', target: null, kind: 'semantic', tag: 'general', text: quote, quote };
    const facts = [{ ...fact, answers: null, happened_on: null, expires_in_days: null }];
    return { reasoning: '', summary: null, name: null, facts, preferences: [] };
  }
  if (text.includes('Memory Extractor')) {
    const fact = said(/## New Messages\s+user: ([^\n]*)/);
    return { memory: [{ id: '0', text: fact, attributed_to: 'user' }] };
  }
  const fact = said(/\nUser: ([^\n]*)\nAssistant: /);
  return { name: null, preferences: {}, key_facts: [fact], conversation_summary: '' };
}

/** Some direction of its own for each text: what is embedded does not matter here. */
function vectorOf(text: string): number[] {
  let seed = [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  return Array.from({ length: DIMENSIONS }, () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 31 - 1;
  });
}
