import { MemchatError } from '../errors.ts';
import { isRecord, parseRecord } from '../memory/json.ts';

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
    // Not JSON is as good as not an exchange.
    const exchange = parseRecord(line);
    if (isExchange(exchange)) return [exchange];
    throw new MemchatError(
      `Line ${index + 1} of ${file} is not a recorded exchange. Record the conversation again.`,
      'config',
    );
  });
}

function isExchange(value: unknown): value is RecordedExchange {
  if (!isRecord(value) || !isRecord(value.request) || !isRecord(value.response)) return false;
  const { method, path, body } = value.request;
  const { status, contentType, body: answer } = value.response;
  const isText = [method, path, contentType, answer].every((part) => typeof part === 'string');
  const isStatus = Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599;
  return isText && isStatus && body !== undefined;
}
