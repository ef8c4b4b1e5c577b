import { MemchatError } from '../errors.ts';

/** One request and its answer. It holds no header, host or query, and so no credential. */
export interface RecordedExchange {
  request: {
    method: string;
    /** From `/v1/` on, so that a recording replays behind any base URL. */
    path: string;
    /** The JSON of the body; null when there is none. */
    body: unknown;
  };
  response: {
    status: number;
    contentType: string;
    /** As it came; server-sent events with their framing. */
    body: string;
  };
}

/** One exchange as a line of a recording file, with its line break. */
export function encodeExchange(exchange: RecordedExchange): string {
  return `${JSON.stringify(exchange)}\n`;
}

/**
 * The exchanges of a recording file, in order; empty lines are passed over.
 * @throws MemchatError `config` that names the line which is not an exchange; `file` is how the
 *   recording is called in that message.
 */
export function decodeRecording(text: string, file: string): RecordedExchange[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const exchange = parse(line);
    if (isExchange(exchange)) return [exchange];
    throw new MemchatError(
      `Line ${index + 1} of ${file} is not a recorded exchange. Record the conversation again.`,
      'config',
    );
  });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Not JSON is as good as not an exchange: the caller says so, and with the line.
    return undefined;
  }
}

function isExchange(value: unknown): value is RecordedExchange {
  const request = field(value, 'request');
  const response = field(value, 'response');
  const status = field(response, 'status');
  return (
    typeof field(request, 'method') === 'string' &&
    typeof field(request, 'path') === 'string' &&
    field(request, 'body') !== undefined &&
    Number.isInteger(status) &&
    Number(status) >= 200 &&
    Number(status) <= 599 &&
    typeof field(response, 'contentType') === 'string' &&
    typeof field(response, 'body') === 'string'
  );
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
