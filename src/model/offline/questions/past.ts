import { secondPerson } from '../english/person.ts';
import type { Knowledge, KnownFact } from '../knowledge.ts';
import type { Claim } from '../statements/claim.ts';
import { NOT_KNOWN_BEFORE, toldBefore } from './told.ts';
import { TOPICS } from './topics.ts';

const ASKED =
  /\buse(?:d)? to\b|\bpreviously\b|\bformerly\b|\bbefore(?: that| now| this)?\s*\?|\bmy (?:old|last|previous|former|earlier)\b/iu;

const IN_YEAR = / (?:back )?(?:in|during) ((?:19|20)\d\d)\b/iu;
const WAS = /\b(?:did|was|were|had)\b/iu;
/** "What did I do in 2023?" asks for everything, and not for the work of the user. */
const ANYTHING = /\bwhat did i do in\b/iu;

/**
 * "Where did I use to live?", "Where did I live in 2023?": what is over, or what something said since
 * has taken the place of; null for another question.
 */
export function past(asked: string, known: Knowledge): string | null {
  const then = WAS.test(asked) && !ANYTHING.test(asked) ? IN_YEAR.exec(asked) : null;
  const [phrase = '', year] = then ?? [];
  if (year === undefined && !ASKED.test(asked)) return null;
  const now = asked
    .replace(phrase, '')
    .replace(/\b(?:did|have) (i) (?:use to|used to|previously|formerly)?/iu, 'do $1 ')
    .replace(/\bwas i\b/iu, 'am I')
    .replace(/\b(?:previously|formerly|before(?: that| now| this)?|used? to)\b/giu, '')
    .replace(/\bmy (?:old|last|previous|former|earlier)\b/giu, 'my')
    .replace(/\blived\b/giu, 'live')
    .replace(/\bworked\b/giu, 'work')
    .replace(/\bwas my\b/giu, 'is my')
    .replace(/ {2,}/gu, ' ')
    .replace(/ (?=\?)/u, '');
  const topic = TOPICS.find((candidate) => candidate.asked.test(now));
  if (topic === undefined) return null;
  const replaced = known.past.filter(topic.answers);
  if (year !== undefined) return inYear(year, known.facts.filter(topic.answers), replaced);
  const moved = known.facts.filter(
    (fact) => topic.answers(fact) && (fact.claim?.ended || /\b(?:from|used to)\b/u.test(fact.said)),
  );
  const ended = known.ended.map(asFact).filter(topic.answers);
  if (replaced.length > 0) return replaced.map(toldBefore).slice(-3).join(' ');
  const found = [...moved, ...ended];
  if (found.length === 0) return NOT_KNOWN_BEFORE;
  return [...new Set(found.map(({ said }) => `${secondPerson(said)}.`))].slice(-3).join(' ');
}

/** What held in a year; null when what holds now may have held then. */
function inYear(
  year: string,
  facts: readonly KnownFact[],
  over: readonly KnownFact[],
): string | null {
  // What something said since has ended held until now.
  const held = over.filter(
    ({ date, until = '9999' }) => (date ?? '').slice(0, 4) <= year && until.slice(0, 4) >= year,
  );
  if (held.length > 0) return held.map(toldBefore).slice(-3).join(' ');
  const since = facts.filter(
    ({ date, said }) => (date ?? '').slice(0, 4) <= year || said.includes(year),
  );
  return facts.length > 0 && since.length === 0 ? NOT_KNOWN_BEFORE : null;
}

function asFact(claim: Claim): KnownFact {
  const { tag, said, value } = claim;
  return { number: null, tag, date: null, text: said, said, claim, stems: value };
}
