import type {
  ChatMessage,
  ModelEvent,
  Tool,
  ToolCall,
  ToolResult,
  ToolUseMessage,
} from '../../src/model/port.ts';
import { chatRequest, USER_WORDS } from './world.ts';

export const RECALL: Tool = {
  name: 'recall_memory',
  description: 'Looks up what the user said before.',
  inputSchema: {
    type: 'object',
    properties: { query: { type: 'string' } },
    required: ['query'],
    additionalProperties: false,
  },
};

export const REMEMBER: Tool = {
  name: 'remember',
  description: 'Keeps a fact.',
  inputSchema: { properties: { text: { type: 'string' } } },
};

/** A chat request that offers tools. */
export function toolRequest(
  given: { messages?: ChatMessage[]; tools?: Tool[]; signal?: AbortSignal } = {},
) {
  return chatRequest({
    messages: [{ role: 'user', text: USER_WORDS }],
    tools: [RECALL, REMEMBER],
    ...given,
  });
}

/** What a reply that called tools carries; fails for any other. */
export function callsOf(end: ModelEvent | null): { calls: ToolCall[]; message: ToolUseMessage } {
  if (end?.type !== 'end' || end.stop !== 'tools') {
    throw new Error(`no tool was called: ${JSON.stringify(end)}`);
  }
  return { calls: end.calls, message: end.message };
}

/** The message with the results of tools. */
export function resultsMessage(...results: ToolResult[]): ChatMessage {
  return { role: 'user', text: results.map(({ text }) => text).join('\n'), results };
}

/** Text events only. */
export const textsIn = (events: readonly ModelEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'text' ? [event.text] : []));
