import type { Call } from './content.ts';

/** A finished answer, from which both the JSON message and the event stream are written. */
export interface Answer {
  id: string;
  model: string;
  /** The text of the only block, or the call that it is. */
  said: string | Call;
  stopReason: 'end_turn' | 'max_tokens' | 'tool_use';
  inputTokens: number;
  outputTokens: number;
}

/** The JSON message of the API. */
export function messageOf(answer: Answer): Record<string, unknown> {
  return {
    ...envelope(answer),
    content: [
      typeof answer.said === 'string'
        ? { type: 'text', text: answer.said, citations: null }
        : { type: 'tool_use', ...answer.said },
    ],
    stop_reason: answer.stopReason,
    usage: usage(answer, answer.outputTokens),
  };
}

/**
 * The answer as server-sent events, one string per event, the text or the input of a call a word at
 * a time.
 */
export function* eventsOf(answer: Answer): Generator<string> {
  const opening = { ...envelope(answer), content: [], stop_reason: null, usage: usage(answer, 1) };
  yield event('message_start', { message: opening });
  const { said } = answer;
  const isText = typeof said === 'string';
  yield event('content_block_start', {
    index: 0,
    content_block: isText
      ? { type: 'text', text: '', citations: null }
      : { type: 'tool_use', ...said, input: {} },
  });
  yield event('ping', {});
  for (const piece of (isText ? said : JSON.stringify(said.input)).split(/(?<=\s)(?=\S)/u)) {
    if (piece === '') continue;
    const delta = isText
      ? { type: 'text_delta', text: piece }
      : { type: 'input_json_delta', partial_json: piece };
    yield event('content_block_delta', { index: 0, delta });
  }
  yield event('content_block_stop', { index: 0 });
  yield event('message_delta', {
    delta: { stop_reason: answer.stopReason, stop_sequence: null },
    usage: usage(answer, answer.outputTokens),
  });
  yield event('message_stop', {});
}

function event(type: string, fields: Record<string, unknown>): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function envelope(answer: Answer): Record<string, unknown> {
  return {
    id: answer.id,
    type: 'message',
    role: 'assistant',
    model: answer.model,
    stop_sequence: null,
  };
}

function usage(answer: Answer, outputTokens: number): Record<string, number> {
  return {
    input_tokens: answer.inputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: outputTokens,
  };
}
