const ABBREVIATION =
  /(?:^|[\s(])(?:dr|mr|mrs|ms|prof|st|vs|etc|approx|no|jr|sr|e\.g|i\.e|a\.m|p\.m|[a-z])$/iu;
/** Longer sentences are not what people say about themselves; they are left unread. */
const LONGEST = 400;
/** Sentences read of one text: more than anyone types, few enough to stay quick. */
const MOST = 400;

/** What ends a sentence of those who type without full stops. */
const LAUGHTER =
  /(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F)+|(?<=^|\s)(?:[:;=][-']?[)(DP3|/]+|<3|xD|lol|lmao|rofl|ha(?:ha)+h?|he(?:he)+)(?=$|[\s.,!?])/iu;

/**
 * The sentences of what somebody typed, each a literal piece of it (trimmed). Fenced code and quoted
 * lines are left out; a full stop inside double quotes does not end a sentence. One pass.
 */
export function sentences(text: string): string[] {
  const found: string[] = [];
  let fenced = false;
  for (const line of text.split(/\r?\n|\r/u)) {
    if (found.length >= MOST) break;
    if (/^\s{0,20}(?:```|~~~)/u.test(line)) {
      fenced = !fenced;
      continue;
    }
    if (fenced || /^\s{0,20}>/u.test(line)) continue;
    const plain = line.replace(/^\s{0,20}(?:[-*•]|\d{1,3}[.)])\s+/u, '');
    for (const piece of plain.split(LAUGHTER)) inLine(piece, found);
  }
  return found.slice(0, MOST);
}

function inLine(line: string, found: string[]): void {
  let start = 0;
  let quoted = false;
  for (let at = 0; at < line.length && found.length < MOST; at++) {
    const char = line.charAt(at);
    if (char === '"' || char === '“' || char === '”')
      quoted = char === '"' ? !quoted : char === '“';
    if (quoted || !ends(line, start, at)) continue;
    keep(line.slice(start, at + 1), found);
    start = at + 1;
  }
  keep(line.slice(start), found);
}

function ends(line: string, start: number, at: number): boolean {
  const char = line.charAt(at);
  if (char === ';' || char === '…') return true;
  if (char !== '.' && char !== '!' && char !== '?') return false;
  const next = line.charAt(at + 1);
  if (next !== '' && !/[\s)\p{Extended_Pictographic}]/u.test(next)) return false;
  return char !== '.' || !ABBREVIATION.test(line.slice(Math.max(start, at - 8), at)) || next === '';
}

function keep(piece: string, found: string[]): void {
  const trimmed = piece.trim();
  if (trimmed.length > 1 && trimmed.length <= LONGEST && /\p{L}/u.test(trimmed))
    found.push(trimmed);
}
