import { parseRecord } from '../memory/json.ts';
import { messageText, type Turn, typedText } from '../memory/turn.ts';
import type { Exchange } from './port.ts';

/** How far a turn may have come. */
export const STATUSES = [
  'asked',
  'answered',
  'interrupted',
  'refused',
  'truncated',
  'failed',
] as const;

/** What a transcript keeps of a turn. */
export function exchangeOf(turn: Turn): Exchange {
  const { id, session, at, reply, status } = turn;
  return {
    turn: id,
    session,
    at,
    user: messageText(turn),
    typed: typedText(turn),
    reply,
    status,
    speaker: null,
  };
}

/**
 * One line of a transcript, without its end. `typed` is left out where it is the whole message. An
 * imported utterance is who said what, and nothing else.
 */
export function encodeExchange(exchange: Exchange): string {
  const { turn, session, at, user, typed, reply, status, speaker } = exchange;
  if (speaker !== null) return JSON.stringify({ turn, session, at, speaker, text: user });
  const words = typed === user ? { user } : { user, typed };
  return JSON.stringify({ turn, session, at, ...words, reply, status });
}

/** Null for a line that is no exchange. Never throws. */
export function decodeExchange(line: string): Exchange | null {
  const fields = parseRecord(line);
  if (fields === null) return null;
  const { turn, session, at, speaker } = fields;
  if (!(isText(turn) && isText(session) && isText(at))) return null;
  if (isText(speaker)) {
    const { text } = fields;
    if (!isText(text)) return null;
    const nothingOwn = { typed: '', reply: null, status: 'answered' } as const;
    return { turn, session, at, user: text, ...nothingOwn, speaker };
  }
  const { user, typed = user, reply, status } = fields;
  const known = STATUSES.find((name) => name === status);
  if (!(isText(user) && isText(typed)) || known === undefined) return null;
  if (!(reply === null || isText(reply))) return null;
  return { turn, session, at, user, typed, reply, status: known, speaker: null };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
