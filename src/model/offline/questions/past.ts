import { secondPerson } from '../english/person.ts';
import { capitalize } from '../english/words.ts';
import type { Knowledge, KnownFact } from '../knowledge.ts';
import type { Claim } from '../statements/claim.ts';
import { TOPICS } from './topics.ts';

const ASKED =
  /\buse(?:d)? to\b|\bpreviously\b|\bformerly\b|\bbefore(?: that| now| this)?\s*\?|\bmy (?:old|last|previous|former|earlier)\b/iu;

/** "Where did I use to live?": what something said since has taken the place of; null for another question. */
export function past(asked: string, known: Knowledge): string | null {
  if (!ASKED.test(asked)) return null;
  const now = asked
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
  const moved = known.facts.filter(
    (fact) => topic.answers(fact) && (fact.claim?.ended || /\b(?:from|used to)\b/u.test(fact.said)),
  );
  const ended = known.ended.map(asFact).filter(topic.answers);
  const replaced = known.past.filter(topic.answers);
  if (replaced.length > 0) return replaced.map(toldBefore).slice(-3).join(' ');
  const found = [...moved, ...ended];
  if (found.length === 0) return "I don't have that in memory.";
  return [...new Set(found.map(({ said }) => `${secondPerson(said)}.`))].slice(-3).join(' ');
}

function toldBefore({ said }: KnownFact): string {
  return `You told me before: ${capitalize(secondPerson(said), false)}.`;
}

function asFact(claim: Claim): KnownFact {
  const { tag, said, value } = claim;
  return { number: null, tag, date: null, text: said, said, claim, stems: value };
}
