import { clauseSpans } from './clause-spans.ts';
import { duplicateOf } from './dedupe.ts';
import { contentRoots, isEveryday } from './everyday-words.ts';
import { preferenceKey } from './slug.ts';
import type { Forgotten } from './traces.ts';
import type { Fact, Memory, Preference } from './types.ts';
import { runsOf, Vocabulary } from './vocabulary.ts';
import { overlaps } from './words.ts';

/** What is to be forgotten. A fact may be active or retired. */
export type ForgetTarget =
  | { kind: 'fact'; id: string }
  | { kind: 'preference'; key: string }
  | { kind: 'name' }
  /** All that holds these words. */
  | { kind: 'query'; query: string };

/** What a target is in a memory, with the facts themselves. */
export interface Found extends Forgotten {
  facts: readonly Fact[];
}

/**
 * What of the memory a target means. A fact means also the facts that say it again or with more
 * behind it ("Has a dog" and "Has a dog named Bello"), and of those that it replaced or that replaced
 * it the ones that share a telling word with it. A query means the facts, preferences and name that
 * have all its words. A preference that was dropped before is none. Other fields hold `null` or nothing.
 */
export function find(memory: Memory, target: ForgetTarget): Found {
  const nothing: Found = { facts: [], preferences: [], name: null, query: null };
  switch (target.kind) {
    case 'fact': {
      const { id } = target;
      return { ...nothing, facts: factOf(memory, id) };
    }
    case 'preference':
      return { ...nothing, preferences: preferenceOf(memory, target.key) };
    case 'name':
      return { ...nothing, name: memory.name };
    case 'query': {
      const { query } = target;
      const holds = queryTest(query);
      return {
        facts: withLinked(memory, (fact) => isFactOf(fact, holds)),
        preferences: standingPreferences(memory).filter(([key, { value, source }]) =>
          [`${key} ${value}`, ...clausesOf(source.quote)].some(holds),
        ),
        name: memory.name !== null && holds(memory.name) ? memory.name : null,
        query,
      };
    }
  }
}

/** Whether there is anything of the memory in it; a query alone is nothing. */
export function isNothing({ facts, preferences, name }: Forgotten): boolean {
  return facts.length === 0 && preferences.length === 0 && name === null;
}

/** Whether there is a telling word or a sign in the query: "the" stands everywhere. */
export function isQuery(query: string): boolean {
  const isOnlySigns = runsOf(query).length === 0 && /[\p{S}\p{L}\p{N}]/u.test(query);
  return isOnlySigns || contentRoots(query).length > 0;
}

function preferenceOf(memory: Memory, key: string): (readonly [string, Preference])[] {
  const standing = standingPreferences(memory);
  const exact = standing.filter(([other]) => other === key);
  return exact.length > 0
    ? exact
    : standing.filter(([other]) => preferenceKey(other) === preferenceKey(key));
}

function standingPreferences(memory: Memory): [string, Preference][] {
  return Object.entries(memory.preferences).filter(([, { origin }]) => origin !== 'declined');
}

function factOf(memory: Memory, id: string): Fact[] {
  const meant = [...memory.keyFacts, ...memory.retired].filter((fact) => fact.id === id);
  return withLinked(memory, (other) => meant.some((fact) => saysAgain(other, fact)));
}

function withLinked(memory: Memory, isMeant: (fact: Fact) => boolean): Fact[] {
  const all = [...memory.keyFacts, ...memory.retired];
  const kin = new Set(all.filter(isMeant));
  // A set goes on to what is added to it meanwhile: links of links are followed as well.
  for (const fact of kin) {
    for (const other of all) {
      const isLinked = other.supersededBy === fact.id || fact.supersededBy === other.id;
      if (isLinked && sharesTellingWord(fact.text, other.text)) kin.add(other);
    }
  }
  return all.filter((fact) => kin.has(fact));
}

function saysAgain(other: Fact, fact: Fact): boolean {
  if (other.id === fact.id) return true;
  const isLonger = ` ${runsOf(other.text).join(' ')} `.startsWith(
    ` ${runsOf(fact.text).join(' ')} `,
  );
  return isLonger || duplicateOf(other.text, [fact]) === fact;
}

function sharesTellingWord(a: string, b: string): boolean {
  const telling = (text: string) => new Set(contentRoots(text).filter((word) => !isEveryday(word)));
  return overlaps(telling(a), telling(b));
}

/**
 * The quote counts where the fact says it in words of its own, such as another language: else the
 * fact is about what it shares with the quote, and the quote tells of other things as well.
 */
function isFactOf({ tag, text, source }: Fact, holds: (text: string) => boolean): boolean {
  if (holds(`${tag} ${text}`)) return true;
  return !sharesTellingWord(text, source.quote) && clausesOf(source.quote).some(holds);
}

function clausesOf(quote: string): string[] {
  return clauseSpans(quote)
    .filter(({ isMark }) => !isMark)
    .map(({ start, end }) => quote.slice(start, end));
}

/** Whether a text has all content words of the query, the query as a phrase, or its signs. */
function queryTest(query: string): (text: string) => boolean {
  const roots = contentRoots(query);
  const phrase = ` ${runsOf(query).join(' ')} `;
  const vocabulary = new Vocabulary(roots);
  return (text) => {
    if (phrase.trim() === '') return query.trim() !== '' && text.includes(query.trim());
    if (roots.length > 0 && vocabulary.found(text).size === roots.length) return true;
    return ` ${runsOf(text).join(' ')} `.includes(phrase);
  };
}
