import { stem, words } from '../english/words.ts';
import type { Claim } from './claim.ts';
import type { Clause } from './clause.ts';

const HER =
  /^(?:wife|girlfriend|fianc[eé]e|mother|mom|mum|sister|daughter|grandmother|grandma|granddaughter|aunt|auntie|niece|stepdaughter|stepmother|stepsister|mother-in-law|sister-in-law|nan|gran|granny|hen)$/u;
const HIM =
  /^(?:husband|boyfriend|fiance|fiancé|father|dad|brother|son|grandfather|grandpa|grandson|uncle|nephew|stepson|stepfather|stepbrother|father-in-law|brother-in-law)$/u;
const PRONOUN =
  /^(she|he)(?:['’]s|s| is| was| has| works| lives| studies| likes| loves| hates| plays| speaks| turned| moved| started| goes| owns| teaches)(?= )/iu;
const NAMED =
  /^(\p{L}[\p{L}'-]{1,30}?)(?:['’]s(?= (?:an?|the|\d|allergic|from|vegan|vegetarian|my|called|birthday)\b)| is| was| has| works| lives| studies| likes| loves| hates| plays| speaks| turned| moved| started| goes| owns| teaches| eats| retired)(?= )/iu;

/** Somebody of whom the user spoke: "wife", "Sarah". */
export interface Spoken {
  relation: string;
  name: string | null;
}

/** Who a claim is about, if it is about somebody close to the user. */
export function spokenOf({ slot, said }: Claim): Spoken | null {
  const [, relation = '', who = ''] = /^(?:person|about):([^:]+)(?::([^:]*))?/u.exec(slot) ?? [];
  if (relation === '') return null;
  const name =
    /\b(?:named|called|names? is|is)\s(\p{Lu}[\p{L}'-]*)$/u.exec(said)?.[1] ??
    new RegExp(`^my (?:\\p{L}+ )?${relation} (\\p{Lu}[\\p{L}'-]*)`, 'u').exec(said)?.[1];
  return { relation, name: name ?? (who === '' ? null : who) };
}

/**
 * A clause about somebody who is known, said of "my husband Harold": "Harold is allergic to nuts" by
 * the known facts, "she's a nurse" by whom the message spoke of last. Others stay as they are.
 */
export function resolved(
  clause: Clause,
  facts: readonly { claim: Claim | null }[],
  last: Spoken | null,
): Clause {
  const pronoun = PRONOUN.exec(clause.said)?.[1]?.toLowerCase();
  if (pronoun !== undefined)
    return last === null ? clause : about(clause, pronoun, fits(pronoun, last) ? last : null);
  const name = NAMED.exec(clause.said)?.[1];
  if (name === undefined || /^(?:i|my|it|this|that|there|we|you|who|what)$/iu.test(name))
    return clause;
  const relation = facts
    .toReversed()
    .map(({ claim }) => (claim === null ? null : relationOf(name, claim)))
    .find((found) => found !== null);
  return relation === undefined || relation === null
    ? clause
    : about(clause, name, { relation, name });
}

/** Is somebody who is named by the way known already, by any fact? */
export function isIntroduced(aside: Claim, facts: readonly { claim: Claim | null }[]): boolean {
  const spoken = spokenOf(aside);
  return (
    spoken !== null &&
    spoken.name !== null &&
    facts.some(
      ({ claim }) => claim !== null && relationOf(spoken.name ?? '', claim) === spoken.relation,
    )
  );
}

/** What a claim says that somebody of this name is to the user; null when it does not. */
function relationOf(name: string, claim: Claim): string | null {
  if (!words(claim.said).includes(name.toLowerCase())) return null;
  if (claim.slot === 'family.parenthood') return 'kid';
  const spoken = spokenOf(claim);
  const named =
    claim.value.includes(stem(name)) || spoken?.name?.toLowerCase() === name.toLowerCase();
  return spoken !== null && named ? spoken.relation : null;
}

function fits(pronoun: string, { relation }: Spoken): boolean {
  return pronoun === 'she' ? !HIM.test(relation) : !HER.test(relation);
}

function about(clause: Clause, subject: string, spoken: Spoken | null): Clause {
  if (spoken === null) return clause;
  const who = `my ${spoken.relation}${spoken.name === null ? '' : ` ${spoken.name}`}`;
  const full = (text: string) =>
    text.toLowerCase().startsWith(subject.toLowerCase())
      ? who + text.slice(subject.length).replace(/^['’]?s(?= (?!birthday))/u, ' is')
      : text;
  return { ...clause, said: full(clause.said), core: full(clause.core) };
}
