import { MAX_KEPT_QUOTE } from './caps.ts';
import { bareQuote, fold, oneLine } from './fold.ts';
import { isWrittenIn } from './languages.ts';
import { isAverse, isNegated } from './polarity.ts';
import { type Inferable, TOPICS, topicsOf } from './preference-words.ts';
import { redact, withoutMarks } from './privacy.ts';
import { stands } from './provenance.ts';
import { type Turn, typedText } from './turn.ts';
import type { Source } from './types.ts';
import { contentWords, stem, words } from './words.ts';

/** Turns that have to show a preference: what shows in one may be an accident. */
export const ENOUGH_TURNS = 2;

/** What the user typed in a turn. */
export interface Typed {
  turn: Turn;
  /** As it was typed, without the marks of what was redacted. */
  text: string;
  folded: string;
}

/** What the user typed, each turn once and in order; turns without a typed word are left out. */
export function typedIn(turns: readonly Turn[]): Typed[] {
  return [...new Map(turns.map((turn) => [turn.id, turn])).values()]
    .map((turn) => ({ turn, text: withoutMarks(typedText(turn)), folded: fold(typedText(turn)) }))
    .filter(({ text }) => words(text).length > 0);
}

/** The newest turn and quote that show it, or why the quotes do not: each has to be typed by the user. */
export function sourceOf(quotes: readonly string[], typed: readonly Typed[]): Source | string {
  if (quotes.some((quote) => contentWords(withoutMarks(bareQuote(quote))).length === 0)) {
    return 'its quotes say nothing';
  }
  const isIn = (quote: string, { folded }: Typed) => stands(bareQuote(quote), folded);
  if (!quotes.every((quote) => typed.some((said) => isIn(quote, said)))) {
    return 'you did not type these words';
  }
  const shown = typed.flatMap((said) => {
    const quote = quotes.findLast((one) => isIn(one, said));
    return quote === undefined ? [] : [{ said, quote }];
  });
  const newest = shown.at(-1);
  if (newest === undefined || shown.length < ENOUGH_TURNS) {
    return `fewer than ${ENOUGH_TURNS} of your messages show it`;
  }
  const quote = redact(oneLine(newest.quote)).slice(0, MAX_KEPT_QUOTE);
  return { turn: newest.said.turn.id, role: 'user', quote };
}

/** Why what the user typed does not carry the preference, or null. */
export function problemOfInference(
  { key, value }: Inferable,
  quotes: readonly string[],
  typed: readonly Typed[],
): string | null {
  if (key === TOPICS) return problemOfTopics(value, typed);
  if (key === 'language') {
    const written = typed.filter(({ text }) => isWrittenIn(value, text));
    return written.length * 2 > typed.length ? null : 'you mostly write in another language';
  }
  return quotes.some((quote) => saysOtherwise(quote, value)) ? 'your words say otherwise' : null;
}

function problemOfTopics(value: string, typed: readonly Typed[]): string | null {
  const stems = typed.map(({ text }) => new Set(words(text).map(stem)));
  const isOften = (topic: string) =>
    stems.filter((said) => said.has(stem(topic))).length >= ENOUGH_TURNS;
  return (topicsOf(value) ?? []).every(isOften)
    ? null
    : `fewer than ${ENOUGH_TURNS} of your messages have these words`;
}

// What asks for the opposite without naming the value.
const OTHERWISE: Readonly<Record<string, RegExp>> = {
  short:
    /(?<!\p{L})(?:longer|more details?|in (?:more |full )?detail|in depth|elaborate|länger|ausführlich\p{L}*|plus long|más largo)(?!\p{L})/u,
  long: /(?<!\p{L})(?:shorter|briefly|brief|concise|terse|tl;?dr|one[- ]liners?|less detail|kürzer|knapp\p{L}*|plus court|más corto)(?!\p{L})/u,
};

const LESS =
  /(?<!\p{L})(?:too|less|fewer|skip|drop|omit|weniger|zu|trop|moins|menos|demasiado)(?!\p{L})/u;

/** Whether the quote asks for the opposite of the value, or wants less of it: "too long", "no tables". */
function saysOtherwise(quote: string, value: string): boolean {
  const folded = fold(quote);
  if (OTHERWISE[value]?.test(folded) === true) return true;
  return folded
    .split(/[,;.:!?]\s|\s(?:but|and|aber|und)\s/u)
    .some(
      (clause) =>
        names(clause, value) && (isNegated(clause) || isAverse(clause) || LESS.test(clause)),
    );
}

/** Whether the clause names the value: its first word, or one that begins with it. */
function names(clause: string, value: string): boolean {
  const [word = ''] = words(value).map(stem);
  return words(clause)
    .map(stem)
    .some((said) => said === word || (word.length > 3 && said.startsWith(word)));
}
