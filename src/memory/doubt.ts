import type { Context } from './context.ts';
import { problemOfMood } from './mood.ts';
import { readsAsOrder } from './orders.ts';
import { isAverse, isNegated, isPast } from './polarity.ts';
import { speaksOfAnother } from './subject.ts';
import {
  agrees,
  type Ground,
  groundOf,
  isGrounded,
  isMixedUp,
  numbersAreIn,
  supports,
} from './support.ts';
import type { Fact, FactOperation } from './types.ts';
import { contentWords, overlaps, sharesTopic, topicWords, words } from './words.ts';

/** The words that have to say a fact, and where they stand. */
export interface Grounds {
  words: string;
  /** Empty for the words of the assistant that the user said yes to. */
  contexts: readonly Context[];
  /** When they were said. */
  at: string;
}

const UNCLEAR = 'your words do not visibly say this';
const FOREIGN = 'it names something that you did not';

/**
 * Why an operation that the user's own words stand behind should wait for their yes, or null.
 * `typed` is the ground of all that they typed.
 */
export function doubtAbout(
  operation: FactOperation,
  target: Fact | undefined,
  grounds: Grounds,
  typed: Ground,
): string | null {
  const { op } = operation;
  const { words: said, at } = grounds;
  const known = target?.text ?? '';
  if (op === 'retire') {
    if (target === undefined || !speaksOf(target, said)) return UNCLEAR;
    return inPlace(grounds, known) ?? (stillHolds(known, grounds) ? UNCLEAR : null);
  }
  const fact = (op === 'confirm' ? known : operation.text) ?? '';
  if (op !== 'confirm' && readsAsOrder(fact)) return 'it reads like an order to the assistant';
  if (!supports(said, fact, known)) return UNCLEAR;
  const elsewhere = inPlace(grounds, fact, (words, text) => agrees(words, text, known));
  if (elsewhere !== null) return elsewhere;
  const quoted = groundOf(said);
  if (op === 'confirm') {
    const names = isGrounded(fact, [typed, quoted], at) && numbersAreIn(fact, [typed, quoted]);
    return names ? null : FOREIGN;
  }
  const old = groundOf(known);
  if (!isGrounded(fact, [typed, quoted, old], at)) return FOREIGN;
  if (isMixedUp(fact, said, old, at)) return 'it mixes up what you said of several';
  return target === undefined ? null : problemOfChange(fact, target.text, grounds);
}

/** Null if the words state it in one of the places where they stand, else what is wrong in the last. */
function inPlace(
  { contexts }: Grounds,
  fact: string,
  agree: (said: string, fact: string) => boolean = () => true,
): string | null {
  let problem: string | null = null;
  for (const context of contexts) {
    problem =
      problemOfMood(context, fact) ??
      (agree(`${context.lead} ${context.quote}`, fact) ? null : UNCLEAR) ??
      (speaksOfAnother(context, fact) ? 'these words speak of someone else' : null);
    if (problem === null) return null;
  }
  return problem;
}

/**
 * Whether the words name what the fact says, or end something of its topic: "I have no pets any
 * more". The text of the operation does not count, for the model wrote it.
 */
function speaksOf({ tag, text }: Fact, said: string): boolean {
  return sharesTopic(text, said) || (sharesTopic(tag, said) && denies(said));
}

function denies(said: string): boolean {
  return isNegated(said) || isAverse(said) || isPast(said);
}

/** Whether the words say the fact once more: no reason to give it up. */
function stillHolds(fact: string, { words: said, contexts }: Grounds): boolean {
  if (isNegated(fact) || isAverse(fact) || denies(said)) return false;
  if (contexts.some(({ lead, quote }) => denies(lead) || TO_FORGET.test(`${lead} ${quote}`)))
    return false;
  const there = new Set(contentWords(said));
  const own = contentWords(fact);
  return own.length > 0 && own.every((word) => there.has(word));
}

const TO_FORGET =
  /(?<!\p{L})(?:forget|delete|remove|erase|drop|wrong|untrue|vergiss|lösche?|oublie|olvida|dimentica|esquece|vergeet)(?!\p{L})/u;

const ADDS =
  /(?<!\p{L})(?:also|too|another|second|as well|in addition|besides|auch|außerdem|noch ein\p{L}*|aussi|también|anche|também|ook)(?!\p{L})/u;
const CHANGES =
  /(?<!\p{L})(?:now|no longer|any ?more|moved?|changed?|switched|replaced|instead|actually|not|n't|isn't|quit|left|stopped|sold|lost|died|became|since|new|sorry|wrong|rescheduled|postponed|cancell?ed|verschoben|correct\p{L}*|meant|by now|jetzt|nicht|statt|sondern|neue?\p{L}?|maintenant|plus|ahora|ya no|adesso|agora|nu)(?!\p{L})/u;
// What one may have several of: another one is no news about the first.
const SEVERAL =
  /^(?:has|have|owns?|got|adopted|likes?|loves?|enjoys?|hates?|dislikes?|speaks?|plays?|knows?|reads?|watch(?:es)?|sees?|visits?|visited|meets?|fl(?:y|ies)|hat|mag|spricht|spielt)(?!\p{L})/u;

// Two appointments have two days.
const DAY =
  /\d{4}-\d{2}-\d{2}|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]* \d|\d{1,2}(?:st|nd|rd|th|\.)? (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|mai|juni|juli|okt|dez)/iu;

/** Why the words do not say that the old fact gave way to the new one, or null. */
function problemOfChange(fact: string, old: string, grounds: Grounds): string | null {
  const { contexts, words: said } = grounds;
  const around = contexts.map(({ sentence }) => sentence).join(' ') || said;
  const was = topicWords(old);
  const is = topicWords(fact);
  const holdsOld = [...was].every((word) => is.has(word));
  if (holdsOld) return null;
  if (stillHolds(old, grounds)) return 'your words still say what it would replace';
  if (ADDS.test(around)) return 'your words add to what is known, they do not replace it';
  if (isNegated(fact) !== isNegated(old) || isAverse(fact) !== isAverse(old)) return null;
  if (CHANGES.test(around)) return null;
  const unchanged = 'your words do not say that this has changed';
  if (DAY.test(fact) && DAY.test(old)) return unchanged;
  const [a, b] = [fact, old].map((text) => SEVERAL.test(text.toLowerCase()));
  if (!a || !b) return null;
  // "Has two cats" and "Has three cats" are about the same; "a cat named Tom" and "a dog named Rex" are not.
  const differs = [...is].some((word) => !was.has(word) && !/^\d/.test(word));
  const saysOld = overlaps(
    new Set([...was].filter((word) => !is.has(word))),
    new Set(words(around)),
  );
  return differs && !saysOld ? unchanged : null;
}
