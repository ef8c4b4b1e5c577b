import { emptyMemory } from '../memory/codec.ts';
import { endTurn, MAX_MESSAGE, messageText, type Turn, type TurnEnding } from '../memory/turn.ts';
import type { Memory } from '../memory/types.ts';
import { AGENT_CHANGE, AGENT_PREFACE } from '../prompt/agent.ts';
import { memoryBlock } from '../prompt/system.ts';
import type { Keeper } from './keeper.ts';
import type { LateRecall } from './late-recall.ts';
import type { Ports } from './ports.ts';
import { type Looked, lookForRewriting } from './rewriting.ts';

/** Exchanges of a conversation that goes on which are known to stand in its context, at most. */
const RESUMED_TURNS = 200;

/** Who wrote a message: the user, a machine that says nothing of the user, or nobody can tell. */
export type Author = 'user' | 'machine' | 'unknown';

/** Readings of a message while it keeps being blotted out: never seen in practice. */
const MOST_READINGS = 10;

/** What the conversations of one user have in common. */
export interface AgentParts {
  ports: Ports;
  user: string;
  keeper: Keeper;
  recall: LateRecall;
  /** Takes work that goes on behind the agent. */
  later: (work: Promise<void>) => void;
  /** Characters of the memory block; default 3,000. */
  memoryBudget?: number | undefined;
}

const NOTHING: ReadonlySet<string> = new Set();

/**
 * One conversation that an agent has with the user through a model of its own: what of the memory
 * goes into its context, and what is kept of it. Whatever fails is a warning, and nothing is given.
 */
export class AgentSession {
  readonly #parts: AgentParts;
  readonly #id: string;
  /** Asked and not over yet. */
  #open: { turn: Turn; author: 'user' | (() => Promise<Author>) } | null = null;
  #shown = { facts: new Set<string>(), turns: new Set<string>() };
  /** How far the memory was looked at; null before it was given. */
  #looked: Looked | null = null;
  #recalled: string[] = [];

  constructor(parts: AgentParts, id: string) {
    this.#parts = parts;
    this.#id = id;
  }

  /** Whether a message waits for its reply. */
  get isOpen(): boolean {
    return this.#open !== null;
  }

