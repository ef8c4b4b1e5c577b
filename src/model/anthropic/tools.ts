import type { Tool as ToolParam } from '@anthropic-ai/sdk/resources/messages/messages';
import type { ChatMessage, Tool } from '../port.ts';

/** A tool as the API wants it. */
export function toolParam({ name, description, inputSchema }: Tool): ToolParam {
  return { name, description, input_schema: { ...inputSchema, type: 'object' } };
}

/**
 * Whether a server refused a request because it, or its model, knows no tools. Ollama answers 400
 * "does not support tools"; llama.cpp 500 "tools param requires --jinja flag" or "Unsupported
 * param: tools". Where a tool has been called already, tools are not what is wrong.
 */
export function refusesTools(error: unknown, messages: readonly ChatMessage[]): boolean {
  if (!(error instanceof Error) || !('status' in error)) return false;
  if (messages.some((message) => 'blocks' in message)) return false;
  const { status, message } = error;
  if (status === 400 || status === 422) {
    return /\btools?\b|tool.?(?:call|use|choice)|function.?call/i.test(message);
  }
  return (status === 500 || status === 501) && /\btools\b/i.test(message);
}
