import { secondPerson, thirdForm } from './english/person.ts';
import type { Knowledge } from './knowledge.ts';

const TOPICS = [/^home$/u, /^work\.(?:role|employer)$/u];

/** At most three plain sentences about the user, from home and work, by name; '' when neither is known. */
export function summaryOf(known: Knowledge): string {
  const sentences = TOPICS.flatMap((slot) => {
    const inTopic = known.facts.filter(({ claim }) => claim !== null && slot.test(claim.slot));
    const fact =
      inTopic.findLast(({ claim }) => claim?.sign === 1 && !claim.ended) ??
      inTopic.findLast(({ claim }) => claim?.sweep);
    return fact === undefined ? [] : [about(known.name, fact.said)];
  });
  return sentences.join(' ');
}

/** What the summary becomes when home and work are forgotten or over: never what is no longer known. */
export function summaryWithout(known: Knowledge): string {
  const others = known.facts
    .filter(({ claim, said }) => claim?.sign === 1 && !claim.ended && /^(?:I|my) /u.test(said))
    .slice(-2);
  if (others.length > 0) return others.map(({ said }) => about(known.name, said)).join(' ');
  return known.name === null
    ? 'The user asked to forget what was known.'
    : `The user is called ${known.name}.`;
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
