import { fold } from './fold.ts';
import { isAverse, isNegated, isPast } from './polarity.ts';
import { COMMON_VERBS, STOP_WORDS } from './stop-words.ts';
import { names, numbers, stem, words } from './words.ts';

/** A word of a text; `piece` is which part of a list it stands in, from 0. */
export interface Token {
  stem: string;
  isContent: boolean;
  /** A verb that nearly any fact has. */
  isCommon: boolean;
  piece: number;
}

/** What a text says, as far as code can tell it apart from what another one says. */
export interface Reading {
  /** Folded, without its end mark. */
  folded: string;
  /** The parts of a list, folded. */
  pieces: string[];
  tokens: Token[];
  /** The stems of all words. */
  stems: string[];
  /** The stems of the words that carry content, numbers included, in order. */
  content: string[];
  names: string[];
  /** Each number with the content words before and after it: what it counts. */
  counts: { number: string; before: string | null; after: string | null }[];
  /** The content words behind "from": what changes when it is turned round. */
  origins: string[];
  /** The stem of the first word if it carries content; it may be a name, for all begin alike. */
  opening: string | null;
  /** It leaves out its subject, the user: "Works at Acme", "The user works at Acme". */
  opensWithVerb: boolean;
  /** Whether it is so, no more so, or so under what conditions: texts that differ in it never meet. */
  stance: string;
  /** Its words cannot be narrowed or widened: it denies something, or says when or how much. */
  isGuarded: boolean;
}

const LIST = /[,;:/](?!\d)|[()&]|\s(?:and|or|but|und|oder|aber|et|ou|mais|y|pero|ma|maar)(?=\s)/u;

const HEDGES = new Set(
  (
    'may might could would should will shall must can if unless only maybe perhaps probably possibly ' +
    'almost sometimes rarely seldom often usually all every each most few until when while ' +
    'nur vielleicht manchmal selten oft wenn falls könnte würde sollte muss alle jede jeden jeder ' +
    'seulement parfois souvent si solo quizás veces siempre'
  ).split(' '),
);

const DETERMINERS = new Set(
  'the a an my your their his her our user der die das mein meine'.split(' '),
);
const FROM = new Set('from von aus desde depuis'.split(' ').map(stem));
const COMMON_STEMS: ReadonlySet<string> = new Set([...COMMON_VERBS].map(stem));

/** Reads a text once, for all that is asked about it. */
export function readingOf(text: string): Reading {
  const folded = fold(text).replace(/[.!。]+$/u, '');
  const pieces = folded
    .split(LIST)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  const all = words(folded);
  const tokens = pieces.flatMap((piece, index) => words(piece).map((word) => tokenOf(word, index)));
  const content = tokens.filter(({ isContent }) => isContent).map((token) => token.stem);
  // May is a month, and Will a name.
  const proper = (text.match(/(?<=\S )\p{Lu}\p{L}+/gu) ?? []).map(fold).filter(isHedging);
  const named = [...names(text), ...proper.map(stem)];
  const isHedge = (word: string) => isHedging(word) && !proper.includes(word);
  const hedges = [...new Set(all.filter(isHedge))].sort();
  const [negated, averse] = [isNegated(text), isAverse(text)];
  const subject = all.find((word) => !DETERMINERS.has(word)) ?? '';
  const [first = ''] = all;
  return {
    folded,
    pieces,
    tokens,
    stems: all.map(stem),
    content,
    names: named,
    counts: countsIn(content),
    origins: originsIn(tokens),
    opening: STOP_WORDS.has(first) ? null : stem(first),
    opensWithVerb: isVerb(subject),
    stance: JSON.stringify([negated, averse, isPast(text), hedges]),
    isGuarded: negated || averse || hedges.length > 0,
  };
}

function isHedging(word: string): boolean {
  return HEDGES.has(word);
}

function tokenOf(word: string, piece: number): Token {
  const [number] = numbers(word);
  const isContent = number !== undefined || !STOP_WORDS.has(word);
  const base = number ?? stem(word);
  return { stem: base, isContent, isCommon: COMMON_STEMS.has(base), piece };
}

function countsIn(content: readonly string[]): Reading['counts'] {
  return content.flatMap((word, index) => {
    if (!/^\d/.test(word)) return [];
    return [
      { number: word, before: content[index - 1] ?? null, after: content[index + 1] ?? null },
    ];
  });
}

function originsIn(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token, index) => {
    if (!FROM.has(token.stem)) return [];
    return tokens.slice(index + 1).find(({ isContent }) => isContent)?.stem ?? [];
  });
}

function isVerb(word: string): boolean {
  return STOP_WORDS.has(word) || COMMON_STEMS.has(stem(word)) || /[^s']s$|n't$/.test(word);
}
