import { contentStems, shared } from '../english/words.ts';
import type { Knowledge } from '../knowledge.ts';
import { sharpened } from './sharpen.ts';
import { list, NOT_KNOWN, told } from './told.ts';

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

/** The facts that share most words with a question about the user; null when it is no such question. */
export function byWords(asked: string, known: Knowledge): string | null {
  const words = askedWords(asked);
  const scored = known.facts.map((fact) => ({
    fact,
    score: shared(words, [...fact.stems, ...contentStems(fact.tag)]),
  }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const personal = ABOUT_SELF.test(asked);
  if (best > 0 && (personal ? best >= words.length / 2 : best === words.length)) {
    const found = scored.filter(({ score }) => score === best).map(({ fact }) => fact);
    return list(sharpened(asked, found) ?? found);
  }
  const ended = known.ended.findLast(
    ({ value }) => value.length > 0 && shared(words, value) === value.length,
  );
  if (personal && ended !== undefined) return told(ended);
  return personal && !REQUEST.test(asked) ? NOT_KNOWN : null;
}

/** The words of a question that say what it is about. */
export function askedWords(asked: string): string[] {
  return contentStems(asked).filter((word) => !GENERIC.has(word));
}

const REQUEST =
  /^(?:can|could|should|shall|would|will|may|must|how (?:do|can|should|would|could|to)|help|write|explain|give|make|show|translate|why (?:do|is|does|are)|let|i (?:need|want|would like)|is it|what (?:should|can|would|could|happens|if|do you)|which (?:\w+ )?should|where (?:can|should|could))\b/iu;
