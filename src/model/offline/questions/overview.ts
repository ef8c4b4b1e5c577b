import { secondPerson } from '../english/person.ts';
import type { Knowledge } from '../knowledge.ts';

const EVERYTHING =
  /\bwhat (?:do|can|did) you (?:know|remember|recall|learn(?:ed)?)(?: about| of)? (?:me|myself)?\s*(?:so far|already|now|then)?\s*[?.!]*$|\bwhat(?:'s| is) in (?:your|my) memory|\bwhat have (?:i told you|you (?:learned|learnt|remembered|stored|noted))(?: about me)?(?: so far)?\s*[?.!]*$|^(?:please )?(?:tell me (?:everything|all|what you know|something) about me|describe me|summari[sz]e (?:me|what you know)|show (?:me )?(?:my|your) memory)|\bdo you (?:know|remember) (?:anything about )?me\b(?! (?:to|when))|\beverything (?:you know )?about me\b/iu;
const MOST = 12;

/** "What do you know about me?": all of it, as short lines; null for another question. */
export function overview(asked: string, known: Knowledge): string | null {
  if (!EVERYTHING.test(asked)) return null;
  const lines = known.facts.slice(-MOST).map(({ said }) => `- ${secondPerson(said)}.`);
  for (const [key, value] of known.preferences) lines.push(`- You prefer ${key}: ${value}.`);
  if (known.name !== null) lines.unshift(`- Your name is ${known.name}.`);
  if (lines.length === 0) return 'Nothing yet. Tell me something about you and I will remember it.';
  const more = known.facts.length > MOST ? [`- And ${known.facts.length - MOST} more.`] : [];
  return ['This is what I remember:', ...lines, ...more].join('\n');
}
