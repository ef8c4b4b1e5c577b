import type {
  RawMessageStreamEvent,
  StopReason,
} from '@anthropic-ai/sdk/resources/messages/messages';
import { MemchatError } from '../../errors.ts';
import type { ModelEvent, ReplyEnd, Stop, Usage } from '../port.ts';
import type { Blocks } from './blocks.ts';
import { usageOf } from './request.ts';

type StopWithoutCalls = Exclude<Stop, 'tools'>;

/** What is known of a reply so far. */
export interface ReplyState {
  /** The model asked for, then the one that answers. */
  model: string;
  /** As far as the server has counted. */
  usage: Usage;
  begun: boolean;
  /** What it consists of; null when no tools were offered, and nothing but its text matters. */
  blocks: Blocks | null;
  /** Why it ended, calls of tools left aside; undefined while it has not. */
  stop: StopWithoutCalls | undefined;
  /** It ended to have tools called. */
  callsTools: boolean;
}

/**
 * The text of a reply as it comes, and one `thinking` for each stretch of thinking and one `tool`
 * for each call of a tool, if tools were offered. Keeps `state` up to date; the `end` is the
 * caller's. Throws what `events` throws.
 * @throws MemchatError `api-unavailable` when the events end before the reply does.
 */
export async function* readReply(
  events: AsyncIterable<RawMessageStreamEvent>,
  state: ReplyState,
  signal: AbortSignal | undefined,
): AsyncGenerator<ModelEvent> {
  for await (const event of events) {
    // What is still in the pipe after an abort is not shown.
    if (signal?.aborted === true) return;
    switch (event.type) {
      case 'message_start':
        state.begun = true;
        state.model = event.message.model || state.model;
        state.usage = usageOf(event.message.usage);
        break;
      case 'content_block_start':
        state.blocks?.start(event.index, event.content_block);
        if (isThinking(event.content_block.type)) yield { type: 'thinking' };
        else if (event.content_block.type === 'text' && event.content_block.text) {
          yield { type: 'text', text: event.content_block.text };
        } else if (event.content_block.type === 'tool_use' && state.blocks !== null) {
          yield { type: 'tool', name: event.content_block.name };
        }
        break;
      case 'content_block_delta':
        state.blocks?.add(event.index, event.delta);
        if (event.delta.type === 'text_delta' && event.delta.text !== '') {
          yield { type: 'text', text: event.delta.text };
        }
        break;
      case 'message_delta':
        state.usage = laterUsage(state.usage, usageOf(event.usage));
        if (event.delta.stop_reason === null) break;
        state.stop = stopOf(event.delta.stop_reason);
        state.callsTools = event.delta.stop_reason === 'tool_use';
        break;
      case 'message_stop':
        state.stop ??= 'answered';
        break;
    }
  }
  if (state.stop === undefined && signal?.aborted !== true) {
    throw new MemchatError(
      state.begun
        ? 'The connection ended in the middle of the reply. Say it again.'
        : 'The server answered without a reply. Is it the Messages API? Check --base-url.',
      'api-unavailable',
    );
  }
}

/**
 * The end of a reply as far as it came. Only a message that is whole calls tools, and none does
 * after an abort.
 */
export function endOf(state: ReplyState, signal: AbortSignal | undefined): ReplyEnd {
  const { stop = 'interrupted', usage, model, blocks } = state;
  // Some servers end a message that calls tools like any other.
  const calls = state.callsTools || stop === 'answered' ? (blocks?.calls() ?? []) : [];
  if (blocks === null || calls.length === 0) return { type: 'end', stop, usage, model };
  if (signal?.aborted === true) return { type: 'end', stop: 'interrupted', usage, model };
  return { type: 'end', stop: 'tools', calls, message: blocks.message(), usage, model };
}

function isThinking(type: string): boolean {
  return type === 'thinking' || type === 'redacted_thinking';
}

/** How a reply ended that calls no tools. Only `answered` is a whole one. */
export function stopOf(reason: StopReason | null): StopWithoutCalls {
  switch (reason) {
    case 'refusal':
      return 'refused';
    case 'max_tokens':
    case 'model_context_window_exceeded':
    case 'pause_turn':
    case 'tool_use':
      return 'truncated';
    default:
      return 'answered';
  }
}

/** The counts are running totals; one that a later event leaves out keeps its value. */
function laterUsage(earlier: Usage, later: Usage): Usage {
  return {
    requests: 1,
    input: later.input || earlier.input,
    output: later.output || earlier.output,
    cacheRead: later.cacheRead || earlier.cacheRead,
    cacheWrite: later.cacheWrite || earlier.cacheWrite,
  };
}
