import { contentStems, shared } from '../english/words.ts';
import type { Knowledge } from '../knowledge.ts';

const ABOUT =
  /^(?:(?:and|so|but|ok),? )*(?:(?:what|how) about|what (?:do|can|did|have) (?:you (?:still )?(?:know|remember|recall|learn(?:ed)?|note[d]?)|i (?:say|said|tell you|told you|mention(?:ed)?)) (?:about|of)|(?:tell me|do you (?:know|remember) (?:anything|something)) about|what was that (?:about|with)|did i (?:say|tell you|mention) (?:anything|something) about|and|remember) (.+?)\s*\?*$/iu;

/** What a question without a verb of its own is about: "how about tea?" → "tea"; null for others. */
export function subjectOf(asked: string): string | null {
  const subject = ABOUT.exec(asked)?.[1];
  if (subject === undefined || /^(?:me|myself|you|us|that|this|it|now|then)$/iu.test(subject))
    return null;
  if (
    /^(?:what|who|where|when|which|how|do|does|did|is|are|am|was|why|can|could|would|will)\b/iu.test(
      subject,
    )
  )
    return null;
  return subject.split(/\s+/u).length <= 6 ? subject : null;
}

/** The facts that mention all words of a subject; the tag counts as one. */
export function mentioning(subject: string, known: Knowledge): Knowledge['facts'] {
  const words = contentStems(subject);
  if (words.length === 0) return [];
  return known.facts.filter(
    ({ stems, tag }) => shared(words, [...stems, ...contentStems(tag)]) === words.length,
  );
}
