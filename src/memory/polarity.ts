import { fold } from './fold.ts';

// English, German, French, Spanish, Italian, Portuguese, Dutch; then Japanese and Chinese by form.
const NEGATION =
  /(?<![\p{L}\p{N}])(?:not|no|never|none|neither|nor|cannot|without|nobody|nothing|\p{L}+n't|dont|doesnt|isnt|nicht|kein\p{L}{0,2}|nie|niemals|ohne|pas|jamais|sans|nunca|sin|non|não|nem|sem|niet|geen|nooit)(?![\p{L}\p{N}])|ません|ない|没|不/u;
const ENDING =
  /(?<![\p{L}\p{N}])(?:stopp?(?:ed|ing)?|quit|gave up|given up|giving up|hates?|hated|dislikes?|avoids?|avoiding|refuses?|allergic|allergy|intolerant|used to|former|formerly|free|left|früher|hasse|hört? auf|aufgehört)(?![\p{L}\p{N}])/u;
const PAST =
  /(?<![\p{L}\p{N}])(?:was|were|had|used to|former|formerly|previously|once|ex|früher|war|hatte|lived|worked|owned|loved|liked|studied|preferred)(?![\p{L}\p{N}])/u;

/** Whether the text says that something is not so. */
export function isNegated(text: string): boolean {
  return NEGATION.test(fold(text));
}

/** Whether the text denies something without a negation: "I quit smoking", "I hate it". */
export function isAverse(text: string): boolean {
  return ENDING.test(fold(text));
}

/** Whether the text speaks of how it was. */
export function isPast(text: string): boolean {
  return PAST.test(fold(text));
}

/** The parts of a sentence that are denied or not on their own. */
export function clauses(text: string): string[] {
  return fold(text)
    .split(/[,;.:!?]\s|\s(?:but|however|and now|instead|aber|sondern|mais|pero|sino|ma|mas)\s/u)
    .filter((clause) => clause.trim() !== '');
}
