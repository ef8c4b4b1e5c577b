import type { Recalled } from '../../chat/recalled.ts';
import { excerpt } from '../../recall/excerpt.ts';
import { dateOf } from './memory.ts';
import { sanitiseLine } from './sanitise.ts';
import { GLYPHS, type Signs } from './signs.ts';
import { dim } from './terminal.ts';

/** Characters that are shown of a turn. */
const SHOWN = 200;

/** What of it bears on the query, on one line. */
export function recalledText({ text }: Recalled, query: string): string {
  return sanitiseLine(excerpt(text, query, SHOWN));
}

/** What was found for a query, best first, each with where it comes from. Ends without a line break. */
export function renderFound(
  found: readonly Recalled[],
  query: string,
  colour: boolean,
  signs: Signs = GLYPHS,
): string {
  return found
    .flatMap((one) => [recalledText(one, query), dim(`  ${recalledFrom(one, signs)}`, colour)])
    .join('\n');
}

/** Where something that was recalled comes from. */
export function recalledFrom(found: Recalled, { between }: Signs = GLYPHS): string {
  if (found.kind === 'fact') {
    const { validFrom, validTo, id } = found.fact;
    const until = validTo === null ? '' : ` to ${dateOf(validTo)}`;
    return `${dateOf(validFrom)}${until}${between}${sanitiseLine(id)}`;
  }
  const { speaker, date, id } = found;
  const by = speaker === 'user' ? 'you' : speaker === 'reply' ? 'the reply' : speaker.name;
  return [sanitiseLine(by), dateOf(date), sanitiseLine(id)].join(between);
}
