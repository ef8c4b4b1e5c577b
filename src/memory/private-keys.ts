import type { Span } from './redaction-spans.ts';

// PEM, OpenPGP and SSH2 (four dashes and a space).
const KEY_BEGIN = /-{4,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}/g;
const KEY_END = /-{4,5} ?END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}/g;
// Line ends may be escaped, once or twice, and lines quoted as in a mail. Of the headers only their
// few known names: anything else might be the text behind a key that was cut off.
const KEY_BODY =
  /(?:(?:\s|\\{1,4}[nr]|>)*(?:[A-Za-z0-9+/=]{16,}|(?:Proc-Type|DEK-Info|Comment|Version): ?[^\n\\]{0,100}))*/y;
/**
 * Private keys, from BEGIN to END; where no END follows, the lines that look like the key's. The
 * words BEGIN and END alone are only talk about keys.
 */
export function findPrivateKeys(text: string): Span[] {
  const spans = findPuttyKeys(text);
  if (!text.includes('PRIVATE KEY')) return spans;
  const ends = [...text.matchAll(KEY_END)].map((end) => end.index + end[0].length);
  const body = new RegExp(KEY_BODY);
  let kept = 0;
  let nextEnd = 0;
  for (const begin of text.matchAll(KEY_BEGIN)) {
    if (begin.index < kept) continue;
    while ((ends[nextEnd] ?? Number.POSITIVE_INFINITY) <= begin.index) nextEnd++;
    const afterBegin = begin.index + begin[0].length;
    body.lastIndex = afterBegin;
    body.exec(text);
    const end = ends[nextEnd] ?? Math.max(afterBegin, body.lastIndex);
    if (end === afterBegin) continue;
    spans.push({ start: begin.index, end, what: 'private key' });
    kept = end;
  }
  return spans;
}

const PUTTY_BEGIN = 'PuTTY-User-Key-File-';
const PUTTY_END = /Private-MAC: ?[0-9a-f]+/g;
const MAX_PUTTY_LENGTH = 20_000;

function findPuttyKeys(text: string): Span[] {
  const spans: Span[] = [];
  if (!text.includes(PUTTY_BEGIN)) return spans;
  let from = 0;
  for (const { 0: last, index } of text.matchAll(PUTTY_END)) {
    const start = text.indexOf(PUTTY_BEGIN, Math.max(from, index - MAX_PUTTY_LENGTH));
    const end = index + last.length;
    if (start !== -1 && start < index) spans.push({ start, end, what: 'private key' });
    from = end;
  }
  return spans;
}
