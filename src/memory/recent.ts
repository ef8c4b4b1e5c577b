import { redact } from './privacy.ts';
import { markedText, type Turn } from './turn.ts';
import type { Message } from './types.ts';

/** How many messages a memory keeps. */
const RECENT_MESSAGES = 6;

/** A longer message is kept up to here, in characters: the file is for people to read. */
const MAX_RECENT_CHARACTERS = 8_000;

const CUT = ' […]';

/** The last 6 messages with those of the turns among them, oldest first, whole turns only. */
export function withRecent(messages: readonly Message[], turns: readonly Turn[]): Message[] {
  const byTurn = new Map<string, Message[]>();
  for (const message of [...messages, ...turns.flatMap(messagesOf)]) {
    byTurn.set(message.turn, [...(byTurn.get(message.turn) ?? []), message]);
  }
  const order = [...byTurn.values()].sort((a, b) => timeOf(a) - timeOf(b));
  let recent: Message[] = [];
  for (const turn of order.reverse()) {
    if (recent.length + turn.length > RECENT_MESSAGES) break;
    recent = [...turn, ...recent];
  }
  return recent;
}

function timeOf(messages: readonly Message[]): number {
  return Date.parse(messages[0]?.at ?? '');
}

function messagesOf(turn: Turn): Message[] {
  const { id, at, reply, status } = turn;
  const question: Message = { role: 'user', text: kept(markedText(turn)), at, turn: id };
  if (reply === null || reply === '') return [question];
  const answer: Message = { role: 'assistant', text: kept(reply), at, turn: id };
  if (status === 'answered') return [question, answer];
  return [question, { ...answer, status: status === 'asked' ? 'interrupted' : status }];
}

function kept(text: string): string {
  const clean = redact(text);
  if (clean.length <= MAX_RECENT_CHARACTERS) return clean;
  const head = clean.slice(0, MAX_RECENT_CHARACTERS - CUT.length);
  return `${head.replace(/[\uD800-\uDBFF]$/, '')}${CUT}`;
}
