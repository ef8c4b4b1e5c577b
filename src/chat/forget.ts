import { MemchatError } from '../errors.ts';
import { type Entry, noChanges } from '../memory/changes.ts';
import { FORGOTTEN } from '../memory/clause-spans.ts';
import { emptyMemory } from '../memory/codec.ts';
import type { Eraser } from '../memory/eraser.ts';
import { type Forgetting, forget as forgetIn } from '../memory/forget.ts';
import { forgetInTurn, passageKey } from '../memory/forget-conversation.ts';
import { type ForgetTarget, isNothing, isQuery } from '../memory/forget-target.ts';
import type { Exchange, Store } from '../store/port.ts';
import { update } from '../store/update.ts';
import { eraseLines, linesOf } from './inputs.ts';
import type { Outcome } from './outcome.ts';
import type { Ports } from './ports.ts';

export type { ForgetTarget } from '../memory/forget-target.ts';

/** What forgetting would take away; the question to the user is made from it. */
export interface ForgetPlan {
  /** Facts, active and retired, proposals, "name", "preference:<key>", and "summary" if a sentence of it goes. */
  entries: Entry[];
  /** Passages of conversation that would be blotted out: in recent messages, the transcript and waiting turns. */
  passages: number;
  /** Past revisions that go with it: nothing can be undone any more. */
  revisions: number;
  /** Lines of what was entered at the prompt that go; left out where there are none. */
  lines?: number;
}

export interface ForgetOutcome extends Outcome, ForgetPlan {}

type ForgetPorts = Pick<Ports, 'store' | 'journal' | 'transcript' | 'inputs' | 'clock'>;

/**
 * What forgetting the target would take away; changes nothing, but that unreadable files of the
 * journal go. Nothing found: no entries, no passages; `revisions` are then those that a forgetting
 * that was cut short has left.
 * @throws MemchatError `usage` for a fact or preference that is not there, or an empty query.
 */
export async function planForgetting(
  ports: ForgetPorts,
  user: string,
  target: ForgetTarget,
): Promise<ForgetPlan> {
  const { entries, forgetting, left } = await look(ports, user, target);
  const passages = new Set(forgetting.passages);
  await ports.journal.rewrite(user, (turn) => {
    addPassages(passages, turn.id, turn, forgetInTurn(turn, forgetting.eraser));
    return turn;
  });
  const { exchanges } = await ports.transcript.read(user, null);
  for (const exchange of exchanges) {
    leftOf(exchange, forgetting.eraser, passages);
  }
  const lines = await linesOf(ports, user, forgetting.eraser);
  const isFound = entries.length + passages.size > 0;
  if (!isFound) refuseMissing(target, left);
  const revisions = isFound ? await count(ports.store.history(user)) : left;
  return { entries, passages: passages.size, revisions, ...lines };
}

/**
 * Erases the target for good: from the memory (summary, facts, quotes, proposals, recent messages),
 * waiting turns, the transcript, what was entered at the prompt, all past revisions and the quarantine. It cannot be undone. When
 * nothing is found, what an earlier stop left of a forgetting is finished, and nothing else is done.
 *
 * Whatever stops it, the same call again finishes it: the revisions go last, and until then the
 * target is found in them.
 * @throws MemchatError as `planForgetting` and the stores do.
 */
export async function forget(
  ports: ForgetPorts,
  user: string,
  target: ForgetTarget,
): Promise<ForgetOutcome> {
  const { store, clock } = ports;
  const { entries, forgetting, left } = await look(ports, user, target);
  const passages = new Set(forgetting.passages);
  const conversation = await eraseConversation(ports, user, forgetting.eraser);
  for (const passage of conversation) passages.add(passage);
  const lines = await eraseLines(ports, user, forgetting.eraser);
  if (entries.length + passages.size === 0) {
    const revisions = await finish(store, user);
    refuseMissing(target, Math.max(left, revisions));
    return { revision: null, changes: noChanges(), entries, passages: 0, revisions, ...lines };
  }

  const revisions = await count(store.history(user));
  let last = forgetting;
  const committed = await update(
    store,
    user,
    (current) => {
      const now = clock();
      last = forgetIn(current ?? emptyMemory(user, now), target, now, forgetting.found);
      return last.memory;
    },
    { note: { reason: 'forgotten', of: null } },
  );
  const revision = committed?.revision ?? null;
  // Once more, for what was written meanwhile, and for words that only the newer memory gave away.
  for (const passage of await eraseConversation(ports, user, last.eraser)) passages.add(passage);
  for (const passage of last.passages) passages.add(passage);
  await eraseLines(ports, user, last.eraser);
  if (revision !== null) await store.purge(user, revision);
  const known = new Set(entries.map(({ id }) => id));
  const gone = [...entries, ...last.entries.filter(({ id }) => !known.has(id))];
  const changes = { ...noChanges(), retired: gone };
  return { revision, changes, entries: gone, passages: passages.size, revisions, ...lines };
}

interface Look {
  entries: Entry[];
  forgetting: Forgetting;
  /** Past revisions that a forgetting that was cut short has left. */
  left: number;
}

