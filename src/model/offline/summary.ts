import { secondPerson, thirdForm } from './english/person.ts';
import type { Knowledge } from './knowledge.ts';

const TOPICS = [/^home$/u, /^work\.(?:role|employer)$/u];

/** At most three plain sentences about the user, from home and work, by name; '' when neither is known. */
export function summaryOf(known: Knowledge): string {
  const sentences = TOPICS.flatMap((slot) => {
    const fact = known.facts.findLast(
      ({ claim }) => claim !== null && slot.test(claim.slot) && claim.sign === 1 && !claim.ended,
    );
    return fact === undefined ? [] : [about(known.name, fact.said)];
  });
  return sentences.join(' ');
}

function about(name: string | null, said: string): string {
  const subject = name ?? 'The user';
  const my = /^my (.+)$/iu.exec(said)?.[1];
  if (my !== undefined) return `${subject}'s ${secondToThird(my)}.`;
  const [, verb = '', rest = ''] = /^I (\S+)(.*)$/u.exec(said) ?? [];
  return verb === ''
    ? `${secondPerson(said)}.`
    : `${subject} ${thirdForm(verb)}${secondToThird(rest)}.`;
}

function secondToThird(text: string): string {
  return text
    .replace(/\bmy\b/giu, 'their')
    .replace(/\bme\b/gu, 'them')
    .replace(/\bI\b/gu, 'they');
}
