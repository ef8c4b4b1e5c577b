import type {
  ContentBlockParam,
  MessageParam,
} from '@anthropic-ai/sdk/resources/messages/messages';
import type { Block, ChatMessage } from '../port.ts';

/** A message of the conversation as the API takes it. */
export function toParam(message: ChatMessage): MessageParam {
  if ('blocks' in message) return { role: 'assistant', content: message.blocks.filter(isParam) };
  if ('results' in message) {
    return {
      role: 'user',
      content: message.results.map(({ call, text, isError }) => ({
        type: 'tool_result',
        tool_use_id: call,
        content: text,
        ...(isError ? { is_error: true } : {}),
      })),
    };
  }
  return { role: message.role, content: message.text };
}

/** What the API has written it takes back, also blocks that the SDK has no type for. */
function isParam(block: Block): block is Block & ContentBlockParam {
  return block.type !== '';
}

/** What is said in a message, for telling whether an error repeats it. */
export function spokenIn(message: ChatMessage): string {
  return 'blocks' in message ? JSON.stringify(message.blocks) : message.text;
}
