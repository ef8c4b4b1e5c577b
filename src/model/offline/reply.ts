import type { ToolUse } from './calling.ts';
import { consolidation } from './consolidation.ts';
import { converse } from './converse.ts';
import { blockOf } from './exchanges.ts';
import { extract } from './extract.ts';
import { inferPreferences, messagesIn } from './preferences.ts';
import { emptyOf } from './schema.ts';
import { isVerification, verification } from './verification.ts';
import type { MessagesRequest } from './wire.ts';

/**
 * What the offline model says to a request: JSON when that is asked for, else text for a person, or
 * the tool that it calls first.
 */
export function reply(request: MessagesRequest): string | ToolUse {
  const prompt = request.messages.findLast(
    ({ role, text }) => role === 'user' && blockOf(text, 'exchanges') !== null,
  );
  if (prompt !== undefined && (request.wantsJson || /\bjson\b/iu.test(request.system)))
    return extract(prompt.text);
  const asked = request.messages.at(-1)?.text ?? '';
  if (request.wantsJson && blockOf(asked, 'memory') !== null)
    return isVerification(asked) ? verification(asked) : consolidation(asked);
  if (request.wantsJson && messagesIn(asked).length > 0) return inferPreferences(asked);
  if (request.wantsJson) return JSON.stringify(emptyOf(request.schema));
  const said = converse(request);
  return typeof said === 'string' ? withoutControls(said) : said;
}

/** No character that could steer a terminal or turn the direction of writing. */
function withoutControls(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '');
}
