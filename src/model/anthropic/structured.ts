import type {
  Message,
  MessageCreateParamsNonStreaming,
  MessageParam,
} from '@anthropic-ai/sdk/resources/messages/messages';
import type { OutputSchema } from '../../prompt/structured.ts';
import { ModelOutputError } from '../output-error.ts';
import type { Structured, StructuredRequest, Usage } from '../port.ts';
import { addUsage, noUsage } from '../prices.ts';
import { readAnswer } from './answer.ts';
import { quotableReason } from './quotation.ts';
import { bodyOf, type Capabilities, usageOf } from './request.ts';
import { stopOf } from './stream.ts';

/** Sends one request and waits for the whole answer. */
export type Send = (body: MessageCreateParamsNonStreaming) => Promise<Message>;

/** A failed answer is shown to the model up to this length, in characters. */
const MAX_SHOWN = 8_000;

/**
 * Asks with structured outputs: the server holds the model to the schema.
 * @throws ModelOutputError when the answer is refused, cut off, empty or unreadable.
 */
export async function askWithFormat<T>(
  send: Send,
  request: StructuredRequest,
  schema: OutputSchema<T>,
  jsonSchema: Record<string, unknown>,
): Promise<Structured<T>> {
  const messages: MessageParam[] = [{ role: 'user', content: request.prompt }];
  const message = await send({
    ...bodyOf(request, messages, 'anthropic'),
    output_config: { format: { type: 'json_schema', schema: jsonSchema }, effort: 'low' },
  });
  const answer = readMessage(message, request, schema, noUsage());
  if (answer.ok) return answer.structured;
  throw unreadable(schema, request, answer);
}

/**
 * Asks for JSON in words, for servers without structured outputs. An answer that cannot be read is
 * sent back once with what is wrong with it.
 * @throws ModelOutputError when the second answer cannot be read either, or when one is refused,
 *   cut off or empty.
 */
export async function askInWords<T>(
  send: Send,
  request: StructuredRequest,
  schema: OutputSchema<T>,
  capabilities: Capabilities,
): Promise<Structured<T>> {
  const system = [...request.system, { text: instruction(schema), cache: false }];
  const ask = (messages: MessageParam[]): Promise<Message> =>
    send(bodyOf({ ...request, system }, messages, capabilities));

  const question: MessageParam = { role: 'user', content: request.prompt };
  const first = readMessage(await ask([question]), request, schema, noUsage());
  if (first.ok) return first.structured;
  const repair = `That cannot be read: ${first.problem}. Answer again with the corrected JSON object only.`;
  const second = readMessage(
    await ask([
      question,
      { role: 'assistant', content: first.text.slice(0, MAX_SHOWN) },
      { role: 'user', content: repair },
    ]),
    request,
    schema,
    first.usage,
  );
  if (second.ok) return second.structured;
  throw unreadable(schema, request, second);
}

function instruction(schema: OutputSchema<unknown>): string {
  return `Answer with JSON only: one object that fits this JSON Schema, without fences and without a word before or after it.\n${JSON.stringify(schema.jsonSchema)}`;
}

type Answer<T> =
  | { ok: true; structured: Structured<T> }
  | { ok: false; problem: string; text: string; usage: Usage; model: string };

function readMessage<T>(
  message: Message,
  request: StructuredRequest,
  schema: OutputSchema<T>,
  before: Usage,
): Answer<T> {
  const usage = addUsage(before, usageOf(message.usage));
  const model = message.model || request.model;
  // The first block may be thinking.
  const text = message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  const fail = (what: string) =>
    new ModelOutputError(
      `The ${schema.name} ${what}. Nothing is lost; it can be tried again.`,
      usage,
      model,
    );
  const stop = stopOf(message.stop_reason);
  if (stop === 'refused') throw fail('was refused by the model');
  if (stop === 'truncated') throw fail(`was cut off at the limit of ${request.maxTokens} tokens`);
  if (text.trim() === '') throw fail('came back empty');
  const reading = readAnswer(text, schema);
  if (!reading.ok) return { ok: false, problem: reading.problem, text, usage, model };
  const { value, problems } = reading;
  return { ok: true, structured: { value, problems, usage, model } };
}

function unreadable(
  schema: OutputSchema<unknown>,
  request: StructuredRequest,
  { problem, text, usage, model }: Extract<Answer<unknown>, { ok: false }>,
): ModelOutputError {
  // A parser likes to quote what it could not read, and that is what the user said.
  const sent = { texts: [request.prompt, text], credential: null };
  const reason = quotableReason(problem.replace(/".*"/s, '…'), sent);
  const because = reason === null ? '' : `: ${reason}`;
  return new ModelOutputError(
    `The ${schema.name} could not be read${because}. Nothing is lost; it can be tried again.`,
    usage,
    model,
  );
}

/** Whether a server refused a request for its structured outputs, rather than for what it says. */
export function refusesStructuredOutputs(error: unknown): boolean {
  if (!(error instanceof Error) || !('status' in error)) return false;
  return (
    (error.status === 400 || error.status === 422) &&
    /output_config|output_format|effort|json.?schema|structured.output/i.test(error.message)
  );
}
