import { withRecent } from './recent.ts';
import { same } from './same.ts';
import { type Keyed, putBack, reversalOf } from './three-way.ts';
import type { Memory, Message } from './types.ts';

/**
 * The recent messages of `now` without the turns that were added from `before` to `after`. Those
 * that were pushed out then come back, the newest first, if there is room and nothing said between
 * is missing by now. The same list if nothing goes back.
 */
export function undoRecent(before: Memory, after: Memory, now: Memory): Message[] {
  const was = byTurn(before);
  const became = byTurn(after);
  const is = byTurn(now);
  const { open } = reversalOf(was, became, is);
  if (open.length === 0) return now.recentMessages;
  if (same(is, became)) return before.recentMessages;

  const isPushedOut = (turn: string) => !has(became, turn);
  const inPlace = open.filter((turn) => !isPushedOut(turn));
  let recent = putBack(is, was, new Set(inPlace)).map(([, message]) => message);
  const isWhole = became.every(([turn]) => has(is, turn));
  for (const turn of isWhole ? open.filter(isPushedOut).reverse() : []) {
    const messages = before.recentMessages.filter((message) => message.turn === turn);
    const more = withRecent([...messages, ...recent], []);
    if (more.length < messages.length + recent.length) break;
    recent = more;
  }
  return same(recent, now.recentMessages) ? now.recentMessages : recent;
}

function byTurn({ recentMessages }: Memory): Keyed<Message> {
  return recentMessages.map((message) => [message.turn, message] as const);
}

function has(messages: Keyed<Message>, turn: string): boolean {
  return messages.some(([other]) => other === turn);
}
