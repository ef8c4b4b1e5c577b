import { MemchatError } from '../../src/errors.ts';
import type {
  ChatRequest,
  Model,
  ModelEvent,
  Structured,
  StructuredRequest,
  ToolCall,
  ToolUseMessage,
} from '../../src/model/port.ts';
import type { OutputSchema } from '../../src/prompt/structured.ts';

const USAGE = { requests: 1, input: 100, output: 10, cacheRead: 0, cacheWrite: 0 };

/** A fact operation as the memory model writes it. */
export function added(text: string, quote = text, tag = 'general'): Record<string, unknown> {
  return {
    op: 'add',
    target: null,
    kind: 'semantic',
    tag,
    text,
    quote,
    answers: null,
    happened_on: null,
    expires_in_days: null,
  };
}

/** The answer of an extraction, empty but for what is given. */
export function extraction(over: Record<string, unknown> = {}): string {
  return JSON.stringify({
    reasoning: '',
    summary: null,
    name: null,
    facts: [],
    preferences: [],
    ...over,
  });
}

/** What the model does for a message: text that it streams, tools that it calls, or something it throws. */
export type Reply = (request: ChatRequest) => AsyncIterable<Piece> | Iterable<Piece>;
type Piece = string | ToolCall;
export type Extract = (request: StructuredRequest) => string | Promise<string>;

/** A model that does what the test says, and keeps what it was asked. */
export class ScriptedModel implements Model {
  readonly chats: ChatRequest[] = [];
  readonly extractions: StructuredRequest[] = [];
  reply: Reply = () => ['All ', 'right.'];
  extract: Extract = () => extraction();

  async *stream(request: ChatRequest): AsyncGenerator<ModelEvent> {
    this.chats.push(request);
    const { model } = request;
    let text = '';
    const calls: ToolCall[] = [];
    for await (const piece of this.reply(request)) {
      if (request.signal?.aborted === true) {
        yield { type: 'end', stop: 'interrupted', usage: USAGE, model };
        return;
      }
      if (typeof piece === 'string') {
        text += piece;
        yield { type: 'text', text: piece };
      } else {
        calls.push(piece);
        yield { type: 'tool', name: piece.name };
      }
    }
    if (calls.length > 0) {
      const message = toolUse(text, calls);
      yield { type: 'end', stop: 'tools', calls, message, usage: USAGE, model };
      return;
    }
    yield { type: 'end', stop: 'answered', usage: USAGE, model };
  }

  async structured<T>(request: StructuredRequest, schema: OutputSchema<T>): Promise<Structured<T>> {
    this.extractions.push(request);
    const read = schema.read(await this.extract(request));
    if (!read.ok) throw new MemchatError(read.problem, 'model-output');
    return { value: read.value, problems: read.problems, usage: USAGE, model: request.model };
  }
}

/** The message that calls these tools, as the adapter puts it together. */
function toolUse(text: string, calls: readonly ToolCall[]): ToolUseMessage {
  const said = text === '' ? [] : [{ type: 'text', text }];
  const called = calls.map(({ id, name, input = {} }) => ({ type: 'tool_use', id, name, input }));
  return { role: 'assistant', text, blocks: [...said, ...called] };
}
