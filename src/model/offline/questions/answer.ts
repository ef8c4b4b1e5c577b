import { asStatement } from '../english/inquiry.ts';
import { secondPerson } from '../english/person.ts';
import { contentStems, shared } from '../english/words.ts';
import type { Knowledge, KnownFact } from '../knowledge.ts';
import { matchesOf } from '../match.ts';
import type { Claim } from '../statements/claim.ts';
import { clauses } from '../statements/clause.ts';
import { claimsIn } from '../statements/grammar.ts';
import { overview } from './overview.ts';
import { person } from './person.ts';
import { TOPICS } from './topics.ts';

const NOT_KNOWN = "I don't have that in memory yet.";

const NAME =
  /\b(?:what(?:'s| is|s)|whats|do you (?:know|remember)|remember|tell me|know|say|forgot(?:ten)?) my (?:\w+ )?name\b|\bwho am i\b|\bwhat am i called|\bwhat do (?:you|people) call me|\bdo you know who i am|\bmy name is what|\bwhat was my name/iu;
const NAME_IS = /^is my name ([\p{L}' -]+?)\s*\??$/iu;
const PREFERENCES =
  /\bmy preferences\b|\bhow (?:should|do|will) you (?:answer|reply|respond)|\bhow do i (?:like|want|prefer) (?:your |my )?(?:answers|replies)/iu;
const SESSIONS =
  /\bhow (?:many times|often) (?:have|did) we|\bwhen did we last|\bhow many sessions|\bhave we (?:talked|met|spoken|chatted)|\bwhen (?:did|have) (?:we|I) last (?:talk|speak|chat)/iu;

/** The answer to a question about the user; null when it is about something else. */
export function answer(question: string, known: Knowledge): string | null {
  const asked = question.replaceAll('’', "'").trim();
  if (SESSIONS.test(asked))
    return known.sessions === null ? NOT_KNOWN : `Sessions so far: ${known.sessions}.`;
  if (NAME.test(asked))
    return known.name === null
      ? "I don't know your name yet. What is it?"
      : `Your name is ${known.name}.`;
  const guess = NAME_IS.exec(asked)?.[1];
  if (guess !== undefined) return isName(guess, known);
  const everything = overview(asked, known);
  if (everything !== null) return everything;
  if (PREFERENCES.test(asked)) return preferences(known);
  return (
    yesOrNo(asked, known) ?? person(asked, known) ?? byTopic(asked, known) ?? byWords(asked, known)
  );
}

function isName(guess: string, known: Knowledge): string {
  if (known.name === null) return "I don't know your name yet. What is it?";
  const same =
    known.name.toLowerCase().split(' ').includes(guess.toLowerCase()) ||
    known.name.toLowerCase() === guess.toLowerCase();
  return same ? `Yes, your name is ${known.name}.` : `No, your name is ${known.name}.`;
}

function preferences(known: Knowledge): string {
  if (known.preferences.size === 0) return 'You have not told me any preferences yet.';
  return `Your preferences: ${[...known.preferences].map(([key, value]) => `${key}: ${value}`).join('; ')}.`;
}

function yesOrNo(asked: string, known: Knowledge): string | null {
  const statement = asStatement(
    asked.replace(
      /^(?:(?:and|so|hey|ok|also|please|tell me(?: if)?|do you (?:know|remember) (?:if|whether|that)|did i (?:tell|mention to) you (?:that|if)?)[\s,]+)+/iu,
      '',
    ),
  );
  if (statement === null) return null;
  const [claim] = clauses(statement, known.today).flatMap(claimsIn);
  if (claim === undefined) return null;
  const ended = known.ended.findLast((other) => isSame(claim, other));
  const fact = factFor(claim, known.facts);
  if (fact !== null) return `${/\bor\b/iu.test(asked) ? '' : verdict(claim, fact)}${told(fact)}`;
  if (ended !== undefined) return `No. ${told(ended)}`;
  if (claim.value.length === 0 || /\bor\b|^I have (?:any )?pets?$/iu.test(statement)) return null;
  const mentioned = known.facts.filter(
    ({ stems }) => shared(claim.value, stems) === claim.value.length,
  );
  return mentioned.length > 0 ? list(mentioned) : NOT_KNOWN;
}

function isSame(claim: Claim, other: Claim): boolean {
  return claim.slot === other.slot && shared(claim.value, other.value) > 0;
}

function factFor(claim: Claim, facts: readonly KnownFact[]): KnownFact | null {
  const { same, over } = matchesOf({ ...claim, change: false }, facts);
  if (same !== null) return same;
  const inSlot = facts.filter(({ claim: other }) => other?.slot === claim.slot);
  const near = inSlot.findLast(
    ({ claim: other }) => other !== null && (shared(claim.value, other.value) > 0 || claim.single),
  );
  if (near !== undefined) return near;
  if (claim.slot.startsWith('person:')) return inSlot.at(-1) ?? null;
  return over[0] ?? null;
}

function verdict(claim: Claim, fact: KnownFact): string {
  const other = fact.claim;
  if (other === null) return '';
  const meets =
    shared(claim.value, other.value) > 0 ||
    (claim.slot.startsWith('person:') &&
      /^I have/u.test(claim.said) &&
      !/named|called/u.test(claim.said));
  if (!meets) return 'No. ';
  return other.sign === claim.sign && !other.ended ? 'Yes. ' : 'No. ';
}

function byTopic(asked: string, known: Knowledge): string | null {
  const matching = TOPICS.filter((candidate) => candidate.asked.test(asked));
  for (const { answers, about } of matching) {
    const facts = known.facts.filter(answers);
    const words = contentStems(asked);
    const specific = facts.filter(({ stems }) => shared(words, stems) > 0);
    if (facts.length > 0)
      return list(/\bwhen\b/iu.test(asked) && specific.length > 0 ? specific : facts);
    const spoken = known.facts.filter(
      ({ stems, claim }) => claim === null && shared(contentStems(about), stems) > 0,
    );
    if (spoken.length > 0) return list(spoken);
    const ended = known.ended.findLast((claim) =>
      answers({
        number: null,
        tag: claim.tag,
        date: null,
        text: claim.said,
        said: claim.said,
        claim,
        stems: claim.value,
      }),
    );
    if (ended !== undefined) return `${NOT_KNOWN} ${told(ended)}`;
  }
  return matching.length > 0 ? NOT_KNOWN : null;
}

const ABOUT_SELF = /\b(?:i|me|my|mine|i'm|we|our)\b/iu;
const GENERIC = new Set([
  'what',
  'thing',
  'kind',
  'sort',
  'type',
  'said',
  'say',
  'told',
  'mention',
  'talk',
  'go',
  'want',
  'get',
  'much',
  'long',
  'old',
  'many',
  'again',
  'right',
  'think',
  'time',
  'last',
]);

function byWords(asked: string, known: Knowledge): string | null {
  const words = contentStems(asked).filter((word) => !GENERIC.has(word));
  const scored = known.facts.map((fact) => ({
    fact,
    score: shared(words, [...fact.stems, ...contentStems(fact.tag)]),
  }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const personal = ABOUT_SELF.test(asked);
  if (best > 0 && (personal ? best >= words.length / 2 : best === words.length)) {
    return list(scored.filter(({ score }) => score === best).map(({ fact }) => fact));
  }
  const ended = known.ended.findLast(
    ({ value }) => value.length > 0 && shared(words, value) === value.length,
  );
  if (personal && ended !== undefined) return `No longer: ${told(ended)}`;
  return personal && !REQUEST.test(asked) ? NOT_KNOWN : null;
}

const REQUEST =
  /^(?:can|could|should|shall|would|will|may|must|how (?:do|can|should|would|could|to)|help|write|explain|give|make|show|translate|why (?:do|is|does|are)|let|i (?:need|want|would like)|is it|what (?:should|can|would|could|happens|if|do you)|which (?:\w+ )?should|where (?:can|should|could))\b/iu;

const MOST_LISTED = 6;

/** Facts as sentences to the user, newest first. */
export function list(facts: readonly KnownFact[]): string {
  const sentences = [...facts].reverse().slice(0, MOST_LISTED).map(told);
  return [...new Set(sentences)].join(' ');
}

/** One fact or claim as a sentence to the user. */
export function told({ said }: Pick<KnownFact, 'said'>): string {
  const sentence = secondPerson(said);
  return /[.!?]$/u.test(sentence) ? sentence : `${sentence}.`;
}
