import { longhand } from '../english/shorthand.ts';
import { contentStems, shared } from '../english/words.ts';
import type { Knowledge } from '../knowledge.ts';
import { mentioning, subjectOf } from './about.ts';
import { byCategory } from './category.ts';
import { overview } from './overview.ts';
import { past } from './past.ts';
import { person } from './person.ts';
import { plainQuestion } from './plain.ts';
import { smallTalkAnswer } from './smalltalk.ts';
import { list, NOT_KNOWN, told } from './told.ts';
import { TOPICS } from './topics.ts';
import { yesOrNo } from './verdict.ts';
import { byWords } from './words.ts';

const NAME =
  /\b(?:what(?:'s| is|s)|whats|do you (?:know|remember)|remember|tell me|know|say|forgot(?:ten)?) my (?:(?:first|full|last|real|given|own) )?name\b|\bwho am i(?: again| really| then| to you)?\s*[?!.]*$|\bwhat am i called|\bwhat do (?:you|people) call me|\bdo you know who i am(?: again)?\s*[?!.]*$|\bmy name is what|\bwhat was my name/iu;
const NAME_IS = /^is my name ([\p{L}' -]+?)\s*\??$/iu;
const PREFERENCES =
  /\bmy preferences\b|\bhow (?:should|do|will) you (?:answer|reply|respond)|\bhow do i (?:like|want|prefer) (?:your |my )?(?:answers|replies)/iu;
const SESSIONS =
  /\bhow (?:many times|often) (?:have|did) we|\bwhen did we last|\bhow many sessions|\bhave we (?:talked|met|spoken|chatted)|\bwhen (?:did|have) (?:we|I) last (?:talk|speak|chat)/iu;

/** The answer to a question about the user; null when it is about something else. */
export function answer(question: string, known: Knowledge): string | null {
  const typed = question.replaceAll('’', "'").trim();
  if (SESSIONS.test(typed))
    return known.sessions === null ? NOT_KNOWN : `Sessions so far: ${known.sessions}.`;
  const asked = plainQuestion(typed);
  if (NAME.test(typed) || NAME.test(asked))
    return known.name === null
      ? "I don't know your name yet. What is it?"
      : `Your name is ${known.name}.`;
  const guess = NAME_IS.exec(asked)?.[1];
  if (guess !== undefined) return isName(guess, known);
  const everything = overview(typed, known) ?? overview(asked, known);
  if (everything !== null) return everything;
  if (PREFERENCES.test(asked)) return preferences(known);
  const subject = subjectOf(longhand(typed)) ?? subjectOf(asked);
  return (
    smallTalkAnswer(asked) ??
    (subject === null ? null : about(subject, known)) ??
    past(asked, known) ??
    yesOrNo(asked, known) ??
    byCategory(asked, known) ??
    person(asked, known) ??
    byTopic(asked, known) ??
    byWords(asked, known)
  );
}

/** "How about tea?", "and my dog?", "what did I tell you about work?"; null for what is not the user's. */
function about(subject: string, known: Knowledge): string | null {
  const own = /^(?:my|our) /iu.test(subject) ? subject.replace(/^our /iu, 'my ') : `my ${subject}`;
  const facts = mentioning(subject, known);
  const topic = byTopic(`${own}?`, known);
  const found =
    person(`${own}?`, known) ??
    (topic === NOT_KNOWN ? null : topic) ??
    (facts.length > 0 ? list(facts) : null);
  return found ?? (/^(?:the|some) /iu.test(subject) ? null : NOT_KNOWN);
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

function byTopic(asked: string, known: Knowledge): string | null {
  const matching = TOPICS.filter((candidate) => candidate.asked.test(asked));
  for (const { answers, about } of matching) {
    const all = known.facts.filter(answers);
    const lasting = all.filter(({ claim }) => claim?.ended !== true);
    const facts = lasting.length > 0 ? lasting : all;
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
