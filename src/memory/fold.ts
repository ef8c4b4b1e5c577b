/**
 * The form in which words are compared: NFKC, lower case, one kind of quotation mark, apostrophe
 * and dash, invisible characters gone, runs of white space one space.
 */
export function fold(text: string): string {
  if (isAscii(text)) return foldAscii(text);
  return text
    .normalize('NFKC')
    .replace(/[\p{Cf}\u{E0000}-\u{E007F}]/gu, '')
    .replace(/[‘’‚‛′`´]/g, "'")
    .replace(/[“”„‟«»‹›″]/g, '"')
    .replace(/[‐‑‒–—―−]/g, '-')
    .toLowerCase()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

const ASCII = /^[\p{ASCII}]*$/u;

/** Whether all characters are ASCII. */
export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/** The same for ASCII, several times as fast: most texts are, and each turn folds dozens. */
function foldAscii(text: string): string {
  const lower = text.replaceAll('`', "'").toLowerCase();
  // Single spaces, of which there are many, stay as they are.
  return (/ {2}|\p{Cc}/u.test(lower) ? lower.replace(/[ \p{Cc}]+/gu, ' ') : lower).trim();
}

/** A longer quote is no quote of what says one fact: it counts as empty. */
const MAX_QUOTE = 2_000;

/** A quote folded, without the marks around it, which a model adds or drops. */
export function bareQuote(quote: string): string {
  if (quote.length > MAX_QUOTE) return '';
  return fold(quote).replace(/^["'.,;:!?\s-]+|["'.,;:!?\s-]+$/g, '');
}

/** Text as it may stand in the memory: one line, no control or tag characters. */
export function oneLine(text: string): string {
  return text
    .replace(/[\u{E0000}-\u{E007F}]/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

const NO_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Whether the text has a script that does not put spaces between words. */
export function lacksSpaces(text: string): boolean {
  return NO_SPACES.test(text);
}
