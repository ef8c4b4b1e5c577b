import { DEMONYMS, IRREGULAR_PAST, POSSESSED, VERBS } from './lexicon.ts';
import { capitalize } from './words.ts';

const ADVERBS =
  'no longer|never|always|usually|often|sometimes|mostly|mainly|rarely|currently|also|already|still|only|primarily|really|absolutely|strongly|especially|generally|regularly|now';
const LEADING_ADVERB = new RegExp(`^((?:${ADVERBS}) )`, 'iu');
const MODAL = /^(?:can|cannot|can't|could|will|won't|would|must|should|may|might|used to)\b/iu;
const NOT_PAST = new Set(['need', 'feed', 'speed', 'breed', 'seed', 'bleed', 'exceed', 'succeed']);

/** Is `verb` a past form, which is the same in every person? */
export function isPast(verb: string): boolean {
  const low = verb.toLowerCase();
  return IRREGULAR_PAST.has(low) || (low.endsWith('ed') && !NOT_PAST.has(low));
}

/** "work" → "works". */
export function thirdForm(verb: string): string {
  const low = verb.toLowerCase();
  if (low === 'am' || low === 'be' || low === 'are') return 'is';
  if (low === 'have') return 'has';
  if (low === 'were') return 'was';
  if (isPast(low) && low !== 'read') return verb;
  if (/[^aeiou]y$/u.test(low)) return `${verb.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh|o)$/u.test(low) ? `${verb}es` : `${verb}s`;
}

/** "works" → "work"; null for what is no third person. */
function baseForm(verb: string): string | null {
  const low = verb.toLowerCase();
  if (low === 'is') return 'am';
  if (low === 'has') return 'have';
  if (low === 'was') return 'was';
  if (/[^aeiou]ies$/u.test(low)) return `${low.slice(0, -3)}y`;
  if (/(?:ss|x|z|ch|sh|o)es$/u.test(low)) return low.slice(0, -2);
  return low.length > 2 && /[^s]s$/u.test(low) ? low.slice(0, -1) : null;
}

/** "using" → "use": the base form that VERBS knows, else without -ing. */
export function fromGerund(gerund: string): string {
  const root = gerund.toLowerCase().replace(/ing$/u, '');
  const choices = [root, `${root}e`, root.replace(/(.)\1$/u, '$1')];
  return choices.find((choice) => VERBS.has(choice)) ?? root;
}

/** A first-person sentence as it is kept in a memory: "I work as a nurse" → "Works as a nurse". */
export function thirdPerson(said: string): string {
  const my = /^my (.*)$/isu.exec(said);
  if (my?.[1] !== undefined) return capitalize(outward(my[1]));
  const rest = /^I (.*)$/su.exec(said)?.[1];
  if (rest === undefined) return capitalize(outward(said));
  const adverb = LEADING_ADVERB.exec(rest)?.[1] ?? '';
  const tail = rest.slice(adverb.length);
  if (MODAL.test(tail)) return capitalize(adverb + outward(tail));
  const negated = /^do not (.*)$/isu.exec(tail);
  if (negated?.[1] !== undefined) return capitalize(`${adverb}doesn't ${outward(negated[1])}`);
  const [verb = ''] = tail.split(' ', 1);
  return capitalize(adverb + thirdForm(verb) + outward(tail.slice(verb.length)));
}

function outward(text: string): string {
  return text
    .replace(/\bmyself\b/giu, 'themselves')
    .replace(/\bI am\b/gu, 'they are')
    .replace(/\bmy\b/giu, 'their')
    .replace(/\bme\b/gu, 'them')
    .replace(/\bI\b/gu, 'they');
}

/** A first-person sentence said to that person: "I work with my sister" → "You work with your sister". */
export function secondPerson(said: string): string {
  const swapped = said
    .replace(/\bI(?: also)? am\b/gu, (m) => m.replace('I', 'you').replace(/am$/u, 'are'))
    .replace(/\bI was\b/gu, 'you were')
    .replace(/\bmyself\b/giu, 'yourself')
    .replace(/\bmine\b/giu, 'yours')
    .replace(/\bmy\b/giu, 'your')
    .replace(/\bme\b/gu, 'you')
    .replace(/\bI\b/gu, 'you')
    .replace(/\bdo not\b/gu, "don't")
    .replace(/\byou (never|always|no longer) am\b/gu, 'you are $1');
  return capitalize(swapped.replace(/[.!\s]+$/u, ''));
}

