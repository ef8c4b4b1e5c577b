/** The message in an answer of the Messages API. */
export interface AnswerMessage {
  /** The text, or its pieces as the stream sends them. Default none: no text block. */
  text?: string | string[];
  /** A thinking block before the text. */
  thinking?: string;
  /** What signs the thinking; default "s". */
  signature?: string;
  /** Blocks of any type between the thinking and the text; a stream sends each with its start. */
  blocks?: ({ type: string } & Record<string, unknown>)[];
  /** Tools that are called after the text. */
  calls?: AnsweredCall[];
  /** Default `tool_use` when there are calls, else `end_turn`. */
  stop?: string | null;
  usage?: Partial<typeof DEFAULT_USAGE>;
  /** The model that answers; default the one that was asked. */
  model?: string;
}

export interface AnsweredCall {
  id: string;
  name: string;
  /** Default {}. */
  input?: unknown;
  /** The JSON of the input as the stream sends it, whatever it is; default `input` in two pieces. */
  partial?: string[];
}

const DEFAULT_USAGE = {
  input_tokens: 100,
  output_tokens: 20,
  cache_read_input_tokens: 0,
  cache_creation_input_tokens: 0,
};

/** A block of a message, and how a stream sends it: what it starts with and what is added. */
interface StreamedBlock {
  whole: Record<string, unknown>;
  start: Record<string, unknown>;
  deltas: Record<string, unknown>[];
}

/** The body of an answer that is not streamed. */
export function messageOf(answer: AnswerMessage, model: string) {
  const { calls = [] } = answer;
  const stop = calls.length > 0 ? 'tool_use' : 'end_turn';
  return {
    id: 'msg_test',
    type: 'message',
    role: 'assistant',
    model: answer.model ?? model,
    content: blocksOf(answer).map(({ whole }) => whole),
    stop_reason: answer.stop === undefined ? stop : answer.stop,
    stop_sequence: null,
    usage: { ...DEFAULT_USAGE, ...answer.usage },
  };
}

/** The server-sent events of an answer: up to the last piece of its last block, and what ends it. */
export function eventsOf(answer: AnswerMessage, model: string): { beginning: string; end: string } {
  const message = messageOf(answer, model);
  const { output_tokens, ...prompt } = message.usage;
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
    ...blocksOf(answer).flatMap(({ start, deltas }, index) => [
      { type: 'content_block_start', index, content_block: start },
      { type: 'ping' },
      ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ]),
  ];
  const last = message.content.length > 0 ? events.splice(-1) : [];
  const end: object[] = [
    ...last,
    {
      type: 'message_delta',
      delta: { stop_reason: message.stop_reason, stop_sequence: null },
      usage: { output_tokens },
    },
    { type: 'message_stop' },
  ];
  return { beginning: framed(events), end: framed(end) };
}

function blocksOf(answer: AnswerMessage): StreamedBlock[] {
  const { thinking, signature = 's', blocks = [], calls = [] } = answer;
  const pieces = piecesOf(answer);
  return [
    ...(thinking === undefined ? [] : [thinkingBlock(thinking, signature)]),
    ...blocks.map((block) => ({ whole: block, start: block, deltas: [] })),
    ...(pieces.length === 0 ? [] : [textBlock(pieces)]),
    ...calls.map(callBlock),
  ];
}

function piecesOf({ text = [] }: AnswerMessage): string[] {
  return typeof text === 'string' ? [text].filter((piece) => piece !== '') : text;
}

function thinkingBlock(thinking: string, signature: string): StreamedBlock {
  const type = 'thinking';
  return {
    whole: { type, thinking, signature },
    start: { type, thinking: '', signature: '' },
    deltas: [
      { type: 'thinking_delta', thinking },
      { type: 'signature_delta', signature },
    ],
  };
}

function textBlock(pieces: readonly string[]): StreamedBlock {
  const type = 'text';
  return {
    whole: { type, text: pieces.join(''), citations: null },
    start: { type, text: '', citations: null },
    deltas: pieces.map((text) => ({ type: 'text_delta', text })),
  };
}

function callBlock({ id, name, input = {}, partial }: AnsweredCall): StreamedBlock {
  const type = 'tool_use';
  const json = JSON.stringify(input);
  const half = Math.ceil(json.length / 2);
  const pieces = partial ?? [json.slice(0, half), json.slice(half)];
  return {
    whole: { type, id, name, input },
    start: { type, id, name, input: {} },
    deltas: pieces.map((piece) => ({ type: 'input_json_delta', partial_json: piece })),
  };
}

function framed(events: object[]): string {
  return events
    .map((event) => {
      const type = 'type' in event ? String(event.type) : '';
      return `event: ${type}\ndata: ${JSON.stringify(event)}\n\n`;
    })
    .join('');
}
