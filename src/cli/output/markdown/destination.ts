/** Behind `](`, so many characters at most are an address, its title included. */
const LONGEST = 2_000;

export interface Destination {
  /** From the `]` to behind the `)`. */
  length: number;
  /** Without escapes; never empty. */
  address: string;
  /** With its quotes; empty where there is none. */
  title: string;
}

/**
 * Reads `](address "title")` at the begin of the text. Null: it is no such thing; `more`: it may
 * become one, which is never the answer when the text is `whole`.
 */
export function readDestination(text: string, whole: boolean): Destination | 'more' | null {
  const end = whole || text.length >= LONGEST ? null : 'more';
  const limit = Math.min(text.length, LONGEST);
  let at = skipSpaces(text, 2, limit);
  const start = at;
  const bracketed = text[at] === '<';
  let depth = 0;
  for (; at < limit; at += 1) {
    const character = text[at];
    if (character === '\n') return null;
    if (character === '\\') at += 1;
    else if (bracketed && character === '>') break;
    else if (bracketed) continue;
    else if (character === ' ' || (character === ')' && depth === 0)) break;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
  }
  if (at >= limit) return end;
  const inside = bracketed ? text.slice(start + 1, at) : text.slice(start, at);
  const address = unescaped(inside);
  if (address === '') return null;
  at = skipSpaces(text, bracketed ? at + 1 : at, limit);
  const titleStart = at;
  const quote = text[at];
  if (quote === '"' || quote === "'") {
    const close = text.indexOf(quote, at + 1);
    const broken = text.indexOf('\n', at);
    if (broken !== -1 && (close === -1 || broken < close)) return null;
    if (close === -1 || close >= limit) return end;
    at = close + 1;
  }
  const title = text.slice(titleStart, at);
  at = skipSpaces(text, at, limit);
  if (at >= limit) return end;
  return text[at] === ')' ? { length: at + 1, address, title } : null;
}

/** Without the backslashes that only say that punctuation is no mark. */
function unescaped(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

function skipSpaces(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && text[at] === ' ') at += 1;
  return at;
}
