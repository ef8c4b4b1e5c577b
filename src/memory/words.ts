import { asciiWords } from './ascii-words.ts';
import { fold, isAscii, lacksSpaces } from './fold.ts';
import { COMMON_VERBS, STOP_WORDS } from './stop-words.ts';

// What is longer is no word of a language, and would make the stemmer slow.
const LONGEST_WORD = 40;

// The dictionary behind `Intl.Segmenter` takes more than linear time over a run.
const SEGMENT_CHARACTERS = 100;

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:'[\p{L}]+)?(?:\+\+|#)?/gu;

/** The words of a text in order, folded; scripts without spaces are cut by `Intl.Segmenter`. */
export function words(text: string): string[] {
  const folded = fold(text);
  if (isAscii(folded)) return asciiWords(folded);
  const found = folded.match(WORD) ?? [];
  return lacksSpaces(folded) ? segmentAll(found) : found;
}

function segmentAll(runs: readonly string[]): string[] {
  const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
  return runs.flatMap((run) => {
    if (!lacksSpaces(run)) return [run];
    const pieces: string[] = [];
    for (let at = 0; at < run.length; at += SEGMENT_CHARACTERS) {
      for (const { segment } of segmenter.segment(run.slice(at, at + SEGMENT_CHARACTERS))) {
        pieces.push(segment);
      }
    }
    return pieces;
  });
}

/** The stems of the words that carry content, in order, repetitions included. */
export function contentWords(text: string): string[] {
  return words(text)
    .filter((word) => !STOP_WORDS.has(word))
    .map(stem);
}

/** The content words without the verbs that nearly any fact has; all of them if there are no others. */
export function topicWords(text: string): ReadonlySet<string> {
  const content = contentWords(text);
  const topic = content.filter((word) => !COMMON_STEMS.has(word));
  return new Set(topic.length > 0 ? topic : content);
}

/** Whether two texts share a topic word. */
export function sharesTopic(a: string, b: string): boolean {
  return overlaps(topicWords(a), new Set(contentWords(b)));
}

/** Whether two sets have a word in common. */
export function overlaps(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const word of a) if (b.has(word)) return true;
  return false;
}

/**
 * The stem that the forms of an English word share: plural, third person, -ing, -ed, possessive. It
 * need not be a word ("moved" and "move" give "mov"); other languages mostly stay as they are.
 */
export function stem(word: string): string {
  const number = NUMBER_WORDS.get(word);
  if (number !== undefined) return number;
  if (word.length > LONGEST_WORD) return word;
  if (!/^[a-z']{4,}$/.test(word)) return /^[a-z]{3}$/.test(word) ? strip(word, /e$/) : word;
  let base = word.includes("'") ? strip(word.replace(/'s?$/, ''), /'(?:re|ve|ll|d|m)$/) : word;
  // Each ending is looked for where the last letter leaves it open: a memory has thousands of words.
  if (base.endsWith('s')) {
    if (/ies$/.test(base)) base = base.replace(/ies$/, 'y');
    else if (/(?:ss|sh|ch|x|zz)es$/.test(base)) base = base.slice(0, -2);
    else if (/[^su]s$/.test(base) && !/is$/.test(base)) base = base.slice(0, -1);
  }
  if (base.endsWith('g') || base.endsWith('d')) {
    const ending = /^(.*[aeiouy].*)(?:ing|(?<!e)ed)$/.exec(base)?.[1];
    if (ending !== undefined && ending.length >= 2) {
      base = ending.replace(/([bdgmnprt])\1$/, '$1').replace(/i$/, 'y');
    }
  }
  base = base.endsWith('e') ? strip(base, /e$/) : base;
  return base.endsWith('y') ? `${base.slice(0, -1)}i` : base;
}

function strip(word: string, ending: RegExp): string {
  return word.length > 2 ? word.replace(ending, '') : word;
}

const NUMBER_WORDS: ReadonlyMap<string, string> = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, number) => [word, String(number)]),
);

const COMMON_STEMS: ReadonlySet<string> = new Set([...COMMON_VERBS].map(stem));

/** The numbers of a text, in order: "Two cats, born 2019-05" gives 2, 2019, 5. */
export function numbers(text: string): string[] {
  return numbersAmong(words(text));
}

/** The numbers among words, as digits without leading zeros. */
export function numbersAmong(all: readonly string[]): string[] {
  return all
    .map((word) => NUMBER_WORDS.get(word) ?? word)
    .filter((word) => /^\d/.test(word))
    .map((word) => word.replace(/^0+(?=\d)/, ''));
}

/**
 * The words that are written like names: a capital that does not only begin the sentence, or
 * capitals or digits inside. Folded and stemmed. In German, where every noun has a capital, these are the nouns.
 */
export function names(text: string): string[] {
  const found: string[] = [];
  const plain = text.normalize('NFKC').replace(/[‘’]/g, "'");
  for (const match of plain.matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}']*(?:\+\+|#)?/gu)) {
    const word = match[0];
    const begins = /(?:^|[.!?:]\s+)["'(]*$/.test(
      plain.slice(Math.max(0, match.index - 4), match.index),
    );
    if (!/\p{Lu}/u.test(begins ? word.slice(1) : word)) continue;
    const folded = fold(word);
    if (!STOP_WORDS.has(folded)) found.push(stem(folded));
  }
  return found;
}
