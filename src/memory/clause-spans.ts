/** What stands where something was forgotten. */
export const FORGOTTEN = '[forgotten]';

/** A clause of a text by its place, in UTF-16 code units, without the marks and spaces around it. */
export interface ClauseSpan {
  start: number;
  end: number;
  /** Which sentence it is in, counted from 0; a mark ends one. */
  sentence: number;
  /** Whether it is a `[forgotten]` that stood there before. */
  isMark: boolean;
}

// Conjunctions that join what can stand alone. What hangs on another clause ("because", "who",
// "weil") stays with it: it says nothing without it.
const JOINTS = 'and|but|or|und|aber|oder|sondern|et|mais|ou|y|pero|e|ma|oppure|mas|en|maar';

// One character or one word each, never a run: linear on any text.
const CUT = new RegExp(
  [
    String.raw`(?<mark>\[forgotten\])`,
    String.raw`\[redacted: [A-Za-z ]{1,40}\]`,
    String.raw`(?<sentence>[\n\r\u2028\u2029。！？]|[.!?…](?=["'”’»)*_]?(?:\s|$)))`,
    String.raw`(?<clause>[,;](?!\d)|:(?=\s)|[，、；：()（）[\]{}|—―]|(?<=\s)(?:[-–]|${JOINTS})(?=\s))`,
  ].join('|'),
  'giu',
);

/**
 * The clauses of a text in order: cut at line breaks, ends of sentences, commas and the like, and
 * conjunctions. Clauses without content are left out. A mark is never cut in two. Linear.
 */
export function clauseSpans(text: string): ClauseSpan[] {
  const spans: ClauseSpan[] = [];
  let from = 0;
  let sentence = 0;
  const close = (end: number) => {
    const span = core(text, from, end);
    if (span !== null) spans.push({ ...span, sentence, isMark: false });
  };
  for (const match of text.matchAll(CUT)) {
    const { mark, sentence: stop, clause } = match.groups ?? {};
    const end = match.index + match[0].length;
    if (mark === undefined && stop === undefined && clause === undefined) continue;
    close(match.index);
    from = end;
    if (clause !== undefined) continue;
    sentence += 1;
    if (mark === undefined) continue;
    spans.push({ start: match.index, end, sentence, isMark: true });
    sentence += 1;
  }
  close(text.length);
  return spans;
}

const BEFORE = /[\s"'“”„‘’«»¿¡*•>#_~`-]/u;
const BEHIND = /[\s"'“”‘’»*_~`.!?…,;:]/u;

function core(text: string, from: number, to: number): { start: number; end: number } | null {
  let start = from;
  let end = to;
  while (start < end && BEFORE.test(text.charAt(start))) start += 1;
  while (end > start && BEHIND.test(text.charAt(end - 1))) end -= 1;
  return start < end ? { start, end } : null;
}
