import type { Passage, Turn } from '../../memory/turn.ts';
import type { Memory } from '../../memory/types.ts';
import { isSameContent, meetHistory } from '../adopted.ts';
import type { Spending } from '../ledger.ts';
import type { Exchange } from '../port.ts';
import { missingSpendings } from './costs.ts';
import { historyOf, isSameHistory } from './history.ts';
import type { Kept } from './kept.ts';
import { type Exchanges, exchangesOf, importAll, isUnchanged, missingFrom } from './transcript.ts';

/**
 * What became of a user. `equal`: all of it was there. `changed`: the source kept changing meanwhile.
 * `refused`: something else is kept of the user at the target; `why` in words.
 */
export type CopyOutcome =
  | { state: 'copied' | 'equal' | 'changed' }
  | { state: 'refused'; why: string };

/** Times that a user is copied who changes meanwhile. */
const MOST_TRIES = 3;
/** All of them: no store has as many. */
const ALL = Number.MAX_SAFE_INTEGER;

/** What the target lacks. */
interface Plan {
  memory: Memory | null;
  hasMemory: boolean;
  source: Exchanges;
  exchanges: Exchange[];
  inputs: readonly Passage[][];
  spendings: Spending[];
}

/** Copies all that is kept of a user; first looks whether the target has anything else. */
export async function copyUser(from: Kept, to: Kept, user: string): Promise<CopyOutcome> {
  let isCopied = false;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const plan = await planOf(from, to, user);
    if (typeof plan === 'string') return { state: 'refused', why: plan };
    const adopted = (await from.journal?.adopt(user)) ?? [];
    const isDone = await carryOut(plan, adopted, from, to, user);
    isCopied ||= isDone !== 'nothing';
    const now = await from.store.read(user);
    const isStill = isSameContent(now, plan.memory);
    if (!isStill || !(await isUnchanged(from.transcript, user, plan.source))) continue;
    if (isDone === 'nothing') return { state: isCopied ? 'copied' : 'equal' };
    if (isDone === 'conflict') return { state: 'refused', why: ANOTHER_MEMORY };
    const left = await planOf(from, to, user);
    if (typeof left !== 'string' && isNothing(left)) return { state: 'copied' };
    return { state: 'refused', why: NOT_THE_SAME };
  }
  return { state: 'changed' };
}

/** What is to be copied; or why that cannot be, in words. */
async function planOf(from: Kept, to: Kept, user: string): Promise<Plan | string> {
  const source = await exchangesOf(from.transcript, user);
  const memory = await from.store.read(user);
  const there = await to.store.read(user);
  if (there !== null && memory === null) return ANOTHER_MEMORY;
  const met = memory && (await meetHistory(there, memory.user, historyOf(from.store, memory)));
  if (memory !== null && met === null) return ANOTHER_MEMORY;
  const exchanges = missingFrom(await exchangesOf(to.transcript, user), source);
  if (exchanges === null) return OTHER_TRANSCRIPT;
  const inputs = await missingInputs(from, to, user);
  if (inputs === null) return OTHER_INPUTS;
  const spendings =
    from.ledger && to.ledger
      ? missingSpendings(await to.ledger.read(user), await from.ledger.read(user))
      : [];
  if (spendings === null) return OTHER_COSTS;
  const hasMemory = await isThere(from, to, memory, there);
  return { memory, hasMemory, source, exchanges, inputs, spendings };
}

async function isThere(
  from: Kept,
  to: Kept,
  memory: Memory | null,
  there: Memory | null,
): Promise<boolean> {
  if (memory === null || there === null) return memory === there;
  if (memory.revision !== there.revision) return false;
  return isSameHistory(historyOf(from.store, memory), historyOf(to.store, there));
}

async function missingInputs(from: Kept, to: Kept, user: string): Promise<Passage[][] | null> {
  if (from.inputs === undefined || to.inputs === undefined) return [];
  const source = await from.inputs.recent(user, ALL);
  const there = await to.inputs.recent(user, ALL);
  const isBegun = isSameContent(there, source.slice(0, there.length));
  return isBegun ? source.slice(there.length) : null;
}

function isNothing({ hasMemory, exchanges, inputs, spendings }: Plan): boolean {
  return hasMemory && exchanges.length + inputs.length + spendings.length === 0;
}

/** What costs nothing to begin again comes first; costs are kept only where a memory is. */
async function carryOut(
  plan: Plan,
  turns: readonly Turn[],
  from: Kept,
  to: Kept,
  user: string,
): Promise<'done' | 'nothing' | 'conflict'> {
  await importAll(to.transcript, user, plan.exchanges);
  const isSaved = await saveAll(turns, to);
  for (const entry of plan.inputs) await to.inputs?.append(user, entry);
  if (plan.memory !== null && !plan.hasMemory) {
    const history = historyOf(from.store, plan.memory);
    if ((await to.store.adoptHistory(user, history)) === 'conflict') return 'conflict';
  }
  for (const spending of plan.spendings) await to.ledger?.record(user, spending);
  return isSaved || !isNothing(plan) ? 'done' : 'nothing';
}

/** Saves turns that wait at the source and at the target do not; whether there was one. */
async function saveAll(turns: readonly Turn[], { journal }: Kept): Promise<boolean> {
  let isSaved = false;
  for (const turn of turns) {
    if (journal === undefined || (await journal.read(turn.user, turn.id)) !== null) continue;
    await journal.save(turn);
    isSaved = true;
  }
  return isSaved;
}

const ADVICE = 'Nothing of it was changed. Delete the user there to copy it anew.';
const ANOTHER_MEMORY = `There is another memory of this user already, or a newer one. ${ADVICE}`;
const OTHER_TRANSCRIPT = `Other exchanges with this user are kept there already. ${ADVICE}`;
const OTHER_INPUTS = `Other inputs of this user are kept there already. ${ADVICE}`;
const OTHER_COSTS = `Other costs of this user are kept there already. ${ADVICE}`;
const NOT_THE_SAME =
  'What was copied is not the same there as here. Does something else write there? Copy it again.';
