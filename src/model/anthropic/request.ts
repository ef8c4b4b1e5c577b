import type {
  MessageCreateParamsNonStreaming,
  MessageParam,
} from '@anthropic-ai/sdk/resources/messages/messages';
import type { ChatRequest, Usage } from '../port.ts';
import { toolParam } from './tools.ts';

/**
 * What the server understands. `anthropic` is the whole Messages API; `compatible` is a server that
 * speaks the core of it: no prompt caching, no metadata, no structured outputs. Tools are part of the core.
 */
export type Capabilities = 'anthropic' | 'compatible';

type Body = Pick<
  MessageCreateParamsNonStreaming,
  'model' | 'max_tokens' | 'messages' | 'system' | 'metadata' | 'tools' | 'cache_control'
>;

/** The body that chat and structured requests share. Sampling is left to the model's own setting. */
export function bodyOf(
  request: Omit<ChatRequest, 'messages' | 'signal'>,
  messages: MessageParam[],
  capabilities: Capabilities,
): Body {
  const { model, maxTokens, system, userHash } = request;
  const { tools = [], cacheConversation = false } = request;
  const body: Body = { model, max_tokens: maxTokens, messages };
  if (tools.length > 0) body.tools = tools.map(toolParam);
  if (capabilities === 'compatible') {
    if (system.length > 0) body.system = system.map(({ text }) => text).join('\n\n');
    return body;
  }
  if (system.length > 0) {
    body.system = system.map(({ text, cache }) => ({
      type: 'text',
      text,
      ...(cache ? { cache_control: { type: 'ephemeral' as const } } : {}),
    }));
  }
  // The API puts this breakpoint on the last block, wherever that is; four are allowed in all.
  if (cacheConversation) body.cache_control = { type: 'ephemeral' };
  body.metadata = { user_id: userHash };
  return body;
}

/** Tokens as the API counts them. Servers leave some out, whatever the types of the SDK say. */
type TokenCounts = Partial<
  Record<
    'input_tokens' | 'output_tokens' | 'cache_read_input_tokens' | 'cache_creation_input_tokens',
    number | null
  >
>;

/** The usage of one request; what a server leaves out counts as 0. */
export function usageOf(usage: TokenCounts | null | undefined): Usage {
  return {
    requests: 1,
    input: usage?.input_tokens ?? 0,
    output: usage?.output_tokens ?? 0,
    cacheRead: usage?.cache_read_input_tokens ?? 0,
    cacheWrite: usage?.cache_creation_input_tokens ?? 0,
  };
}
