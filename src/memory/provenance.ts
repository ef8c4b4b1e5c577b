import { bareQuote, fold, lacksSpaces } from './fold.ts';
import { messageText, type Turn, typedText } from './turn.ts';
import type { Message } from './types.ts';
import { words } from './words.ts';

/** A turn of the evidence with its texts folded once. */
export interface Heard {
  turn: Turn;
  /** What the user typed. */
  typed: string;
  /** The same with its line breaks. */
  lines: string;
  /** The whole message, pasted and attached text included. */
  message: string;
  /** The reply, if it was whole. */
  reply: string;
  /** The whole reply that the user had before them when they wrote this turn; empty if there was none. */
  before: string;
}

/** Who said the words of a quote. */
export type Standing =
  | { by: 'user'; heard: Heard }
  | { by: 'third-party'; heard: Heard }
  | { by: 'assistant' }
  | { by: 'nobody' };

/** Prepares the turns; `recent` are the messages that went before the first of them. */
export function hear(turns: readonly Turn[], recent: readonly Message[]): Heard[] {
  return turns.map((turn, index) => ({
    turn,
    typed: fold(typedText(turn)),
    lines: typedText(turn).split('\n').map(fold).join('\n'),
    message: fold(messageText(turn)),
    reply: fold(wholeReply(turn)),
    before: fold(replyBefore(turns.slice(0, index), turn, recent)),
  }));
}

function wholeReply(turn: Turn): string {
  return turn.status === 'answered' ? (turn.reply ?? '') : '';
}

/** The whole reply that the user had before them when they wrote the turn; empty if there was none. */
export function replyBefore(
  earlier: readonly Turn[],
  turn: Turn,
  recent: readonly Message[],
): string {
  const previous = earlier.findLast((candidate) => candidate.session === turn.session);
  if (previous !== undefined) return wholeReply(previous);
  const last = recent.findLast((message) => message.at <= turn.at);
  return last?.role === 'assistant' && last.status === undefined ? last.text : '';
}

/** Who said it; of several turns with these words the newest, and the user before anyone else. */
export function standing(quote: string, evidence: readonly Heard[]): Standing {
  const words = bareQuote(quote);
  if (words === '') return { by: 'nobody' };
  const typed = evidence.findLast((heard) => stands(words, heard.typed));
  if (typed !== undefined) return { by: 'user', heard: typed };
  const pasted = evidence.findLast((heard) => stands(words, heard.message));
  if (pasted !== undefined) return { by: 'third-party', heard: pasted };
  const echoed = evidence.some(
    (heard) => stands(words, heard.reply) || stands(words, heard.before),
  );
  return { by: echoed ? 'assistant' : 'nobody' };
}

/**
 * The newest turn in which the user typed the confirmation at the start of a sentence, right after
 * a whole reply of the assistant in which `answers` stands; else null.
 */
export function confirmedIn(
  quote: string,
  answers: string,
  evidence: readonly Heard[],
): Heard | null {
  const yes = bareQuote(quote);
  const claim = bareQuote(answers);
  if (claim === '' || !isConfirmation(quote)) return null;
  return (
    evidence.findLast((heard) => opensSentence(yes, heard.typed) && stands(claim, heard.before)) ??
    null
  );
}

const YES = new Set(
  (
    'yes yeah yep yup yea right correct exactly indeed true absolutely definitely precisely sure affirmative ' +
    'ja jawohl jep genau stimmt richtig korrekt exakt oui ouais exact exactement si sí claro exacto ' +
    'correcto sim certo esatto esattamente exato klopt juist да はい そう 是 对 對 是的 对的'
  ).split(' '),
);
const BESIDE_YES = new Set(
  (
    "that that's thats is it's it i do am did of course please totally quite all you are got have " +
    "das ist so ganz bin c'est ça bien es eso así è é that’s です だ ね"
  ).split(' '),
);

/** Whether the words are a plain yes: "Yes", "that's right", "ja, genau". */
export function isConfirmation(quote: string): boolean {
  const said = words(bareQuote(quote));
  return (
    said.length > 0 &&
    said.length <= 6 &&
    said.some((word) => YES.has(word)) &&
    said.every((word) => YES.has(word) || BESIDE_YES.has(word))
  );
}

/** Whether the text begins with a yes, whatever it goes on to say. */
export function opensWithYes(text: string): boolean {
  return words(text.slice(0, 100))
    .slice(0, 2)
    .some((word) => YES.has(word));
}

/** Whether the folded words stand in the folded text as whole words. */
export function stands(words: string, text: string): boolean {
  return placesOf(words, text).next().done !== true;
}

function opensSentence(words: string, text: string): boolean {
  for (const place of placesOf(words, text)) {
    if (/(?:^|[.!?,;:\n-] ?["']?)$/.test(text.slice(Math.max(0, place - 3), place))) return true;
  }
  return false;
}

/** Where the folded words stand in the folded text as whole words, from the first on. */
export function* placesOf(words: string, text: string): Generator<number> {
  let from = 0;
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, from)) {
    from = at + 1;
    const end = at + words.length;
    if (joined(text.slice(Math.max(0, at - 2), at), words.slice(0, 2))) {
      // Inside a word: the next place to look is behind it.
      const rest = text.slice(at).search(/[^\p{L}\p{N}\p{M}]|\p{Lo}/u);
      if (rest === -1) return;
      from = at + Math.max(1, rest);
    } else if (!joined(words.slice(-2), text.slice(end, end + 2))) {
      yield at;
    }
  }
}

/** Whether the two texts run on within one word. */
function joined(left: string, right: string): boolean {
  const a = /[\p{L}\p{N}\p{M}]$/u.exec(left)?.[0] ?? '';
  const b = /^[\p{L}\p{N}\p{M}]/u.exec(right)?.[0] ?? '';
  return a !== '' && b !== '' && !lacksSpaces(a) && !lacksSpaces(b);
}
