import type {
  RawMessageStreamEvent,
  StopReason,
} from '@anthropic-ai/sdk/resources/messages/messages';
import { MemchatError } from '../../errors.ts';
import type { ModelEvent, Stop, Usage } from '../port.ts';
import { usageOf } from './request.ts';

/** What is known of a reply so far. */
export interface ReplyState {
  /** The model asked for, then the one that answers. */
  model: string;
  /** As far as the server has counted. */
  usage: Usage;
  begun: boolean;
  /** Why it ended; undefined while it has not. */
  stop: Stop | undefined;
}

/**
 * The text of a reply as it comes, and one `thinking` for each stretch of thinking. Keeps `state`
 * up to date; the `end` is the caller's. Throws what `events` throws.
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
        if (isThinking(event.content_block.type)) yield { type: 'thinking' };
        else if (event.content_block.type === 'text' && event.content_block.text) {
          yield { type: 'text', text: event.content_block.text };
        }
        break;
      case 'content_block_delta':
        if (event.delta.type === 'text_delta' && event.delta.text !== '') {
          yield { type: 'text', text: event.delta.text };
        }
        break;
      case 'message_delta':
        state.usage = laterUsage(state.usage, usageOf(event.usage));
        state.stop =
          event.delta.stop_reason === null ? state.stop : stopOf(event.delta.stop_reason);
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

function isThinking(type: string): boolean {
  return type === 'thinking' || type === 'redacted_thinking';
}

/** How a reply ended. Only `answered` is a whole one. */
export function stopOf(reason: StopReason | null): Stop {
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
