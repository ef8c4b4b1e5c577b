/** A finished answer, from which both the JSON message and the event stream are written. */
export interface Answer {
  id: string;
  model: string;
  text: string;
  stopReason: 'end_turn' | 'max_tokens';
  inputTokens: number;
  outputTokens: number;
}

/** The JSON message of the API. */
export function messageOf(answer: Answer): Record<string, unknown> {
  return {
    ...envelope(answer),
    content: [{ type: 'text', text: answer.text, citations: null }],
    stop_reason: answer.stopReason,
    usage: usage(answer, answer.outputTokens),
  };
}

/** The answer as server-sent events, one string per event, the text a word at a time. */
export function* eventsOf(answer: Answer): Generator<string> {
  const opening = { ...envelope(answer), content: [], stop_reason: null, usage: usage(answer, 1) };
  yield event('message_start', { message: opening });
  yield event('content_block_start', {
    index: 0,
    content_block: { type: 'text', text: '', citations: null },
  });
  yield event('ping', {});
  for (const text of answer.text.split(/(?<=\s)(?=\S)/u)) {
    if (text !== '')
      yield event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
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
