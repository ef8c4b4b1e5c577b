import { repairIn, substituted } from './repair.ts';
import { type Piece, split } from './split.ts';

const OWN = /^(?:i|i['’]?m|i['’]?ve|my|we|we['’]re|it['’]s|it is|that['’]s)\s/iu;
/** Times that a sentence may take itself back; more is a game. */
const MOST = 4;

/** The statements in a sentence, with what the user took back within it already put right. */
export function piecesOf(sentence: string, depth = 0): Piece[] {
  const repair = depth < MOST ? repairIn(sentence) : null;
  if (repair === null) return split(sentence);
  const before = split(repair.before);
  const after = piecesOf(repair.after, depth + 1);
  const last = before.pop();
  const [first, ...rest] = after;
  if (last === undefined || first === undefined) return split(sentence);
  if (OWN.test(first.raw)) {
    const kept = repair.plain && sameSubject(last.raw, first.raw) ? before : [...before, last];
    return [...kept, ...after];
  }
  const text = substituted(last.text, first.text);
  if (text === null) return split(sentence);
  const start = sentence.lastIndexOf(last.raw, repair.before.length);
  const end = sentence.indexOf(first.raw, repair.before.length) + first.raw.length;
  return [...before, { raw: sentence.slice(start, end), text, carried: last.carried }, ...rest];
}

/** "I have a dog, no wait, I have two dogs": the second stands for the first. */
function sameSubject(one: string, other: string): boolean {
  const lead = (text: string) =>
    text.toLowerCase().replace(/['’]/gu, '').split(/\s+/u).slice(0, 2).join(' ');
  return lead(one) === lead(other) || /^(?:it|that)/iu.test(other);
}
