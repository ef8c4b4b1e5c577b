import { PETS, RELATIONS } from '../english/lexicon.ts';
import { secondPerson } from '../english/person.ts';
import { stem, words } from '../english/words.ts';
import type { Knowledge, KnownFact } from '../knowledge.ts';
import { sharpened } from './sharpen.ts';

const WHO =
  /^(?:and |so )?(?:who|what)(?:'s| is| are| was|s) (?!my\b|your\b|the\b|a\b|an\b|it\b|that\b|this\b)([\p{L}][\p{L}' -]{1,40}?)(?: again| to me)?\s*\??$/iu;
const RELATED = new RegExp(
  String.raw`\bmy (?:[\p{L}-]+ ){0,2}?(${PETS}|${RELATIONS}|kids|children|parents|siblings)(?:'s|s)?\b`,
  'iu',
);

/** Questions about somebody: "who is Bello?", "what's my dog's name?"; null for another question. */
export function person(asked: string, known: Knowledge): string | null {
  const who = WHO.exec(asked)?.[1];
  if (who !== undefined) {
    const facts = mentioning(who, known);
    if (facts.length > 0) return say(facts);
    if (known.name?.toLowerCase() === who.toLowerCase()) return `You are ${known.name}.`;
    return null;
  }
  const relation = RELATED.exec(asked)?.[1];
  if (relation === undefined) return null;
  const noun = stem(
    relation === 'children' || relation === 'kids'
      ? 'kid'
      : (relation.split(' ').at(-1) ?? relation),
  );
  const kinds =
    noun === 'kid'
      ? ['kid', 'son', 'daughter', 'twin']
      : noun === 'sibl'
        ? ['sibl', 'brother', 'sister']
        : [noun];
  const about = known.facts.filter(({ said }) =>
    words(said).some((word) => kinds.includes(stem(word))),
  );
  if (about.length === 0) return null;
  const detail = words(asked)
    .map(stem)
    .filter((word) => !COMMON.has(word) && word !== noun);
  const exact = about.filter(({ said }) =>
    detail.some((word) => words(said).map(stem).includes(word)),
  );
  if (exact.length > 0) return say(exact);
  const sharp = sharpened(asked, about);
  if (sharp !== null) return say(sharp);
  const named = about.filter(({ said }) => NAMED.test(said));
  const wantsName = /\bname|\bcalled|^who\b/iu.test(asked);
  if (wantsName) return named.length > 0 ? say(named) : null;
  return /\b(?:when|where|how|which|what (?!about)(?!do you))\b/iu.test(asked) &&
    !/\bhow many\b/iu.test(asked)
    ? null
    : say(about);
}

const NAMED = /\b(?:named|called|names? is|is \p{Lu}\p{L}+)\b|\b(?:my|a) [\p{L}-]+ \p{Lu}\p{L}+/u;
const COMMON = new Set(
  'what who when where how which is are do doe my the a i have name call you know about tell me of remember'
    .split(' ')
    .map(stem),
);

function mentioning(who: string, known: Knowledge): KnownFact[] {
  const names = words(who);
  return known.facts.filter(({ said }) => {
    const spoken = words(said).map((word) => word.replace(/'s$/u, ''));
    return names.every((name) => spoken.includes(name));
  });
}

function say(facts: readonly KnownFact[]): string {
  return facts
    .slice(-4)
    .map(({ said }) => `${secondPerson(said)}.`)
    .join(' ');
}