/** Looks for the target in the memory, else in the newest past revision that has it. */
async function look(
  { store, clock }: ForgetPorts,
  user: string,
  target: ForgetTarget,
): Promise<Look> {
  if (target.kind === 'query' && !isQuery(target.query)) {
    throw new MemchatError('Say what is to be forgotten: the query is empty.', 'usage');
  }
  const now = clock();
  const memory = (await store.read(user)) ?? emptyMemory(user, now);
  const forgetting = forgetIn(memory, target, now);
  const { entries } = forgetting;
  if (hasFound(forgetting)) return { entries, forgetting, left: 0 };
  let left = 0;
  let isForgotten = false;
  for await (const { revision, reason, memory: past } of store.history(user)) {
    if (revision === memory.revision) isForgotten = reason === 'forgotten';
    if (revision >= memory.revision) continue;
    const earlier = forgetIn(past, target, now);
    if (hasFound(earlier)) {
      const again = forgetIn(memory, target, now, earlier.found);
      return { entries: earlier.entries, forgetting: withPassages(again, earlier), left: 0 };
    }
    if (isForgotten) left += 1;
  }
  return { entries, forgetting, left };
}

function hasFound({ entries, passages, found }: Forgetting): boolean {
  return entries.length + passages.size > 0 || !isNothing(found);
}

function withPassages(forgetting: Forgetting, earlier: Forgetting): Forgetting {
  return { ...forgetting, passages: new Set([...forgetting.passages, ...earlier.passages]) };
}

/** Blots the waiting turns and the transcript; the passages that were. */
async function eraseConversation(
  { journal, transcript }: ForgetPorts,
  user: string,
  eraser: Eraser,
): Promise<Set<string>> {
  const passages = new Set<string>();
  await journal.rewrite(user, (turn) => {
    const next = forgetInTurn(turn, eraser);
    addPassages(passages, turn.id, turn, next);
    return next;
  });
  await transcript.rewrite(user, (exchange) => leftOf(exchange, eraser, passages));
  return passages;
}

/** What is left of an exchange: the same one, or null for nothing; adds the passages that go. */
function leftOf(exchange: Exchange, eraser: Eraser, passages: Set<string>): Exchange | null {
  // An id that an utterance was given elsewhere may say what is forgotten.
  if (exchange.speaker !== null && eraser.speaksOf(exchange.turn)) {
    passages.add(passageKey(exchange.turn, 'user'));
    return null;
  }
  const next = erased(exchange, eraser);
  addPassages(passages, exchange.turn, exchange, next);
  const isEmpty = next.user === FORGOTTEN && (next.reply ?? FORGOTTEN) === FORGOTTEN;
  return isEmpty ? null : next;
}

/** The exchange with its clauses blotted out, or the same exchange. */
function erased(exchange: Exchange, eraser: Eraser): Exchange {
  const user = eraser.erase(exchange.user);
  const typed = eraser.erase(exchange.typed);
  const reply = exchange.reply === null ? null : eraser.erase(exchange.reply);
  const isSame = user === exchange.user && typed === exchange.typed && reply === exchange.reply;
  const next = isSame ? exchange : { ...exchange, user, typed, reply };
  return exchange.speaker === null ? next : withoutName(next, exchange.speaker, eraser);
}

/** The utterance without the name of its speaker or session, where that is what is forgotten. */
function withoutName(exchange: Exchange, name: string, eraser: Eraser): Exchange {
  const speaker = eraser.erase(name);
  const session = eraser.erase(exchange.session);
  const isSame = speaker === name && session === exchange.session;
  return isSame ? exchange : { ...exchange, speaker, session };
}

function addPassages<T extends { reply: string | null }>(
  passages: Set<string>,
  turn: string,
  before: T,
  after: T,
): void {
  if (before === after) return;
  const isReply = before.reply !== after.reply;
  if (isReply) passages.add(passageKey(turn, 'assistant'));
  const { reply: _, ...said } = before;
  const { reply: __, ...left } = after;
  if (JSON.stringify(said) !== JSON.stringify(left)) passages.add(passageKey(turn, 'user'));
}

/** Finishes a forgetting that was cut short; the number of revisions that it had left. */
async function finish(store: Store, user: string): Promise<number> {
  let newest: number | null = null;
  let left = 0;
  for await (const { revision, reason } of store.history(user)) {
    if (newest === null && reason !== 'forgotten') return 0;
    if (newest === null) newest = revision;
    else left += 1;
  }
  if (newest !== null) await store.purge(user, newest);
  return left;
}

/** A fact or preference by its name has to be there, unless its forgetting was cut short. */
function refuseMissing(target: ForgetTarget, left: number): void {
  if (left > 0) return;
  if (target.kind === 'fact') {
    throw new MemchatError(
      `There is no fact ${target.id}. See them with: memchat memory list`,
      'usage',
    );
  }
  if (target.kind === 'preference') {
    throw new MemchatError(
      `There is no preference "${target.key}". See them with: memchat memory list`,
      'usage',
    );
  }
}

async function count(things: AsyncIterable<unknown>): Promise<number> {
  let number = 0;
  for await (const _ of things) number += 1;
  return number;
}
