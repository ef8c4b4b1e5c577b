import { isRecord } from '../../memory/json.ts';
import { type Content, readContent, unpaired } from './content.ts';

/** The parts of a `POST /v1/messages` body that the offline model reads. */
export interface MessagesRequest {
  model: string;
  /** The system prompt as one text. */
  system: string;
  messages: ({ role: 'user' | 'assistant' } & Content)[];
  /** The names of the tools that are offered. */
  tools: string[];
  maxTokens: number;
  stream: boolean;
  /** Structured output was asked for with a JSON schema. */
  wantsJson: boolean;
  /** The JSON schema of a structured output, unchecked. */
  schema: unknown;
}

/** An error as the API answers it. */
export interface ApiFailure {
  status: number;
  type: 'invalid_request_error' | 'not_found_error';
  message: string;
}

type Parsed = { ok: true; request: MessagesRequest } | { ok: false; failure: ApiFailure };

/** Reads a request body. Fields that it does not need are let pass, whatever they hold. */
export function parseRequest(body: string): Parsed {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return invalid('The request body is not valid JSON.');
  }
  if (!isRecord(json)) return invalid('The request body must be an object.');
  const { model, max_tokens: maxTokens, messages, system, stream, output_config: output } = json;
  if (typeof model !== 'string' || model === '') return invalid('model: Field required');
  if (typeof maxTokens !== 'number' || !Number.isInteger(maxTokens) || maxTokens < 1) {
    return invalid('max_tokens: Input should be an integer greater than or equal to 1');
  }
  if (!Array.isArray(messages)) return invalid('messages: Field required');
  if (messages.length === 0) return invalid('messages: at least one message is required');
  const read: MessagesRequest['messages'] = [];
  for (const [index, message] of messages.entries()) {
    const role = isRecord(message) ? message.role : undefined;
    if (role !== 'user' && role !== 'assistant') {
      return invalid(`messages.${index}.role: Input should be 'user' or 'assistant'`);
    }
    const content = isRecord(message) ? readContent(message.content) : null;
    if (content === null)
      return invalid(`messages.${index}.content: Input should be a valid string or list of blocks`);
    read.push({ role, ...content });
  }
  const systemText = system === undefined || system === null ? '' : readContent(system)?.text;
  if (systemText === undefined)
    return invalid('system: Input should be a valid string or list of text blocks');
  if (read.at(-1)?.role === 'assistant') {
    return invalid(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );
  }
  const problem = unpaired(read);
  if (problem !== null) return invalid(problem);
  const format = isRecord(output) && isRecord(output.format) ? output.format : {};
  return {
    ok: true,
    request: {
      model,
      system: systemText,
      messages: read,
      tools: namesOf(json.tools),
      maxTokens,
      stream: stream === true,
      wantsJson: format.type === 'json_schema',
      schema: format.schema,
    },
  };
}

function invalid(message: string): Parsed {
  return { ok: false, failure: { status: 400, type: 'invalid_request_error', message } };
}

function namesOf(tools: unknown): string[] {
  const offered: unknown[] = Array.isArray(tools) ? tools : [];
  return offered.flatMap((tool) =>
    isRecord(tool) && typeof tool.name === 'string' ? [tool.name] : [],
  );
}
