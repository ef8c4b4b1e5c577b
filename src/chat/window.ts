import { markedText, type Turn } from '../memory/turn.ts';
import type { Message } from '../memory/types.ts';
import type { ChatMessage } from '../model/port.ts';
import type { Recalled } from './recalled.ts';

/** Characters of conversation that a request carries, beside the system prompt. */
const WINDOW_BUDGET = 24_000;

/** How much of the budget is kept when turns have to leave: they leave in chunks, so that the cached prefix holds for many turns in between. */
const KEEP = 0.5;

/** What is said in place of a reply that never came, so that roles alternate. */
const NO_REPLY = '(no reply)';

/**
 * The conversation as the model sees it: the whole session while it fits, append-only until it does
 * not. Whole turns leave, the oldest first; the newest always stays.
 */
export class Window {
  readonly #budget: number;
  #turns: WindowTurn[];

  constructor(recent: readonly Message[] = [], budget = WINDOW_BUDGET) {
    this.#budget = budget;
    this.#turns = groupByTurn(recent);
  }

  /**
   * Adds a turn that is over, as it was sent: with what was recalled beside the message, and with the
   * tools that were called. Returns whether older turns had to leave.
   */
  add(turn: Turn, sent: Sent = asSaid(turn)): boolean {
    this.#turns.push({
      id: turn.id,
      recalled: sent.recalled,
      messages: [
        { role: 'user', text: sent.text },
        ...sent.rounds,
        { role: 'assistant', text: replyText(turn, sent.lastText) },
      ],
    });
    return this.#trim();
  }

  /** Takes turns out that were taken back. */
  drop(ids: ReadonlySet<string>): void {
    this.#turns = this.#turns.filter(({ id }) => !ids.has(id));
  }

  /** Leaves what was said, without the calls of tools and what they answered. */
  dropRounds(): void {
    this.#turns = this.#turns.map((turn) => ({
      ...turn,
      messages: turn.messages.filter((message) => !('blocks' in message || 'results' in message)),
    }));
  }

  /** The messages of a request that asks `text`. They start with the user and alternate. */
  messages(text: string): ChatMessage[] {
    return [...this.#messages(), { role: 'user', text }];
  }

  /** The ids of its turns. */
  get turns(): ReadonlySet<string> {
    return new Set(this.#turns.map(({ id }) => id));
  }

  /** What its messages carry that was recalled. */
  get recalled(): Recalled[] {
    return this.#turns.flatMap(({ recalled }) => recalled);
  }

  /** The last messages as one text, for judging what is relevant now. */
  recentText(): string {
    return this.#turns
      .slice(-3)
      .flatMap(({ messages }) => messages)
      .map((message) => message.text)
      .join('\n');
  }

  #trim(): boolean {
    if (this.#size() <= this.#budget) return false;
    while (this.#turns.length > 1 && this.#size() > this.#budget * KEEP) this.#turns.shift();
    return true;
  }

  #size(): number {
    return this.#messages().reduce((sum, message) => sum + lengthOf(message), 0);
  }

  #messages(): ChatMessage[] {
    return this.#turns.flatMap(({ messages }) => messages);
  }
}

/** What of a turn went to the model, and how its reply came. */
export interface Sent {
  /** The user's message with what was recalled for it. */
  text: string;
  /** Calls of tools and what they answered. */
  rounds: readonly ChatMessage[];
  /** The reply behind the last round; null: what the turn has. */
  lastText: string | null;
  /** What was recalled, in the message or in the rounds. */
  recalled: readonly Recalled[];
}

function asSaid(turn: Turn): Sent {
  return { text: markedText(turn), rounds: [], lastText: null, recalled: [] };
}

/** A user message and what was replied. */
interface WindowTurn {
  id: string;
  recalled: readonly Recalled[];
  messages: ChatMessage[];
}

function replyText(turn: Turn, lastText: string | null): string {
  const reply = lastText ?? turn.reply ?? '';
  if (reply.trim() === '') return NO_REPLY;
  return turn.status === 'answered' ? reply : `${reply}\n\n(${turn.status})`;
}

/** Characters of a message; of one that calls tools, of all its blocks. */
function lengthOf(message: ChatMessage): number {
  return 'blocks' in message ? JSON.stringify(message.blocks).length : message.text.length;
}

function groupByTurn(recent: readonly Message[]): WindowTurn[] {
  const turns = new Map<string, { user: string; reply: string }>();
  for (const { turn, role, text, status } of recent) {
    const entry = turns.get(turn) ?? { user: '', reply: '' };
    if (role === 'user') entry.user = text;
    else entry.reply = status === undefined ? text : `${text}\n\n(${status})`;
    turns.set(turn, entry);
  }
  return [...turns]
    .filter(([, { user }]) => user !== '')
    .map(([id, { user, reply }]) => ({
      id,
      recalled: [],
      messages: [
        { role: 'user', text: user },
        { role: 'assistant', text: reply.trim() === '' ? NO_REPLY : reply },
      ],
    }));
}