  /**
   * The memory as it is now, for the beginning of a context; null when it holds nothing. `resumed`:
   * what was said in this conversation stands in the context already.
   */
  async begin({ resumed }: { resumed: boolean }): Promise<string | null> {
    return this.#given(async () => {
      const memory = await this.#read();
      const turns = resumed ? await this.#ownTurns() : [];
      this.#shown = { facts: new Set(), turns: new Set(turns) };
      return this.#snapshot(memory);
    });
  }

  /**
   * The user's message is on disk when this resolves, to what of the memory bears on it and is not in
   * the context yet; null when nothing does. The message before it is over by then.
   * Where it turns out later whose words it is, `author` says so when the reply has ended: until then
   * it is kept as somebody else's, and as a machine's not at all.
   */
  async ask(text: string, author: 'user' | (() => Promise<Author>)): Promise<string | null> {
    const { ports, user, keeper } = this.#parts;
    const turn: Turn = {
      id: ports.newId('turn'),
      user,
      session: this.#id,
      at: ports.clock(),
      message: [{ origin: author === 'user' ? 'typed' : 'third-party', text }],
      reply: null,
      status: 'asked',
      attempts: 0,
    };
    this.#open = { turn, author };
    const given = this.#news().then(async (news) => [news, await this.#recall(turn)]);
    const [parts] = await Promise.all([given, keeper.asked(turn)]);
    const texts = parts.filter((part) => part !== null);
    return texts.length === 0 ? null : texts.join('\n\n');
  }

  /**
   * How the reply to the open message ended; on disk when this resolves, and remembered behind it.
   * Where the author is not known yet, all of it is done behind. Nothing happens without an open
   * message.
   */
  async end(status: TurnEnding, reply: string | null): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    const { turn } = open;
    this.#shown.turns.add(turn.id);
    const { keeper } = this.#parts;
    keeper.noteRecalled(this.#recalled, turn.at);
    this.#recalled = [];
    const isLong = reply !== null && reply.length > MAX_MESSAGE;
    const ended = isLong
      ? endTurn(turn, 'truncated', reply.slice(0, MAX_MESSAGE))
      : endTurn(turn, status, reply);
    const seen = this.#looked?.forgottenAt;
    if (open.author === 'user') await keeper.over(ended, seen);
    else this.#parts.later(this.#endLater(ended, seen, open.author));
  }

  async #endLater(
    turn: Turn,
    seen: string | undefined,
    find: () => Promise<Author>,
  ): Promise<void> {
    const { ports, user, keeper } = this.#parts;
    const author = await this.#authorOf(find);
    if (author === 'machine') return ports.journal.remove(user, turn.id);
    const own = author === 'user' ? await this.#asOwn(turn) : turn;
    await keeper.over(own, seen);
    if (own !== turn) await ports.journal.remove(user, turn.id);
  }

  async #authorOf(find: () => Promise<Author>): Promise<Author> {
    try {
      return await find();
    } catch (error) {
      this.#parts.keeper.warn(error);
      return 'unknown';
    }
  }

  /**
   * The turn under a new id, its words the user's own; the same turn where the journal has it not.
   * Words are never changed in the journal, so that what is blotted out stays so: both lie there for
   * a moment, and what was blotted out of the first before the second was there is not in it.
   */
  async #asOwn(turn: Turn): Promise<Turn> {
    const { ports, user, keeper } = this.#parts;
    for (let readings = 0; readings < MOST_READINGS; readings += 1) {
      const written = await ports.journal.read(user, turn.id);
      if (written === null) return turn;
      const text = messageText(written);
      const own: Turn = { ...turn, id: ports.newId('turn'), message: [{ origin: 'typed', text }] };
      await keeper.asked({ ...own, reply: null, status: 'asked' });
      const again = await ports.journal.read(user, turn.id);
      if (again !== null && messageText(again) === text) {
        this.#shown.turns.add(own.id);
        return own;
      }
      await ports.journal.remove(user, own.id);
    }
    return turn;
  }

  /** What is to be said of the memory itself: all of it at first, then only when it was changed. */
  async #news(): Promise<string | null> {
    const looked = this.#looked;
    if (looked === null) return this.begin({ resumed: true });
    return this.#given(async () => {
      const { store } = this.#parts.ports;
      const seen = await lookForRewriting(store, this.#parts.user, looked);
      const { memory, isRewritten } = seen;
      this.#looked = { revision: memory?.revision ?? 0, forgottenAt: memory?.forgottenAt };
      if (!isRewritten) return null;
      this.#shown.facts.clear();
      const changed = this.#snapshot(memory ?? this.#empty());
      return `${AGENT_CHANGE}\n${changed ?? 'Nothing is remembered any more.'}`;
    });
  }

  #snapshot(memory: Memory): string | null {
    const { memoryBudget, ports } = this.#parts;
    const block = memoryBlock({
      memory,
      now: ports.clock(),
      recent: memory.recentMessages.map(({ text }) => text).join('\n'),
      ...(memoryBudget !== undefined && { budget: memoryBudget }),
    });
    this.#looked = { revision: memory.revision, forgottenAt: memory.forgottenAt };
    for (const { id } of block.facts) this.#shown.facts.add(id);
    const holds = block.facts.length > 0 || block.preferences.length > 0 || block.summary;
    return holds || memory.name !== null ? `${AGENT_PREFACE}\n${block.text}` : null;
  }

  async #recall(turn: Turn): Promise<string | null> {
    return this.#given(async () => {
      const memory = await this.#read();
      const request = {
        query: messageText(turn),
        memory,
        shown: { ...this.#shown, passages: NOTHING, undone: NOTHING },
        now: turn.at,
      };
      const recall = await this.#parts.recall.forMessage(request);
      if (recall === null) return null;
      for (const one of recall.recalled) {
        if (one.kind === 'turn') this.#shown.turns.add(one.turn);
        else {
          this.#shown.facts.add(one.id);
          this.#recalled.push(one.id);
        }
      }
      return recall.text;
    });
  }

  /** Ids of turns of this conversation that an earlier process had. */
  async #ownTurns(): Promise<string[]> {
    const { ports, user } = this.#parts;
    const recent = await ports.transcript.recent(user, RESUMED_TURNS);
    return recent.filter(({ session }) => session === this.#id).map(({ turn }) => turn);
  }

  async #read(): Promise<Memory> {
    return (await this.#parts.ports.store.read(this.#parts.user)) ?? this.#empty();
  }

  #empty(): Memory {
    return emptyMemory(this.#parts.user, this.#parts.ports.clock());
  }

  async #given(find: () => Promise<string | null>): Promise<string | null> {
    try {
      return await find();
    } catch (error) {
      this.#parts.keeper.warn(error);
      return null;
    }
  }
}
