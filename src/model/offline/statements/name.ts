import { DEMONYMS, FIRST_NAMES, NOT_NAMES, VERBS } from '../english/lexicon.ts';
import { isPast } from '../english/person.ts';
import { capitalize, words } from '../english/words.ts';
import type { Clause } from './clause.ts';

/** The user's name as said, and the words that say it. */
export interface NameClaim {
  value: string;
  quote: string;
  /** "I'm Bob from Berlin": the clause about the rest, else null. */
  rest: Clause | null;
}

const WORD = String.raw`[\p{L}][\p{L}\p{M}'-]{0,40}`;
const FULL = `(${WORD}(?: (?:van |von |de |da |del |la |der )?${WORD}){0,3})`;
const STATED = new RegExp(
  `^(?:my (?:first |full |real |given )?name is|the name is|name is|(?:you can |you may |please |just |everyone |everybody |people |friends |my friends |they )*calls? me|I am called|I go by|I am named)(?: (?:actually|now|just|really|spelled|spelt|not))* ${FULL}`,
  'iu',
);
const INTRODUCED = new RegExp(`^(?:I am|this is) ${FULL}`, 'iu');
const SPELLED = new RegExp(
  `^(?:it is|it's|that is|my name is)(?: actually)? (?:spelled|spelt|written) (?:as )?(${WORD})$`,
  'iu',
);
const IT_IS = new RegExp(`^(?:it is|that is) (${WORD})$`, 'iu');
const CONNECTIVES = new Set(
  'from in at with for by on to as here the and who but not if when because instead again later or'.split(
    ' ',
  ),
);

/** Reads a name: "my name is …", "call me …", "I'm Bob" but not "I'm tired"; `known` is the name so far. */
export function nameIn(clause: Clause, known: string | null): NameClaim | null {
  if (clause.sense !== 'holds' || clause.forget) return null;
  const stated = STATED.exec(clause.said)?.[1];
  const spelled =
    SPELLED.exec(clause.said)?.[1] ??
    (clause.instead === null ? undefined : IT_IS.exec(clause.said)?.[1]);
  if (spelled !== undefined && known !== null && alike(spelled, known))
    return named(spelled, clause);
  if (stated !== undefined)
    return named(lowerCaseName(stated, clause.said) ?? nameWords(stated, 'stated'), clause);
  const introduced = INTRODUCED.exec(clause.said)?.[1];
  if (introduced === undefined) return null;
  const value = nameWords(introduced, clause.greeting ? 'greeted' : 'introduced');
  return named(value, clause);
}

function named(value: string, clause: Clause): NameClaim | null {
  if (value === '') return null;
  const cased = value
    .split(' ')
    .map((word) => (word === word.toLowerCase() ? capitalize(word) : word));
  const [, from] = /^I am .{1,80}? (from \S.{1,80})$/iu.exec(clause.said) ?? [];
  const rest =
    from === undefined ? null : { ...clause, said: `I am ${from}`, core: `I am ${from}` };
  return { value: cased.join(' '), quote: clause.quote, rest };
}

const REMARK =
  /^(?:thx|ty|btw|lol|nice|pleased|remember|bro|man|dude|mate|though|yeah|yours?|whats?|how|where|me|is)$/u;

/** "my name is josé maría": a name of two or three words in lower case, when nothing follows it. */
function lowerCaseName(stated: string, said: string): string | null {
  const all = stated.split(' ');
  if (all.length < 2 || all.length > 3 || stated !== stated.toLowerCase()) return null;
  if (!/\bname is\b/iu.test(said) || !said.endsWith(stated)) return null;
  const [first = '', ...others] = all;
  const fits = others.every(
    (word) =>
      !NOT_NAMES.has(word) && !CONNECTIVES.has(word) && !VERBS.has(word) && !REMARK.test(word),
  );
  return fits && canBeFirst(first, all, 'stated') ? stated : null;
}

/** The leading words that can be a name; '' when the first cannot. */
function nameWords(text: string, how: 'stated' | 'introduced' | 'greeted'): string {
  const all = text.split(' ');
  const [first = ''] = all;
  if (!canBeFirst(first, all, how)) return '';
  const kept = [first];
  for (const word of all.slice(1)) {
    const particle = /^(?:van|von|de|da|del|la|der)$/u.test(word);
    if (word === 'I' || (!particle && !/^\p{Lu}/u.test(word))) break;
    kept.push(word);
  }
  return kept.join(' ');
}

function canBeFirst(
  first: string,
  all: string[],
  how: 'stated' | 'introduced' | 'greeted',
): boolean {
  const low = first.toLowerCase();
  if (NOT_NAMES.has(low) || CONNECTIVES.has(low)) return false;
  if (how === 'stated')
    return !/^(?:when|if|later|back|names?|mad|old|tomorrow|today|that|out)$/u.test(low);
  if (DEMONYMS.has(low) || isPast(low) || low.endsWith('ing')) return false;
  const next = all[1]?.toLowerCase();
  const stops = next === undefined || CONNECTIVES.has(next) || /^\p{Lu}/u.test(all[1] ?? '');
  if (FIRST_NAMES.has(low)) return stops;
  if (!stops || VERBS.has(low)) return false;
  const adjective =
    /(?:ful|less|ous|ive|able|ible|ish|ic|ed|ly|ian|est|ent|ant)$/u.test(low) && how !== 'greeted';
  return /^\p{Lu}\p{Ll}/u.test(first)
    ? !adjective || next === undefined
    : how === 'greeted' && next === undefined;
}

function alike(one: string, other: string): boolean {
  const [a = ''] = words(one);
  const [b = ''] = words(other);
  return a !== b && a.slice(0, 1) === b.slice(0, 1) && Math.abs(a.length - b.length) <= 3;
}
