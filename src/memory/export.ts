import { escapeMarkdown, MARKDOWN, renderTime } from './export-markdown.ts';
import type { Fact, Memory, Preference } from './types.ts';

/**
 * The memory as a Markdown document for people: name, summary, preferences, facts by topic with
 * their dates, past facts. `readImport` reads the same facts back from it.
 */
export function renderMarkdown(memory: Memory): string {
  const { user, name, summary, preferences, keyFacts, retired } = memory;
  const blocks = [
    [`# ${MARKDOWN.title}${escapeMarkdown(user)}`],
    name === null ? [] : [`${MARKDOWN.name}${escapeMarkdown(name)}`],
    section(MARKDOWN.summary, summary === '' ? [] : [escapeMarkdown(summary)]),
    section(MARKDOWN.preferences, list(Object.entries(preferences).flatMap(preferenceItem))),
    section(MARKDOWN.facts, byTag(keyFacts, factItem)),
    section(MARKDOWN.past, byTag(retired, pastItem)),
  ].flat();
  if (blocks.length === 1) blocks.push('Nothing is remembered yet.');
  return `${blocks.join('\n\n')}\n`;
}

function section(title: string, blocks: readonly string[]): string[] {
  return blocks.length === 0 ? [] : [`## ${title}`, ...blocks];
}

function list(items: readonly string[]): string[] {
  return items.length === 0 ? [] : [items.map((item) => `- ${item}`).join('\n')];
}

/** A list for each tag, in the order in which the tags come up. */
function byTag(facts: readonly Fact[], itemOf: (fact: Fact) => string): string[] {
  const tags = new Map<string, string[]>();
  for (const fact of facts) {
    tags.set(fact.tag, [...(tags.get(fact.tag) ?? []), itemOf(fact)]);
  }
  return [...tags].flatMap(([tag, items]) => [`### ${escapeMarkdown(tag)}`, ...list(items)]);
}

function preferenceItem([key, { value, origin }]: [string, Preference]): string[] {
  if (origin === 'declined') return [];
  const label = escapeMarkdown(key).replaceAll(':', '\\:');
  const note = origin === 'inferred' ? ' *(inferred)*' : '';
  return [`${label}: ${escapeMarkdown(value)}${note}`];
}

function factItem(fact: Fact): string {
  const { validFrom, validTo } = fact;
  return validTo === null
    ? item(fact, `since ${renderTime(validFrom)}`)
    : item(fact, `from ${renderTime(validFrom)} to ${renderTime(validTo)}`);
}

function pastItem(fact: Fact): string {
  return factItem({ ...fact, validTo: fact.validTo ?? fact.updatedAt });
}

function item({ text, kind, expiresAt, pinned }: Fact, when: string): string {
  const notes = [
    when,
    ...(expiresAt === null ? [] : [`expires ${renderTime(expiresAt)}`]),
    ...(kind === 'semantic' ? [] : [kind]),
    ...(pinned ? ['pinned'] : []),
  ];
  return `${escapeMarkdown(text)} *(${notes.join('; ')})*`;
}
