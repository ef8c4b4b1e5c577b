/** The message in an answer of the Messages API. */
export interface AnswerMessage {
  /** The text, or its pieces as the stream sends them. Default none: an empty content. */
  text?: string | string[];
  /** A thinking block before the text. */
  thinking?: string;
  /** Default `end_turn`. */
  stop?: string | null;
  usage?: Partial<typeof DEFAULT_USAGE>;
  /** The model that answers; default the one that was asked. */
  model?: string;
}

const DEFAULT_USAGE = {
  input_tokens: 100,
  output_tokens: 20,
  cache_read_input_tokens: 0,
  cache_creation_input_tokens: 0,
};

/** The body of an answer that is not streamed. */
export function messageOf(answer: AnswerMessage, model: string) {
  const text = piecesOf(answer).join('');
  return {
    id: 'msg_test',
    type: 'message',
    role: 'assistant',
    model: answer.model ?? model,
    content: [
      ...(answer.thinking === undefined ? [] : [thinkingBlock(answer.thinking)]),
      ...(text === '' ? [] : [{ type: 'text', text, citations: null }]),
    ],
    stop_reason: answer.stop === undefined ? 'end_turn' : answer.stop,
    stop_sequence: null,
    usage: { ...DEFAULT_USAGE, ...answer.usage },
  };
}

/** The server-sent events of an answer: up to the last piece of text, and what ends it. */
export function eventsOf(answer: AnswerMessage, model: string): { beginning: string; end: string } {
  const { content: _content, ...message } = messageOf(answer, model);
  const { output_tokens, ...prompt } = message.usage;
  const pieces = piecesOf(answer);
  const textIndex = answer.thinking === undefined ? 0 : 1;
  const events: object[] = [
    {
      type: 'message_start',
      message: {
        ...message,
        content: [],
        stop_reason: null,
        usage: { ...prompt, output_tokens: 1 },
      },
    },
  ];
  if (answer.thinking !== undefined) {
    events.push(
      { type: 'content_block_start', index: 0, content_block: thinkingBlock('') },
      { type: 'ping' },
      {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'thinking_delta', thinking: answer.thinking },
      },
      { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 's' } },
      { type: 'content_block_stop', index: 0 },
    );
  }
  if (pieces.length > 0) {
    events.push({
      type: 'content_block_start',
      index: textIndex,
      content_block: { type: 'text', text: '', citations: null },
    });
    for (const text of pieces) {
      events.push({
        type: 'content_block_delta',
        index: textIndex,
        delta: { type: 'text_delta', text },
      });
    }
  }
  const end: object[] = [
    ...(pieces.length > 0 ? [{ type: 'content_block_stop', index: textIndex }] : []),
    {
      type: 'message_delta',
      delta: { stop_reason: message.stop_reason, stop_sequence: null },
      usage: { output_tokens },
    },
    { type: 'message_stop' },
  ];
  return { beginning: framed(events), end: framed(end) };
}

function piecesOf({ text = [] }: AnswerMessage): string[] {
  return typeof text === 'string' ? [text].filter((piece) => piece !== '') : text;
}

function thinkingBlock(thinking: string) {
  return { type: 'thinking', thinking, signature: '' };
}

function framed(events: object[]): string {
  return events
    .map((event) => {
      const type = 'type' in event ? String(event.type) : '';
      return `event: ${type}\ndata: ${JSON.stringify(event)}\n\n`;
    })
    .join('');
}
