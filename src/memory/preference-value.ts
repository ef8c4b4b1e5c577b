import { MAX_PREFERENCE } from './caps.ts';
import { bareQuote } from './fold.ts';
import { readsAsOrder } from './orders.ts';
import { clauses, isAverse, isNegated } from './polarity.ts';
import { withoutMarks } from './privacy.ts';
import { type Heard, stands } from './provenance.ts';
import { type Ground, isGrounded } from './support.ts';
import { contentWords, stem, words } from './words.ts';

/**
 * Why the user's words do not carry this value of a preference, or null. `quote` stands in what the
 * user typed in `heard`; key and value are clean. The value ends up in the prompt as an instruction,
 * so its own words have to be the user's: half of them, all if it reads as an order. A plain value
 * ("none", "on") has no words of its own: then the quote has to name the key.
 */
export function problemOfValue(
  { key, value, quote }: { key: string; value: string; quote: string },
  heard: Heard,
  ground: Ground,
): string | null {
  if (value === '' || value.length > MAX_PREFERENCE) {
    return `its value is empty or has more than ${MAX_PREFERENCE} characters`;
  }
  if (ADDRESS.test(value)) return 'its value holds a web address';
  const rest = withoutMarks(value);
  if (words(rest).length === 0) return 'its value says nothing';
  const own = ownWords(rest, key);
  const subject = own.length > 0 ? own : contentWords(key);
  const share = own.length > 0 && readsAsOrder(value) ? 1 : 0.5;
  if (!isSaid(subject, quote, share)) return 'your words do not visibly say this';
  if (!isOfOneMind(value, subject, quote, heard.typed)) return 'your words say otherwise';
  return isGrounded(rest, [ground], heard.turn.at) ? null : 'it names something that you did not';
}

/** In every prompt, an address would be an invitation to send something there. */
export const ADDRESS = /\p{L}:\/\/|(?<!\p{L})www\.|[\p{L}\p{N}]\.\p{L}{2,}\//iu;

// What says no more than whether, or that it is about answers.
const PLAIN = new Set(
  (
    'no not none never off without avoid disable disabled yes on always use used them ok okay ' +
    'allow allowed enable enabled answer reply replies respond response'
  )
    .split(' ')
    .map(stem),
);

/** The stems of the value that say more than the key and the plain words. */
function ownWords(value: string, key: string): string[] {
  const content = contentWords(value);
  // "US" is a stop word, and all there is.
  const said = content.length > 0 ? content : words(value).map(stem);
  const known = new Set(contentWords(key));
  return said.filter((word) => !PLAIN.has(word) && !known.has(word));
}

/** Whether the quote has at least this share of the stems, and one of them. */
function isSaid(stems: readonly string[], quote: string, share: number): boolean {
  const said = words(quote).map(stem);
  const found = stems.filter((word) => said.some((other) => isSameWord(word, other)));
  return found.length > 0 && found.length >= stems.length * share;
}

/** "brief" and "briefly", "concise" and "concisely" are one here. */
function isSameWord(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short === long || (short.length >= 4 && long.startsWith(short));
}

/**
 * Whether what the user typed denies what the value denies and nothing else. Where the quote is part
 * of an instruction, what stands around it counts: "I don't want" before "short answers".
 */
function isOfOneMind(
  value: string,
  subject: readonly string[],
  quote: string,
  typed: string,
): boolean {
  const agrees = (instruction: string) => isDenial(instruction) === isDenial(value);
  const bare = bareQuote(quote);
  const around = instructions(typed).filter((instruction) => stands(bare, instruction));
  if (around.length > 0) return around.every(agrees);
  return instructions(quote)
    .filter((instruction) => isSaid(subject, instruction, 0))
    .some(agrees);
}

const NEXT =
  /\s(?:and|but|und|aber|et|y)\s(?=(?:no|not|never|don't|do not|without|avoid|stop|skip|always|please|i|use|keep|make|give|be|answer|reply|respond|write|speak|explain|show)\s)/u;

/** The parts of a message that each ask for one thing. */
function instructions(text: string): string[] {
  return clauses(text).flatMap((clause) => clause.split(NEXT));
}

/** Whether it asks to leave something out. An upper limit ("no more than 3 lines") does not. */
function isDenial(text: string): boolean {
  const plain = text.replace(/(?<!\p{L})(?:no|not) (?:more|longer) than(?!\p{L})|feel free/giu, '');
  return (
    isNegated(plain) ||
    isAverse(plain) ||
    /(?<!\p{L})(?:off|disabled?|skip|less|fewer|drop|omit|leave out)(?!\p{L})/iu.test(plain)
  );
}
