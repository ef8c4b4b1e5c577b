import { bareQuote } from './fold.ts';
import { clauses } from './polarity.ts';
import { type Heard, placesOf } from './provenance.ts';
import { typedText } from './turn.ts';
import { names } from './words.ts';

/** Where a quote stands in what the user typed. All of it is folded. */
export interface Context {
  /** The clause that the quote stands in, up to the quote. */
  lead: string;
  quote: string;
  /** The whole sentence, with its end mark. */
  sentence: string;
  /** What was typed before the quote, its last 2,000 characters. */
  before: string;
  /** The names in all that was typed: stems of words with capitals. */
  names: ReadonlySet<string>;
}

const MOST_BEFORE = 2_000;

// A message may say the same words very often; the first places tell what the others would.
const MOST_PLACES = 20;

/** Every place where the quote stands as whole words in what was typed, at most 20. */
export function contextsOf(quote: string, { lines, typed, turn }: Heard): Context[] {
  const inLines = placesIn(quote, lines);
  // A quote that runs over a line break stands in no line.
  const found = inLines.length > 0 ? inLines : placesIn(quote, typed);
  const known = new Set(found.length === 0 ? [] : names(typedText(turn).slice(0, MOST_NAMED)));
  return found.map((place) => ({ ...place, names: known }));
}

const MOST_NAMED = 20_000;

function placesIn(quote: string, typed: string): Omit<Context, 'names'>[] {
  const bare = bareQuote(quote);
  const found: Omit<Context, 'names'>[] = [];
  if (bare === '') return found;
  for (const at of placesOf(bare, typed)) {
    const before = typed.slice(0, at);
    const end = at + bare.length;
    const sentenceStart = startOfSentence(before);
    const rest = /^[^.!?。\n]*(?:[.!?](?=[^\s\p{Lo}])[^.!?。\n]*)*[.!?。]*/u.exec(
      typed.slice(end, end + REACH),
    );
    const opening = before.slice(sentenceStart);
    found.push({
      lead: leadOf(opening, bare),
      quote: bare,
      sentence: `${opening}${bare}${rest?.[0] ?? ''}`.trim(),
      before: before.slice(-MOST_BEFORE),
    });
    if (found.length === MOST_PLACES) break;
  }
  return found;
}

/** Characters of a sentence that are looked at on each side. */
const REACH = 400;

function startOfSentence(before: string): number {
  const from = Math.max(0, before.length - REACH);
  const tail = before.slice(from);
  const marks = [...tail.matchAll(/[.!?](?=\s)|[。!?](?=\p{Lo}|$)|\n/gu)];
  const last = marks.at(-1);
  return last === undefined ? from : from + last.index + 1;
}

/** What of the clause in which the quote begins stands before it. */
function leadOf(opening: string, quote: string): string {
  const whole = `${opening}${quote}`;
  let end = 0;
  for (const clause of clauses(whole)) {
    const start = whole.indexOf(clause, end);
    end = start + clause.length;
    if (start >= 0 && end > opening.length) return opening.slice(start).trim();
  }
  return '';
}
