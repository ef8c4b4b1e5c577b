import { bareQuote, fold } from './fold.ts';
import { clauses, isAverse, isNegated } from './polarity.ts';
import { names, numbers, overlaps, sharesTopic, stem, topicWords, words } from './words.ts';

/** The words and numbers that a text may take its names and numbers from. */
export interface Ground {
  words: ReadonlySet<string>;
  numbers: ReadonlySet<string>;
}

export function groundOf(text: string): Ground {
  return { words: new Set(words(text).map(stem)), numbers: new Set(numbers(text)) };
}

/**
 * Whether `quote` visibly says `fact`: they share a topic word, and neither denies what the other
 * says. Names and numbers are a matter of `isGrounded`.
 */
export function supports(quote: string, fact: string): boolean {
  return sharesTopic(fact, quote) && agrees(quote, fact);
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
  if (capitalisesNouns(bare)) return true;
  return names(bare).every((name) => grounds.some((ground) => ground.words.has(name)));
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
 * Whether the two are of one mind: of the clauses of the quote that are about the fact, one must be
 * denied if the fact is, and one must not be if it is not.
 */
function agrees(quote: string, fact: string): boolean {
  const topic = topicWords(fact);
  const about = clauses(quote).filter((clause) => overlaps(topic, topicWords(clause)));
  const judged = about.length > 0 ? about : [fold(quote)];
  if (isNegated(fact)) return judged.some((clause) => isNegated(clause) || isAverse(clause));
  return isAverse(fact) || judged.some((clause) => !isNegated(clause));
}

/** Whether the words before the quote in its clause deny it: "I don't think" before "I like cats". */
export function isDeniedBefore(quote: string, typed: string): boolean {
  const place = typed.indexOf(bareQuote(quote));
  if (place <= 0 || isNegated(quote)) return false;
  const lead = typed.slice(Math.max(0, place - 200), place);
  return isNegated(lead.split(/[.!?;,:]\s|\s(?:but|aber|sondern|mais|pero)\s/).at(-1) ?? '');
}
