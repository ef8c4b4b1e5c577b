import type { Fact, Memory, Preference } from '../../memory/types.ts';
import { sanitiseLine } from './sanitise.ts';
import { GLYPHS, type Signs } from './signs.ts';
import { dim } from './terminal.ts';

export interface MemoryLook {
  colour: boolean;
  /** Also past facts and preferences that the user declined. Default false. */
  all?: boolean;
  /** What shows the things that wait for a yes: a command. */
  review: string;
  /** Default glyphs. */
  signs?: Signs;
}

/**
 * What is remembered, as text for a person: name, summary, preferences, and the facts by topic, those
 * with pinned ones first, each with its date and id. Ends without a line break.
 */
export function renderMemory(memory: Memory, look: MemoryLook): string {
  const { name, summary, keyFacts, retired, review } = memory;
  const sections: string[] = [];
  const head: string[] = [];
  if (name !== null) head.push(`Name: ${sanitiseLine(name)}`);
  if (summary !== '') head.push(`Summary: ${sanitiseLine(summary)}`);
  if (head.length > 0) sections.push(head.join('\n'));
  const preferences = Object.entries(memory.preferences)
    .filter(([, { origin }]) => look.all === true || origin !== 'declined')
    .map(([key, preference]) => `  ${preferenceText(key, preference)}`);
  if (preferences.length > 0) sections.push(['Preferences:', ...preferences].join('\n'));
  if (keyFacts.length > 0) sections.push(['Facts:', ...topics(keyFacts, look)].join('\n'));
  if (look.all === true && retired.length > 0) {
    const lines = retired.map((fact) => `  ${factText(fact, look)}`);
    sections.push(['Past facts:', ...lines].join('\n'));
  }
  if (sections.length === 0) sections.push('Nothing is remembered yet.');
  if (review.length > 0) {
    const noun = review.length === 1 ? 'thing waits' : 'things wait';
    sections.push(`${review.length} ${noun} for your yes: ${look.review}`);
  }
  return sections.join('\n\n');
}

function topics(facts: readonly Fact[], look: MemoryLook): string[] {
  const byTag = new Map<string, Fact[]>();
  for (const fact of facts) byTag.set(fact.tag, [...(byTag.get(fact.tag) ?? []), fact]);
  const groups = [...byTag].map(([tag, group]) => ({
    tag,
    facts: [...group].sort((a, b) => Number(b.pinned) - Number(a.pinned)),
  }));
  const isPinned = (group: { facts: Fact[] }): number => Number(group.facts[0]?.pinned === true);
  groups.sort((a, b) => isPinned(b) - isPinned(a) || (a.tag < b.tag ? -1 : 1));
  return groups.flatMap(({ tag, facts: group }) => [
    `  ${sanitiseLine(tag)}`,
    ...group.map((fact) => `    ${factText(fact, look)}`),
  ]);
}

/** The fact, and faint behind it when it was true, what is special about it, and its id. */
function factText(fact: Fact, { colour, signs = GLYPHS }: MemoryLook): string {
  const { id, text, validFrom, validTo, pinned, origin, expiresAt } = fact;
  const notes = [`${dateOf(validFrom)}${validTo === null ? '' : ` to ${dateOf(validTo)}`}`];
  if (pinned) notes.push('pinned');
  if (origin === 'inferred' || origin === 'imported') notes.push(origin);
  if (expiresAt !== null) notes.push(`until ${dateOf(expiresAt)}`);
  notes.push(sanitiseLine(id));
  return `${sanitiseLine(text)}${dim(`${signs.between}${notes.join(signs.between)}`, colour)}`;
}

export function preferenceText(key: string, { value, origin }: Preference): string {
  if (origin === 'declined') return `${sanitiseLine(key)} (dropped: not inferred again)`;
  const note = origin === 'inferred' || origin === 'imported' ? ` (${origin})` : '';
  return `${sanitiseLine(key)}: ${sanitiseLine(value)}${note}`;
}

/** The day of an ISO time; the owner of a file may have written another form. */
export function dateOf(time: string): string {
  return sanitiseLine(time).slice(0, 10);
}
