import { PETS, RELATIONS, VERBS } from '../english/lexicon.ts';
import { isPast } from '../english/person.ts';

/** A clause as it stands in the sentence, and the subject that it takes over from the one before. */
interface Piece {
  raw: string;
  carried: string;
}

const SEPARATOR =
  /,?\s+(?:and|but|so|because|although|though|while|yet|plus)\s+|\s*[,–—]\s+|\s+[-–—]+\s+|\s*&\s+/giu;
const OWN_SUBJECT =
  /^(?:and |but |so |also |then |now |please |actually,? |no,? )*(?:i|i['’]m|im|i['’]ve|ive|i['’]d|i['’]ll|my|we|we['’]re|we['’]ve|our|it['’]s|it is|you can|call me|people|everyone|friends|that['’]s|she|he|they|her|his|this|there|what|what['’]s|who|how|where|when|which|can|could|do|does|is|are|would|will|tell|don['’]t|remember|forget)(?![\p{L}'’])/iu;
const VERB =
  /^(?:also |now |currently |usually |often |never |always |really |just |then |mostly |recently )*(no longer |don['’]t |do not |can['’]t |cannot |am |was )?(\p{L}+)/iu;
const MEMBER = new RegExp(
  `^(?:an?|one|two|three|four|five|\\d|another) (?:[\\p{L}-]+ ){0,2}?(?:${PETS}|${RELATIONS})s?\\b`,
  'iu',
);
const QUALITY =
  /^(?:an? |\d{1,3}(?: years old)?[.!]?$|\d{1,3},|vegan|vegetarian|allergic|married|single|divorced|retired|from |based |living |working |originally |studying |learning |not )/iu;

/** Splits a sentence where a new statement begins; the pieces are literal parts of it. */
export function split(sentence: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let carried = '';
  for (const found of sentence.matchAll(SEPARATOR)) {
    const end = found.index + found[0].length;
    const left = sentence.slice(start, found.index);
    const next = subjectOf(carried + left, sentence.slice(end), found[0]);
    if (next === null) continue;
    pieces.push({ raw: left.trim(), carried });
    start = end;
    carried = next;
  }
  pieces.push({ raw: sentence.slice(start).trim(), carried });
  return pieces;
}

/** What the right side takes over: '' when it has its own subject, null when it is no clause. */
function subjectOf(left: string, right: string, separator: string): string | null {
  if (OWN_SUBJECT.test(right)) return '';
  const first =
    /^(?:[\p{L}',! ]{0,30}?[\s,])?(?=(?:i|i['’]m|im|i['’]ve|we|we['’]ve|we['’]re)\s)/iu.exec(
      left,
    )?.[0];
  if (first === undefined) return null;
  const subject = left.slice(first.length);
  if (
    /^(?:i|we)\s(?:\w+\s)?(?:have|got|adopted)\b|^(?:i|we)['’]ve got\b/iu.test(subject) &&
    MEMBER.test(right)
  )
    return 'I have ';
  if (
    /^(?:i['’]m|im|i am|we['’]re|we are)\b/iu.test(subject) &&
    QUALITY.test(right) &&
    !/\bbut\b/iu.test(separator)
  )
    return 'I am ';
  return /\p{L}/u.test(separator) && startsWithVerb(subject, right) ? 'I ' : null;
}

function startsWithVerb(left: string, right: string): boolean {
  const [, auxiliary, verb = ''] = VERB.exec(right) ?? [];
  if (auxiliary !== undefined) return true;
  const low = verb.toLowerCase();
  if (!VERBS.has(low) && !isPast(low)) return false;
  const noun =
    /\b(?:like|love|enjoy|prefer|hate|dislike|want to|plan to|do|into|to \w+)\s+\S+(?:\s\S+)?$/iu.test(
      left,
    );
  return !noun || right.split(/\s+/u).length > 2;
}
