import type { ForgetOutcome, ForgetPlan, ForgetTarget } from '../chat/forget.ts';
import type { Entry } from '../memory/changes.ts';
import { counted, enumerated } from '../memory/wording.ts';
import { entryText } from './output/changes.ts';
import { sanitiseLine } from './output/sanitise.ts';
import { GLYPHS, marked, quote, type Signs } from './output/signs.ts';

/** What would be lost, before the question. Ends without a line break. */
export function renderPlan(plan: ForgetPlan, signs: Signs = GLYPHS): string {
  const also = alsoGone(plan);
  const lines = [
    'To be forgotten for good:',
    ...plan.entries.map((entry) => lostLine(entry, signs)),
  ];
  if (also !== '') lines.push(plan.entries.length > 0 ? `with ${also}.` : `  ${also}`);
  lines.push('This cannot be undone.');
  return lines.join('\n');
}

/** What was lost. Ends without a line break. */
export function renderForgotten(outcome: ForgetOutcome, signs: Signs = GLYPHS): string {
  const also = alsoGone(outcome);
  const lines = ['Forgotten:', ...outcome.entries.map((entry) => lostLine(entry, signs))];
  if (also !== '') lines.push(outcome.entries.length > 0 ? `with ${also}.` : `  ${also}`);
  return lines.join('\n');
}

/** The refusal to find anything. */
export function nothingToForget(target: ForgetTarget, signs: Signs = GLYPHS): string {
  if (target.kind === 'name') return 'There is no name to forget.';
  const what = 'query' in target ? target.query : 'id' in target ? target.id : target.key;
  return `Nothing that is kept holds ${quote(sanitiseLine(what), signs)}.`;
}

/** In words nothing stands before it: what becomes of it is said above the list. */
function lostLine(entry: Entry, signs: Signs): string {
  return signs.speaks ? `  ${entryText(entry)}` : `  ${marked('retired', entryText(entry), signs)}`;
}

function alsoGone({ passages, revisions, lines = 0 }: ForgetPlan): string {
  const parts: string[] = [];
  if (passages > 0) parts.push(`${counted(passages, 'passage')} of conversation`);
  if (lines > 0) parts.push(`${counted(lines, 'line')} of what you entered`);
  if (revisions > 0) parts.push(`${counted(revisions, 'past revision')} of the memory`);
  return enumerated(parts);
}
