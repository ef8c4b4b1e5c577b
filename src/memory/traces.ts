import { type ClauseSpan, clauseSpans } from './clause-spans.ts';
import { contentRoots, isEveryday, root } from './everyday-words.ts';
import { isConfirmation } from './provenance.ts';
import type { Fact, Preference } from './types.ts';
import { runsOf, Vocabulary } from './vocabulary.ts';
import { names } from './words.ts';

/** What is to be forgotten. */
export interface Forgotten {
  facts: readonly Pick<Fact, 'text' | 'source'>[];
  preferences: readonly (readonly [key: string, preference: Preference])[];
  name: string | null;
  query: string | null;
}

/** By what a text gives away what was forgotten. */
export interface Traces {
  /**
   * Roots that give it away when one sentence has all of them, or, where they are everyday words
   * only, one clause.
   */
  together: string[][];
  /** Roots that give it away in a clause that says nothing else: other facts have them as well. */
  alone: string[][];
  /** Words that give it away when they stand one after the other, as `runsOf` gives them. */
  phrases: string[][];
  /** Signs that are no words, as they are: an emoji. */
  signs: string[];
}

/**
 * The traces of what is forgotten. `remains` are the texts that stay in memory: a word that one of
 * them has gives nothing away on its own.
 */
export function tracesOf(forgotten: Forgotten, remains: readonly string[]): Traces {
  const stories = [
    ...forgotten.facts.map(({ text, source }) => storyOf(text, text, source.quote)),
    ...forgotten.preferences.map(([key, { value, source }]) =>
      storyOf(value, `${key} ${value}`, source.quote),
    ),
  ];
  const telling = new Vocabulary(stories.flatMap(({ telling }) => telling));
  const known = new Set(remains.flatMap((text) => [...telling.found(text)]));
  const traces: Traces = { together: [], alone: [], phrases: [], signs: [] };
  for (const story of stories) {
    const own = story.telling.filter((word) => !known.has(word));
    traces.together.push(...own.map((word) => [word]));
    if (own.length === 0) {
      traces.together.push(...story.whole.filter((all) => all.length > 1));
      traces.alone.push(...story.whole.filter((all) => all.length > 0));
    }
    traces.phrases.push(...story.phrases);
  }
  if (forgotten.query !== null) addQuery(traces, forgotten.query);
  return traces;
}

/** What is looked for in a query: its content words together, itself as a phrase, or its signs. */
function addQuery(traces: Traces, query: string): void {
  const content = contentRoots(query);
  const phrase = runsOf(query);
  if (content.length > 0) traces.together.push(content);
  if (phrase.length > 0) traces.phrases.push(phrase);
  else if (query.trim() !== '') traces.signs.push(query.trim());
}

interface Story {
  /** Roots that say what it is about. */
  telling: string[];
  /** All that it says, and all that was said. */
  whole: string[][];
  phrases: string[][];
}

function storyOf(text: string, statement: string, said: string): Story {
  const quote = isConfirmation(said) ? '' : said;
  const content = contentRoots(text);
  const own = content.filter((word) => !isEveryday(word));
  const clauses = clausesAbout(own, quote);
  // What the quote calls by name or number, and all of it where the text has other words for it.
  const added = clauses.isApart ? contentRoots(clauses.texts.join('\n')) : namesIn(clauses.texts);
  return {
    telling: [...new Set([...own, ...added.filter((word) => !isEveryday(word))])],
    whole: [contentRoots(statement), contentRoots(clauses.texts.join('\n'))],
    phrases: [text, ...clauses.texts].filter(isTelling).map(runsOf),
  };
}

/** The clauses of a quote that are about these roots; all of them if none is. */
function clausesAbout(
  roots: readonly string[],
  quote: string,
): { texts: string[]; isApart: boolean } {
  const all = clauseSpans(quote).filter(({ isMark }) => !isMark);
  const texts = all.map(({ start, end }: ClauseSpan) => quote.slice(start, end));
  const vocabulary = new Vocabulary(roots);
  const about = texts.filter((text) => vocabulary.found(text).size > 0);
  return about.length > 0 ? { texts: about, isApart: false } : { texts, isApart: true };
}

function namesIn(texts: readonly string[]): string[] {
  const numbers = texts.flatMap((text) => runsOf(text).filter((run) => /^\d/u.test(run)));
  return [...texts.flatMap(names), ...numbers].map(root);
}

/** Whether a phrase says something: one word, or function words, stand in too many other places. */
function isTelling(text: string): boolean {
  return runsOf(text).length > 1 && contentRoots(text).length > 0;
}
