import type { Context } from './context.ts';
import { fold } from './fold.ts';
import { isFirstPerson, isQuestion } from './mood.ts';
import { clauses } from './polarity.ts';
import { placesOf, stands } from './provenance.ts';
import { STOP_WORDS } from './stop-words.ts';
import { contentWords, overlaps, stem, topicWords, words } from './words.ts';

const PERSONS =
  'wife|husband|spouse|partner|fiancée?|girlfriend|boyfriend|mother|mom|mum|father|dad|parents?|sisters?|brothers?|siblings?|' +
  'sons?|daughters?|kids?|child|children|baby|twins?|aunt|uncle|cousins?|nephew|niece|grandmother|grandma|grandfather|grandpa|' +
  'friends?|buddy|flatmate|roommate|neighbou?rs?|boss|manager|colleagues?|coworkers?|client|teacher|doctor|ex|' +
  'dogs?|cats?|pets?|horse|puppy|kitten|' +
  'frau|mann|partnerin|freund|freundin|mutter|vater|eltern|schwester|bruder|geschwister|sohn|tochter|kind|kinder|chefin?|kolleg(?:e|in)|hund|katze|' +
  'femme|mari|copine|copain|mère|père|sœur|frère|fils|fille|enfants?|amie?|chien|chat|' +
  'esposa|esposo|marido|mujer|novia|novio|madre|padre|hermana|hermano|hijos?|hijas?|amigo|amiga|jefe|perro|gato|' +
  'moglie|marito|fratello|sorella|figlio|figlia|amica|capo|cane|gatto|' +
  'mulher|namorad[oa]|mãe|pai|irmão|irmã|filh[oa]s?|chefe|cachorro|' +
  'vrouw|vriendin|vriend|moeder|vader|zus|broer|zoon|dochter|kinderen|baas|hond|kat';
const SOMEONE = new RegExp(
  `(?<!\\p{L})(?:my|our|mein\\p{L}*|unser\\p{L}*|mon|ma|notre|mi|mio|mia|meu|minha|mijn|onze|his|her|their|a|an)(?: \\p{L}+)? (?:${PERSONS})('s)?(?!\\p{L}|'| tongue| of )(?: (\\p{L}+))?`,
  'u',
);
const PERSON = new RegExp(
  `(?<!\\p{L})(?:${PERSONS}|family|married|engaged|dating|divorced|widowed|verheiratet|familie)(?!\\p{L})`,
  'u',
);
const PRONOUN =
  /^(?:and |but |und |et |y |e )?(?:he|he's|she|she's|they|they're|er|elle|él|ella|lui|lei|ele|ela|hij)(?!\p{L})/u;
const SELF =
  /(?<!\p{L})(?:i|i'm|im|i've|i'd|i'll|me|we|us|ich|mich|mir|wir|uns|je|j'\p{L}+|moi|nous|yo|me|io|eu|ik|wij)(?!\p{L})/u;
const AUXILIARY = /^(?:is|was|has|had|will|does|did|are|were|ist|hat|war)$/u;
const PREPOSITION =
  '(?:in|at|from|to|with|of|for|by|about|on|near|like|into|than|aus|bei|mit|nach|von|à|de|chez|avec|con|per|da|com|van|met)';

/**
 * Whether the words are about someone else, and the fact does not say who: "my wife is a
 * vegetarian" and "Is a vegetarian".
 */
export function speaksOfAnother(context: Context, fact: string): boolean {
  const { lead, quote, before } = context;
  const folded = fold(fact);
  if (PERSON.test(folded)) return false;
  const said = `${lead} ${quote}`.trim();
  const topic = topicWords(fact);
  const about = clauses(said).filter((clause) => overlaps(topic, topicWords(clause)));
  const known = new Set(words(folded));
  let isOfAnother = false;
  for (const clause of about.length > 0 ? about : [said]) {
    const stated = clause.replace(OPINION, '');
    if (SELF.test(stated)) return false;
    isOfAnother ||= isOfSomeone(stated, known, context.names);
    isOfAnother ||= PRONOUN.test(stated) && !namesWhom(fact, stated, before);
  }
  return isOfAnother || (!isFirstPerson(quote) && hasOtherSubject(lead, known));
}

const OPINION =
  /(?<!\p{L})(?:i (?:think|know|guess|believe|hope|heard|said|told you)|ich (?:glaube|denke|weiß))(?:,? (?:that|dass))?(?!\p{L})/gu;

/** Whether it is of "my wife", and not of one whose name is in the fact. */
function isOfSomeone(
  clause: string,
  known: ReadonlySet<string>,
  names: ReadonlySet<string>,
): boolean {
  const [match, possessive, next = ''] = SOMEONE.exec(clause) ?? [];
  if (match === undefined) return false;
  return possessive !== undefined || !names.has(stem(next)) || !known.has(next);
}

// "Leo lives in Rome" says whom "He lives in Rome" is about.
function namesWhom(fact: string, clause: string, before: string): boolean {
  const [first = ''] = words(fact);
  return !words(clause).includes(first) && words(before).includes(first);
}

/** "Einstein was" before "born in Ulm". */
function hasOtherSubject(lead: string, known: ReadonlySet<string>): boolean {
  const said = words(lead);
  const last = said.at(-1) ?? '';
  const subject = said.at(-2) ?? '';
  if (!AUXILIARY.test(last) || subject === '' || STOP_WORDS.has(subject)) return false;
  return !contentWords(lead).some((word) => known.has(word)) && !known.has(subject);
}

const NAMED_ELSE =
  /(?<!\p{L})(?:you|you're|you are|your name|du bist|tu es|eres|sei|u bent|he|she|they|it|who)(?!\p{L})/u;
const ENDS_IN_PREPOSITION = new RegExp(`(?<!\\p{L})${PREPOSITION}$`, 'u');
const NAMED_SELF =
  /(?<!\p{L})(?:i'm|im|i am|me|my (?:\p{L}+ )?name|name's|ich|mich|mein \p{L}*name|je|j'\p{L}+|m'\p{L}+|mon \p{L}*nom|me llamo|mi nombre|soy|mi chiamo|mio nome|sono|chamo|meu nome|sou|ik|mijn naam)(?!\p{L})/u;

const POSSESSIVE =
  /(?<!\p{L})(?:my|our|your|his|her|their|the|a|an|mein\p{L}*|mon|ma|mi|mio|mia|mijn)$/u;

/**
 * Whether the words before a name say that it is someone else's, or no name: "my boss is called",
 * "you are", "I come from".
 */
export function namesAnother({ lead, quote, sentence }: Context, value: string): boolean {
  const name = fold(value);
  if (/^(?:you|me|i|it|he|she|they|we|us)$/u.test(name)) return true;
  const said = `${lead} ${quote}`.trim();
  const clause = clauses(said).findLast((part) => stands(name, part)) ?? said;
  const [at = 0] = placesOf(name, clause);
  const opening = clause.slice(0, at).trim();
  if (isQuestion(clause, sentence) && !isFirstPerson(opening)) return true;
  if (POSSESSIVE.test(opening) || ENDS_IN_PREPOSITION.test(opening)) return true;
  const self = opening.search(NAMED_SELF);
  const person = opening.search(PERSON);
  return self === -1 ? person !== -1 || NAMED_ELSE.test(opening) : person > self;
}
