/** How a turn ends: see `TurnStatus`. */
export type TurnEnding = 'answered' | 'interrupted' | 'refused' | 'truncated' | 'failed';

/**
 * How far a turn has come. `asked`: the user's words are on disk, no reply yet. The others say how
 * the reply ended: `answered` whole; `interrupted` by the user or by a stop of the process;
 * `refused` by the model; `truncated` at the token limit; `failed` by an error.
 * Only the reply of an `answered` turn may be a source of facts.
 *
 * A turn is asked, ends once, and leaves the journal when it is extracted: in the memory, or in the
 * review list after three extractions that could not be read.
 */
export type TurnStatus = 'asked' | TurnEnding;

/**
 * A run of the user's message. `typed` is the user's own words (typed at the prompt, or piped in
 * as the whole message); `third-party` is what was pasted, attached, or piped beside a prompt:
 * nothing in it becomes a fact without the user's yes.
 */
export interface Passage {
  origin: 'typed' | 'third-party';
  text: string;
}

/** The longest message that is taken, in characters (UTF-16 code units). */
export const MAX_MESSAGE = 200_000;

/** One exchange. What is written to disk of it has its secrets redacted. */
export interface Turn {
  id: string;
  user: string;
  /** The id of the process's session. */
  session: string;
  /** When the user said it, ISO 8601 UTC. */
  at: string;
  /** The user's message in order; joined it is what the model was sent. */
  message: Passage[];
  reply: string | null;
  status: TurnStatus;
  /** Extractions of this turn that failed so far. */
  attempts: number;
}

/**
 * The turn as it ended. An end is final: a turn that has one is returned as it is. An empty reply
 * is none.
 */
export function endTurn(turn: Turn, status: TurnEnding, reply: string | null): Turn {
  if (turn.status !== 'asked') return turn;
  return { ...turn, status, reply: reply === '' ? null : reply };
}

/** The user's message as one text. */
export function messageText(turn: Pick<Turn, 'message'>): string {
  return turn.message.map((passage) => passage.text).join('');
}

/** Only what the user typed, passages apart by a line break: the words that facts may quote. */
export function typedText(turn: Pick<Turn, 'message'>): string {
  return turn.message
    .filter((passage) => passage.origin === 'typed')
    .map((passage) => passage.text)
    .join('\n');
}

/**
 * The user's message for a model: their own words as they are, what they pasted, attached or piped
 * in between `<third-party>` marks, so that a text someone else wrote does not speak for the user.
 * The text itself stays as it is (it may be code), but for the closing mark.
 */
export function markedText(turn: Pick<Turn, 'message'>): string {
  return turn.message
    .map(({ origin, text }) => (origin === 'typed' ? text : thirdParty(text)))
    .join('')
    .trim();
}

function thirdParty(text: string): string {
  const inside = text.replace(/<(?=\s*\/\s*third-party\b)/giu, '‹').replace(/^\n+|\n+$/gu, '');
  return `\n\n<third-party>\n${inside}\n</third-party>\n\n`;
}
