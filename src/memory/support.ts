import { fold } from './fold.ts';
import { clauses, isAverse, isEnded, isNegated, isPast } from './polarity.ts';
import {
  contentWords,
  names,
  numbers,
  numbersAmong,
  overlaps,
  stem,
  topicWords,
  words,
} from './words.ts';

/** The words and numbers that a text may take its names and numbers from. */
export interface Ground {
  words: ReadonlySet<string>;
  numbers: ReadonlySet<string>;
}

export function groundOf(text: string): Ground {
  const said = words(text);
  return { words: new Set(said.map(stem)), numbers: new Set(numbersAmong(said)) };
}

/**
 * Whether `quote` visibly says `fact`, which may take the place of `old`: they share a topic word,
 * and neither denies what the other says. Names and numbers are a matter of `isGrounded`.
 */
export function supports(quote: string, fact: string, old = ''): boolean {
  return isNamed(topicWords(fact), contentWords(quote)) && agrees(quote, fact, old);
}

/**
 * Whether every number and name in the text stands in one of the grounds. Dates within a year of
 * `at` are left out of it: "last week" has to become one, and no word of the user's says which.
 */
export function isGrounded(text: string, grounds: readonly Ground[], at: string): boolean {
  const bare = withoutDates(text, at);
  if (!numbers(bare).every((number) => grounds.some((ground) => ground.numbers.has(number)))) {
    return false;
  }
  // A German noun has forms and compounds; a name has not.
  const isKnown = capitalisesNouns(bare) ? hasNoun : hasWord;
  return names(bare).every((name) => grounds.some((ground) => isKnown(ground, name)));
}

/** Whether every number of the text, dates too, stands in one of the grounds. */
export function numbersAreIn(text: string, grounds: readonly Ground[]): boolean {
  return numbers(text).every((number) => grounds.some((ground) => ground.numbers.has(number)));
}

/**
 * Whether the fact has a name or a number in the place of another that the quote has: "Ana lives in
 * Oslo" of "Ana lives in Rome and Leo in Oslo". What `old` has is known, and no mistake.
 */
export function isMixedUp(fact: string, quote: string, old: Ground, at: string): boolean {
  const said = groundOf(quote);
  const has = groundOf(fact);
  const [mine, theirs] = [fact, quote].map((text) => withoutDates(text, at));
  if (mine === undefined || theirs === undefined) return false;
  const isSwapped = (of: (text: string) => string[], kind: keyof Ground) =>
    of(mine).some((one) => !said[kind].has(one) && !old[kind].has(one)) &&
    of(theirs).some((one) => !has[kind].has(one));
  return isSwapped(numbers, 'numbers') || (!capitalisesNouns(fact) && isSwapped(names, 'words'));
}

function hasWord({ words: known }: Ground, word: string): boolean {
  return known.has(word);
}

const COMMON_NOUNS = new Set(
  'jahr jahre jahren geburtstag beruf arbeit wohnung familie kind kinder uhr'.split(' '),
);

function hasNoun({ words: known }: Ground, noun: string): boolean {
  if (known.has(noun) || COMMON_NOUNS.has(noun)) return true;
  if (noun.length < 4) return false;
  return [...known].some(
    (word) =>
      sharedStart(word, noun) >= Math.max(4, noun.length - 3) ||
      (word.length >= 4 && noun.endsWith(word)),
  );
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** Whether one of the words is said, one slip of the keyboard apart at most. */
function isNamed(topic: ReadonlySet<string>, said: readonly string[]): boolean {
  if (overlaps(topic, new Set(said))) return true;
  return [...topic].some((word) => said.some((other) => isSlip(word, other)));
}

/** Whether two longer words differ by one letter that is missing, added or another. */
function isSlip(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 6 || Math.abs(a.length - b.length) > 1) return false;
  const start = sharedStart(a, b);
  if (start === 0) return false;
  const rest = (word: string, skipped: number) => word.slice(start + skipped);
  return rest(a, 1) === rest(b, 1) || rest(a, 1) === rest(b, 0) || rest(a, 0) === rest(b, 1);
}

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const DATE = new RegExp(
  `(?<!\\w)(?:(\\d{4})-\\d{2}(?:-\\d{2})?|(?:\\d{1,2}(?:st|nd|rd|th)? (?:of )?)?${MONTH}\\.?(?: \\d{1,2}(?:st|nd|rd|th)?(?!\\d))?,?(?: (\\d{4}))?|(?:in|since|until|by|from|seit|bis|en|depuis) (\\d{4})|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?!\\w)`,
  'gi',
);

function withoutDates(text: string, at: string): string {
  const year = Number(at.slice(0, 4));
  return text.replace(DATE, (date, ...groups: (string | undefined)[]) => {
    const said = groups.slice(0, 3).find((group) => group !== undefined);
    const near = said === undefined || Math.abs(Number(said) - year) <= 1;
    return near ? ' ' : date;
  });
}

// Where nouns have capitals, a capital does not make a name.
function capitalisesNouns(text: string): boolean {
  return /[äöüß]|(?<!\p{L})(?:und|der|ist|mit|für|von|ein|eine|einen|einer|auf|bei|nicht|kein|keine|sich|seit|zum|zur|wohnt|arbeitet|heißt|isst|trinkt|spielt|spricht)(?!\p{L})/iu.test(
    text,
  );
}

/**
 * Whether the two are of one mind: of the clauses of the words that are about the fact, one must be
 * denied if the fact is; if it is not, one must not be, and what the fact says must not stand in a
 * denied clause alone ("I don't smoke and I like tea": "Smokes and likes tea"). Words of `old` may.
 */
export function agrees(said: string, fact: string, old = ''): boolean {
  const topic = topicWords(fact);
  const all = clauses(said);
  const about = all.filter((clause) => overlaps(topic, topicWords(clause)));
  const judged = about.length > 0 ? about : [fold(said)];
  if (isNegated(fact)) return judged.some((clause) => denies(clause, fact));
  if (isAverse(fact))
    return judged.some((clause) => isNegated(clause) || isAverse(clause) || isPast(clause));
  const isHeld = (clause: string) => !isEnded(clause, fact) && !isNegated(clause);
  const held = judged.filter(isHeld);
  if (held.length === 0) return false;
  const free = new Set([...all.filter(isHeld), old].flatMap((clause) => [...topicWords(clause)]));
  const denied = judged.filter((clause) => !isHeld(clause)).flatMap((one) => [...topicWords(one)]);
  return NAMES_BOTH.test(fact) || !denied.some((word) => topic.has(word) && !free.has(word));
}

/** Whether the clause says no to what the fact says no to: "not allergic" takes more than "allergic". */
function denies(clause: string, fact: string): boolean {
  const isDouble = clauses(fact).some((part) => isNegated(part) && isAverse(part));
  return isNegated(clause) || (isAverse(clause) && !isDouble);
}

// "Moved from Berlin to Hamburg"
const NAMES_BOTH =
  /(?<!\p{L})(?:from|instead|rather than|von|statt|au lieu|en vez|invece)(?!\p{L})/iu;
