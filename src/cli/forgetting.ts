import type { ForgetOutcome, ForgetPlan, ForgetTarget } from '../chat/forget.ts';
import type { Entry } from '../memory/changes.ts';
import type { Memory } from '../memory/types.ts';
import { entryText } from './output/changes.ts';
import { sanitiseLine } from './output/sanitise.ts';
import { GLYPHS, marked, quote, type Signs } from './output/signs.ts';

/**
 * What is meant by the words behind `forget`: the fact with that id, else the preference with that
 * key, else the user's name ("name", "my name"), else all that holds the words.
 */
export function targetOf(words: string, memory: Memory): ForgetTarget {
  const said = words.trim();
  if (isFact(said, memory)) return { kind: 'fact', id: said };
  const key = Object.keys(memory.preferences).find((each) => sameText(each, said));
  if (key !== undefined) return { kind: 'preference', key };
  if (memory.name !== null && /^(?:my )?name$/i.test(said)) return { kind: 'name' };
  return { kind: 'query', query: said };
}

function isFact(id: string, { keyFacts, retired }: Memory): boolean {
  return keyFacts.some((fact) => fact.id === id) || retired.some((fact) => fact.id === id);
}

function sameText(a: string, b: string): boolean {
  return a.normalize('NFKC').toLowerCase() === b.normalize('NFKC').toLowerCase();
}

/** Whether there is nothing to forget. */
export function isEmptyPlan({ entries, passages, lines = 0 }: ForgetPlan): boolean {
  return entries.length + passages + lines === 0;
}

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
  return parts.join(' and ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
