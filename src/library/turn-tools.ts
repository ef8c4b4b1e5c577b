import { turnIdOf } from '../chat/exchange-memory.ts';
import { MemoryTools, type ToolOptions } from '../chat/memory-tools.ts';
import type { Ports } from '../chat/ports.ts';
import { isRecord } from '../memory/json.ts';
import type { Passage, Turn } from '../memory/turn.ts';
import { memoryTools } from '../prompt/tools.ts';
import { passagesOf, wordsOf } from './arguments.ts';
import type { PromptOptions } from './prompt-block.ts';

export interface ToolsOptions {
  /** What the user has just said. What the model notes has to quote it; without it, it only looks up. */
  message?: string | readonly Passage[];
  /** Of the exchange, as in `rememberExchange`. */
  id?: string;
  /** See `recall`. */
  besides?: PromptOptions;
}

/**
 * A tool of the memory as the Messages API takes it, with what runs it: good for the `tools` of a
 * request and of the tool runner of `@anthropic-ai/sdk` (`client.beta.messages.toolRunner`).
 */
export interface RunnableTool {
  name: 'recall_memory' | 'remember' | 'update_memory';
  description: string;
  /** JSON Schema. */
  input_schema: { type: 'object'; [keyword: string]: unknown };
  /**
   * Carries out a call; resolves to the text for the model.
   * @throws Error when nothing was done, with the reason in words for the model: the tool runner
   *   makes an error result of it, and so does `answerToolUse`.
   */
  run(input: unknown): Promise<string>;
  /** Returns the input as it is: `run` checks it. */
  parse(input: unknown): unknown;
}

/** A call of a tool as the Messages API gives it: a block of type `tool_use`. */
export interface ToolUse {
  id: string;
  name: string;
  input: unknown;
}

/** The block that answers a call. */
export interface ToolResultBlock {
  type: 'tool_result';
  tool_use_id: string;
  content: string;
  is_error: boolean;
}

/**
 * The turn that such a message begins.
 * @throws MemchatError `usage` for options that are not valid.
 */
export function turnOf(
  user: string,
  { message, id }: { message: string | readonly Passage[] | undefined; id: string | undefined },
  { newId, clock }: Pick<Ports, 'newId' | 'clock'>,
): Turn {
  return {
    message: message === undefined ? [] : passagesOf('message', message),
    id: id === undefined ? newId('turn') : turnIdOf(wordsOf('id', id, 256)),
    user,
    session: newId('session'),
    at: clock(),
    reply: null,
    status: 'asked',
    attempts: 0,
  };
}

/** The tools of one turn of one user: all of them share its limits. */
export function toolsOfTurn(
  ports: Pick<Ports, 'store' | 'clock' | 'newId'>,
  turn: Turn,
  options: ToolOptions,
  writes: boolean,
): RunnableTool[] {
  const tools = new MemoryTools(ports, turn, options);
  return memoryTools({ writes }).map(({ name, description, inputSchema }) => ({
    name,
    description,
    input_schema: { ...inputSchema, type: 'object' },
    run: async (input) => {
      const { text, isError } = await tools.call({ id: name, name, input });
      if (isError) throw new Error(text);
      return text;
    },
    parse: (input) => input,
  }));
}

/**
 * Answers a `tool_use` block for a plain loop; null when none of the tools has that name. Never
 * rejects: what goes wrong is an error result, in words for the model.
 */
export async function answerToolUse(
  tools: readonly RunnableTool[],
  use: object,
): Promise<ToolResultBlock | null> {
  if (!isToolUse(use)) return null;
  const tool = tools.find(({ name }) => name === use.name);
  if (tool === undefined) return null;
  const answer = (content: string, is_error: boolean): ToolResultBlock => ({
    type: 'tool_result',
    tool_use_id: use.id,
    content,
    is_error,
  });
  try {
    return answer(await tool.run(use.input), false);
  } catch (error) {
    return answer(error instanceof Error ? error.message : String(error), true);
  }
}

function isToolUse(use: unknown): use is ToolUse {
  return isRecord(use) && typeof use.id === 'string' && typeof use.name === 'string';
}
