import { fold } from './fold.ts';

// English, German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian, Russian; then Japanese,
// Chinese and Korean by form.
const NEGATION =
  /(?<![\p{L}\p{N}])(?:not|no|never|none|neither|nor|cannot|without|nobody|nothing|\p{L}+n't|dont|doesnt|isnt|nicht|kein\p{L}{0,2}|nie|niemals|ohne|pas|jamais|sans|nunca|sin|non|não|nem|sem|niet|geen|nooit|inte|ikke|ingen|aldrig?|не|нет|никогда|без)(?![\p{L}\p{N}])|ません|ない|没|不|않|없/u;
const ENDED =
  /(?<![\p{L}\p{N}])(?:stopp?(?:ed|ing)?|quit|gave up|given up|giving up|used to|former|formerly|left|früher|hört? auf|aufgehört)(?![\p{L}\p{N}-])/u;
const AVERSE =
  /(?<![\p{L}\p{N}])(?:hates?|hated|hating|dislikes?|disliked|loathes?|detests?|despises?|(?:sick|tired) of|done with|avoids?|avoiding|refuses?|allergic|allergy|intolerant|intolerance|free|hasse|hasst)(?![\p{L}\p{N}])/u;
const LIKING =
  /(?<![\p{L}\p{N}])(?:likes?|loves?|enjoys?|prefers?|adores?|fan of|favou?rite|fond of|eats?|drinks?|mag|liebt|isst|trinkt|aime|adore|mange|boit|gusta|come|bebe|ama|mangia|beve)(?![\p{L}\p{N}])/u;
const PAST =
  /(?<![\p{L}\p{N}])(?:was|were|had|used to|former|formerly|previously|once|ex|früher|war|hatte|lived|worked|owned|loved|liked|studied|preferred)(?![\p{L}\p{N}])/u;

/** Whether the text says that something is not so. */
export function isNegated(text: string): boolean {
  const folded = fold(text);
  // "no" is "in the" where the rest is Portuguese.
  return NEGATION.test(
    PORTUGUESE.test(folded) ? folded.replace(/(?<!\p{L})no(?!\p{L})/gu, '') : folded,
  );
}

const PORTUGUESE =
  /(?<!\p{L})(?:eu|meu|minha|mora|moro|gosto|gosta|trabalho|trabalha|tenho|sou|estou|nasci|estudo|falo|numa|uma)(?!\p{L})/u;

/** Whether the text denies something without a negation: "I quit smoking", "I hate it". */
export function isAverse(text: string): boolean {
  const folded = fold(text);
  return ENDED.test(folded) || AVERSE.test(folded);
}

/** Whether the clause denies the fact without a negation: it ended, or it is the opposite of liking. */
export function isEnded(clause: string, fact: string): boolean {
  if (isAverse(fact)) return false;
  return (
    (ENDED.test(fold(clause)) && !isPast(fact)) ||
    (AVERSE.test(fold(clause)) && LIKING.test(fold(fact)))
  );
}

/** Whether the text speaks of how it was. */
export function isPast(text: string): boolean {
  return PAST.test(fold(text));
}

/** The parts of a sentence that are denied or not on their own. */
export function clauses(text: string): string[] {
  return fold(text)
    .split(BOUNDARY)
    .flatMap((clause) => clause.split(NEXT_PREDICATE))
    .filter((clause) => clause.trim() !== '');
}

const BOUNDARY =
  /[,;.:!?]\s|\s(?:but|however|and now|instead|aber|sondern|mais|pero|sino|ma|mas)\s|[,;:!?](?=\p{Lo})|[、。]/u;

// "I don't smoke and I like tea" denies one, "I don't like cats and dogs" both.
const NEXT_PREDICATE =
  /\s(?:and|und|et|y|e|en)\s(?=(?:i|i'm|im|i've|i'd|my|we|our|now|also|then|have|am|started|began|took|joined|moved|got|went|became|love|like|enjoy|prefer|hate|use|work|live|play|speak|drink|eat|ich|wir|bin|habe|mag|trinke|esse|arbeite|wohne|lebe|je|j'\p{L}+|suis|yo|soy|tengo|trabajo|vivo|io|sono|ho|lavoro|abito|eu|sou|tenho|trabalho|moro|ik|heb|werk|woon)(?!\p{L}))|(?<=(?:left|quit) [^,;.]{1,40}) (?:for|to (?=start|become|join|work|study|move|open|run|found)) ?|\sand then\s/u;
