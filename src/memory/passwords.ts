import { type FoundName, secretNames } from './password-names.ts';
import {
  isCodeName,
  isOrdinary,
  isProse,
  isStandIn,
  looksDrawn,
  looksRandom,
} from './password-values.ts';
import type { Span } from './redaction-spans.ts';

/** What the words before it call a password, a key or a token. */
export function findNamedSecrets(text: string): Span[] {
  const spans: Span[] = [];
  const link = new RegExp(LINK);
  let kept = 0;
  for (const name of secretNames(text)) {
    if (name.start < kept) continue;
    link.lastIndex = name.end;
    const groups = link.exec(text)?.groups;
    if (groups === undefined) continue;
    const span = secretAt(text, name, linkOf(text, name, groups), link.lastIndex);
    if (span === null) continue;
    spans.push(span);
    kept = span.end;
  }
  return spans;
}

// From a name to its value: a number or environment, closing marks, "for the router", then a sign or
// a verb. All repetitions are bounded, so the scan stays linear.
const TAIL = '(?:s|\\d|_(?:prod|dev|test|staging|live|new|old|\\d))?\\s?\\\\{0,3}["\'`*_)]{0,3}';
const PURPOSE =
  '(?: (?:for|to|of|at|on|in|für|vom|zum|pour|de|du|do|da|del|para|voor|per) [^\\n:="]{1,40}?)?';
// "password (wifi)"
const NOTE = '(?: \\([^\\n()]{1,40}\\))?';
const SIGN = '\\s{0,3}(?<sign>:=|=>|->|:|=|→|：|は|是|\\||(?<=\\w)>)[*_]{0,2}\\s{0,3}';
const VERB =
  "(?<verb>['’]s|\\s{1,3}(?:is|was|ist|war|lautet|heißt|est|es|era|é|è|jest|är|er|on|это|has been changed to|was changed to|changed to|should be|will be|has to be|must be)(?: still| now| set to| jetzt| maintenant| ahora)?:?)\\s{1,3}";
const BARE = '(?<bare>\\s[-–—]\\s|\\s(?:to )?)';
const LINK = new RegExp(`${TAIL}${PURPOSE}${NOTE}(?:${SIGN}|${VERB})|${TAIL}${BARE}`, 'iuy');

/** How a name is tied to what follows. */
type Link = 'sign' | 'verb' | 'flag' | 'element' | 'bare';

function linkOf(text: string, name: FoundName, groups: Record<string, string>): Link {
  if (groups.sign === '>') return 'element';
  if (groups.sign !== undefined) return 'sign';
  if (groups.verb !== undefined) return 'verb';
  return text.startsWith('--', name.start - 2) ? 'flag' : 'bare';
}

const OPENING = /^\\{0,3}(["'`“„«‘])/;
const CLOSING: Record<string, string> = { '“': '”', '„': '“', '«': '»', '‘': '’' };
const MAX_QUOTED = 200;

/** Where the secret behind a name is; null when the sentence is only about one. */
function secretAt(text: string, name: FoundName, link: Link, at: number): Span | null {
  const [opening, quote] = OPENING.exec(text.slice(at, at + 4)) ?? [];
  if (opening !== undefined && quote !== undefined) {
    const start = at + opening.length;
    const line = text.slice(start, start + MAX_QUOTED + 1).split('\n', 1)[0] ?? '';
    const closing = CLOSING[quote] ?? quote;
    const end = line.indexOf(closing);
    if (end !== -1) {
      const value = line.slice(0, end).replace(/[\\\s]+$/, '');
      return isSecretInQuotes(name, link, value) ? spanOf(name, start, value) : null;
    }
    return null;
  }
  const value = unquotedAt(text, at, link);
  const after = text.slice(at + value.length, at + value.length + 6);
  if (!isSecret(name, link, value, after)) return null;
  const span = spanOf(name, at, value);
  return { ...span, end: longEnd(text, at, span.end) };
}

function spanOf(name: FoundName, start: number, value: string): Span {
  const what = { password: 'password', key: 'API key', token: 'token' }[name.kind];
  return { start, end: start + value.length, what };
}

const MAX_VALUE = 64;
const REST = /[^\s"'`<>|&;]*/y;
// Where an unquoted value ends: at space, at the next parameter, at what closes it.
const VALUE_END = /\s|[&;](?=[\w-]{1,40}=)|["'`](?=[,;)\]}>:]|\s|$)|<\/?|\||\\+["nrt]|\[redacted: /;
const TRAILING = /[.,;:!?)\]}"'`“”’*]+$/u;

function unquotedAt(text: string, at: number, link: Link): string {
  const value = cutAtEnd(text.slice(at, at + MAX_VALUE));
  if (link === 'element' && text.charAt(at + value.length) !== '<') return '';
  return value.replace(TRAILING, '') || value;
}

/** Where a value really ends that was read up to the limit. */
function longEnd(text: string, start: number, end: number): number {
  if (end - start < MAX_VALUE) return end;
  const rest = new RegExp(REST);
  rest.lastIndex = end;
  rest.test(text);
  return Math.max(end, rest.lastIndex);
}

function cutAtEnd(text: string): string {
  const end = text.search(VALUE_END);
  return end === -1 ? text : text.slice(0, end);
}

function isSecretInQuotes(name: FoundName, link: Link, value: string): boolean {
  if (value.length < 3 || isStandIn(value)) return false;
  if (name.weak) return link === 'sign' && isStrong(name, value);
  if (name.kind !== 'password') return isKey(value) && !/\s/.test(value);
  if (looksRandom(value) && !/\s/.test(value)) return true;
  if (link === 'bare') return /\d/.test(value) || !(/\s/.test(value) || isOrdinary(value));
  return !isOrdinary(value) && !isProse(value);
}

function isSecret(name: FoundName, link: Link, value: string, after: string): boolean {
  if (value.length < 3) return false;
  if (name.weak) return link === 'sign' && isStrong(name, value) && !isStandIn(value);
  if (name.kind !== 'password') return link !== 'bare' && isKey(value) && !isStandIn(value);
  if (isStandIn(value) || (link === 'sign' && isCodeName(value))) return false;
  if (link === 'bare') return value.length > 5 && /\d|[!@#$%^&*]/.test(value) && looksRandom(value);
  if (looksRandom(value)) return true;
  if (isOrdinary(value) || !/[\p{L}\p{N}]/u.test(value)) return false;
  // A plain word may be the password, if the sentence is over with it.
  return link !== 'verb' || SENTENCE_END.test(after);
}

const SENTENCE_END =
  /^(?:$|[.,;!?"'”)`*<|]|\s*\n|\s*$| (?:[?!#—–-]|\/\/)| (?:and|but|und|aber|et|y|e) )/;

// "token" and "secret" are everyday words, and keys have no words in them: only a random look counts.
function isKey(value: string): boolean {
  return /\d/.test(value) ? value.length >= 6 && looksRandom(value) : looksDrawn(value);
}

/** Whether a value is none of what follows "pass:" and "key:" elsewhere: words, counts, ids. */
function isStrong(name: FoundName, value: string): boolean {
  if (name.kind === 'password') return /\p{L}/u.test(value) && looksRandom(value);
  const digits = value.match(/\d/g)?.length ?? 0;
  if (!/^[\w+/=-]{16,}$/.test(value) || UUID.test(value) || !/[A-Za-z]/.test(value)) return false;
  return digits > 3 || (digits > 0 && /^[A-Za-z0-9]+$/.test(value));
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
