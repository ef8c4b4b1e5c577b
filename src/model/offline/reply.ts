import { converse } from './converse.ts';
import { blockOf } from './exchanges.ts';
import { extract } from './extract.ts';
import { emptyOf } from './schema.ts';
import type { MessagesRequest } from './wire.ts';

/** What the offline model says to a request: JSON when that is asked for, else text for a person. */
export function reply(request: MessagesRequest): string {
  const prompt = request.messages.findLast(
    ({ role, text }) => role === 'user' && blockOf(text, 'exchanges') !== null,
  );
  if (prompt !== undefined && (request.wantsJson || /\bjson\b/iu.test(request.system)))
    return extract(prompt.text);
  if (request.wantsJson) return JSON.stringify(emptyOf(request.schema));
  return withoutControls(converse(request));
}

/** No character that could steer a terminal or turn the direction of writing. */
function withoutControls(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '');
}
