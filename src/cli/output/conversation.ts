import type { Passage, Turn } from '../../memory/turn.ts';
import { sanitise, sanitiseLine } from './sanitise.ts';

/**
 * A conversation as Markdown: who said what, when; pasted text in a fence of its own. `new`: another
 * conversation begins. Each text is as it was shown. Ends with a line break.
 */
export function renderConversation(
  turns: readonly (Turn | 'new')[],
  { user, at }: { user: string; at: string },
): string {
  const title = `# Conversation of ${sanitiseLine(user)} with memchat, ${at.slice(0, 10)}`;
  const parts = turns.flatMap((turn) => (turn === 'new' ? ['---'] : partsOf(turn)));
  return `${[title, ...parts].join('\n\n')}\n`;
}

function partsOf({ at, message, reply, status }: Turn): string[] {
  const parts = [`**You** (${timeOf(at)})`, message.map(passageText).join('').trim()];
  const note = status === 'answered' || status === 'asked' ? '' : ` (${status})`;
  parts.push(`**memchat**${note}`);
  if (reply !== null) parts.push(sanitise(reply).trim());
  return parts;
}

function timeOf(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}

function passageText({ origin, text }: Passage): string {
  const safe = sanitise(text);
  if (origin === 'typed' || !safe.includes('\n')) return safe;
  // Longer than any run of backticks in it, so that it cannot close its fence.
  const runs = safe.match(/`+/g)?.map((run) => run.length) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return `\n\n${fence}\n${safe.replace(/^\n+|\n+$/g, '')}\n${fence}\n\n`;
}