/**
 * A remembered sentence in the first person: "Works as a nurse", "User works …", "Alice works …" and
 * "You work …" become "I work as a nurse". What is about something else stays as it is.
 */
export function firstPerson(text: string, name: string | null): string {
  const trimmed = text.trim().replace(/[.\s]+$/u, '');
  if (/^(?:I|I'm|I've|my)\b/u.test(trimmed) || /^My\b/u.test(trimmed)) {
    return trimmed
      .replace(/^My\b/u, 'my')
      .replace(/^I'm\b/u, 'I am')
      .replace(/^I've\b/u, 'I have');
  }
  if (/^you\b/iu.test(trimmed))
    return inward(trimmed.replace(/^you\b(?: are\b)?/iu, (m) => (m.length > 3 ? 'I am' : 'I')));
  if (/^(?:your|their|his|her)\b/iu.test(trimmed)) return inward(trimmed.replace(/^\p{L}+/u, 'my'));
  const bare = withoutSubject(trimmed, name);
  if (bare.possessed) return inward(`my ${bare.text}`);
  return inward(predicate(bare.text, bare.text !== trimmed));
}

function withoutSubject(text: string, name: string | null): { text: string; possessed: boolean } {
  const subjects = [
    'The user',
    'User',
    'She',
    'He',
    'They',
    ...(name === null ? [] : [name, name.split(' ')[0] ?? name]),
  ];
  for (const subject of subjects) {
    if (!text.toLowerCase().startsWith(subject.toLowerCase())) continue;
    const rest = text.slice(subject.length);
    if (/^['’]s /u.test(rest)) return { text: rest.slice(3), possessed: true };
    if (rest.startsWith(' ')) return { text: rest.slice(1), possessed: false };
  }
  return { text, possessed: false };
}

function predicate(text: string, subjectDropped: boolean): string {
  const adverb = LEADING_ADVERB.exec(text)?.[1] ?? '';
  const tail = text.slice(adverb.length);
  const [verb = '', next = ''] = tail.split(' ', 2);
  const rest = tail.slice(verb.length);
  const low = verb.toLowerCase();
  const prefix = `I ${adverb.toLowerCase()}`;
  if (/^(?:doesn't|does not|don't)\b/iu.test(tail))
    return prefix + tail.replace(/^\S+(?: not)?/u, 'do not');
  if (/^isn't$/iu.test(verb)) return `${prefix}am not${rest}`;
  if (MODAL.test(tail)) return prefix + low + rest;
  if (DEMONYMS.has(low) || low === 'vegetarian' || low === 'vegan') return `${prefix}am ${tail}`;
  if (isPossessed(low, next)) return `my ${low}${rest}`;
  if (isPast(low)) return prefix + low + rest;
  const base = baseForm(verb);
  if (base !== null && (subjectDropped || VERBS.has(base) || base === 'am' || !isCopula(next))) {
    return prefix + base + rest;
  }
  return VERBS.has(low) && !isCopula(next) ? prefix + low + rest : text;
}

function isCopula(word: string): boolean {
  return /^(?:is|are|was|were|has|have|of|and|named|called)$/iu.test(word);
}

function isPossessed(word: string, next: string): boolean {
  const noun = word.replace(/['’]s$/u, '');
  const known = POSSESSED.has(noun) || (next === 'are' && POSSESSED.has(noun.replace(/s$/u, '')));
  return known && !(VERBS.has(word) && !isCopula(next));
}

function inward(text: string): string {
  return text
    .replace(/\b(?:their|your)\b/giu, 'my')
    .replace(/\b(?:themselves|yourself)\b/giu, 'myself')
    .replace(/\bthey are\b/gu, 'I am')
    .replace(/\bthey\b/gu, 'I');
}
