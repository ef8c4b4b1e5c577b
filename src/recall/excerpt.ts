import { contentWords } from '../memory/words.ts';

const SENTENCE = /[^.!?。！？\n]+(?:[.!?。！？]+|\n|$)/gu;

/** A text is only searched so far for the place that bears on the query, in characters. */
const LONGEST_TEXT = 20_000;

/**
 * The part of a text that bears most on a query, on one line, at most `limit` characters: whole
 * sentences where they fit, with … where something is left out.
 */
export function excerpt(text: string, query: string, limit: number): string {
  const whole = oneLine(text);
  if (whole.length <= limit) return whole;
  const asked = new Set(contentWords(query));
  const sentences = (text.slice(0, LONGEST_TEXT).match(SENTENCE) ?? [text]).map(oneLine);
  const scores = sentences.map(
    (sentence) => new Set(contentWords(sentence).filter((word) => asked.has(word))).size,
  );
  const best = scores.indexOf(Math.max(...scores));
  let from = best;
  let to = best + 1;
  const length = () => sentences.slice(from, to).join(' ').length;
  // What stands behind explains more than what stands before.
  for (let grown = true; grown; ) {
    grown = false;
    if (to < sentences.length && length() + (sentences[to]?.length ?? 0) + 3 <= limit) {
      to += 1;
      grown = true;
    } else if (from > 0 && length() + (sentences[from - 1]?.length ?? 0) + 3 <= limit) {
      from -= 1;
      grown = true;
    }
  }
  const part = sentences.slice(from, to).join(' ').trim();
  const cut =
    part.length > limit - 2 ? part.slice(0, limit - 2).replace(/[\uD800-\uDBFF]$/u, '') : part;
  const isCut = to < sentences.length || cut.length < part.length || text.length > LONGEST_TEXT;
  return `${from > 0 ? '…' : ''}${cut}${isCut ? '…' : ''}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
