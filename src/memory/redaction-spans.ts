/** A piece of a text that must go, and the name that its mark bears. */
export interface Span {
  /** In UTF-16 units. */
  start: number;
  /** Behind the last one. */
  end: number;
  what: string;
}

/**
 * The text with `placeholder(what)` in the place of every span. Of spans that overlap the first one
 * counts, and it grows to the end of the last.
 */
export function withPlaceholders(
  text: string,
  spans: readonly Span[],
  placeholder: (what: string) => string,
): string {
  if (spans.length === 0) return text;
  const parts: string[] = [];
  let kept = 0;
  for (const span of merged(spans)) {
    parts.push(text.slice(kept, span.start), placeholder(span.what));
    kept = span.end;
  }
  return parts.join('') + text.slice(kept);
}

function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last === undefined || span.start >= last.end) result.push({ ...span });
    else last.end = Math.max(last.end, span.end);
  }
  return result;
}

/**
 * The text as people read it, with every character in its place: `\\n` in JSON is a space and a line
 * end, `\\"` a space and a quote. Spans that are found in it hold for the text itself.
 */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text
    .replaceAll('\\n', ' \n')
    .replaceAll('\\r', ' \n')
    .replaceAll('\\t', ' \n')
    .replaceAll('\\"', ' "');
}

/**
 * Whether a secret may begin at `at`: not in the middle of a word or number. What an escape leaves
 * before it (`%3D` in a URL) is no part of a word.
 */
export function isWordStart(text: string, at: number): boolean {
  if (at === 0 || !isAlphanumeric(text.charCodeAt(at - 1))) return true;
  const before = text.slice(Math.max(0, at - 3), at);
  return /%[0-9A-Fa-f]{2}$/.test(before);
}

/** Whether a UTF-16 unit is an ASCII letter or digit. */
export function isAlphanumeric(unit: number): boolean {
  return (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
}
