import { fold } from './fold.ts';
import { isNegated, isPast } from './polarity.ts';
import type { Fact } from './types.ts';
import { contentWords, names, numbers } from './words.ts';

/** The share of a fact's content words that a near-duplicate of it must have. */
const SIMILAR = 0.8;

/** The first fact that already says what the text says, or undefined. */
export function duplicateOf(text: string, facts: readonly Fact[]): Fact | undefined {
  const form = formOf(text);
  const rare = longest(form.content);
  return facts.find(
    (fact) =>
      fact.text === text || (mayHave(fact.text, rare) && saysAlready(formOf(fact.text), form)),
  );
}

/** The longest stem, which a duplicate has to have; empty if there is none that would tell. */
function longest(stems: readonly string[]): string {
  const words = stems.filter((word) => /^[a-z]{4,}$/.test(word));
  // A stem may end differently from the word: "studi" for "studies" and "study".
  return words.reduce((a, b) => (b.length > a.length ? b : a), '').slice(0, -1);
}

/** A cheap look before the close one: memories may have thousands of facts. */
function mayHave(text: string, part: string): boolean {
  return text.normalize('NFKC').toLowerCase().includes(part);
}

interface Form {
  folded: string;
  content: string[];
  /** Numbers and names in order: who did what to whom is not a matter of which words there are. */
  exact: string;
  negated: boolean;
  past: boolean;
}

function formOf(text: string): Form {
  return {
    folded: fold(text).replace(/[.!]+$/, ''),
    content: contentWords(text),
    exact: [...numbers(text), ...names(text)].join(' '),
    negated: isNegated(text),
    past: isPast(text),
  };
}

/**
 * Whether `known` holds all that `text` says: the words of `text` stand in it in the same order and
 * are nearly all it has, with the same numbers, names, negation and tense. A text that says more
 * than the fact is not a duplicate of it: what it adds would be lost.
 */
function saysAlready(known: Form, text: Form): boolean {
  if (known.folded === text.folded) return true;
  if (known.negated !== text.negated || known.past !== text.past) return false;
  if (known.exact !== text.exact || text.content.length === 0) return false;
  return (
    text.content.length >= SIMILAR * known.content.length &&
    isSubsequence(text.content, known.content)
  );
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let matched = 0;
  for (const word of whole) if (word === part[matched]) matched++;
  return matched === part.length;
}
