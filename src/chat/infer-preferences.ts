import { type Changes, noChanges } from '../memory/changes.ts';
import { infer } from '../memory/infer.ts';
import { ENOUGH_TURNS, typedIn } from '../memory/infer-evidence.ts';
import type { Turn } from '../memory/turn.ts';
import type { Memory } from '../memory/types.ts';
import { noUsage } from '../model/prices.ts';
import { PREFERENCES_INSTRUCTIONS, preferencesPrompt } from '../prompt/preferences.ts';
import { preferencesSchema } from '../prompt/preferences-schema.ts';
import type { Exchange } from '../store/port.ts';
import { update } from '../store/update.ts';
import { type PassOutcome, unread } from './outcome.ts';
import type { Models, Ports } from './ports.ts';
import { hashUser } from './user-hash.ts';

/** Turns after which preferences are inferred anew. */
export const INFER_EVERY = 5;

/** Turns that one pass reads, at most: what shows only in older ones no longer holds. */
const MOST_TURNS = 10;

/** Room for the answer and for the thinking before it, in tokens. */
const MAX_TOKENS = 4_096;

/** Whether so many turns were applied since preferences were inferred last that it is time again. */
export function isDue({ appliedTurns, preferencesReadTo }: Memory): boolean {
  const read = preferencesReadTo === undefined ? -1 : appliedTurns.lastIndexOf(preferencesReadTo);
  return appliedTurns.length - (read + 1) >= INFER_EVERY;
}

/**
 * Infers how the user wants to be answered from what they typed in the last turns: `recent`, and
 * where these are few, the transcript. Turns from before something was forgotten are not read. One
 * commit (`tidied`), which can be undone and notes how far it has read (`preferencesReadTo`). Where
 * fewer than two turns have words of the user's, nobody is asked and nothing is written.
 * @param policy under `ask` what was inferred waits in review.
 * @throws MemchatError as the model and the stores do; nothing is written then.
 */
export async function inferPreferences(
  ports: Ports,
  models: Models,
  user: string,
  recent: readonly Turn[],
  policy: 'auto' | 'ask',
): Promise<PassOutcome> {
  const { store, clock, newId } = ports;
  const known = await store.read(user);
  const turns = known === null ? [] : await lastTurns(ports, known, recent);
  const typed = typedIn(turns);
  if (known === null || typed.length < ENOUGH_TURNS) {
    return { revision: null, changes: noChanges(), usage: noUsage(), costUsd: 0 };
  }
  const answer = await ports.model.structured(
    {
      model: models.memory,
      system: [{ text: PREFERENCES_INSTRUCTIONS, cache: false }],
      prompt: preferencesPrompt({
        preferences: known.preferences,
        turns: typed.map(({ turn }) => turn),
      }),
      maxTokens: MAX_TOKENS,
      userHash: hashUser(known.user),
    },
    preferencesSchema,
  );
  const evidence = { turns, now: clock(), newId, policy };
  let changes = noChanges();
  const committed = await update(
    store,
    user,
    (current) => {
      changes = noChanges();
      // What was forgotten meanwhile may stand in the quotes.
      if (current === null || current.forgottenAt !== known.forgottenAt) return null;
      const inferred = infer(current, answer.value.preferences, evidence);
      changes = withProblems(inferred.changes, answer.problems);
      return withMark(inferred.memory, current, turns);
    },
    { note: { reason: 'tidied', of: null } },
  );
  const { usage, model } = answer;
  const costUsd = ports.price(model, usage);
  return { revision: committed?.revision ?? null, changes, usage, costUsd };
}

/** The last turns from after the last forgetting, oldest first. */
async function lastTurns(
  { transcript }: Ports,
  { user, forgottenAt }: Memory,
  recent: readonly Turn[],
): Promise<Turn[]> {
  const isClean = ({ at }: Turn) =>
    forgottenAt === undefined || Date.parse(at) > Date.parse(forgottenAt);
  const given = recent.filter(isClean);
  const told = given.length < INFER_EVERY ? await transcript.recent(user, MOST_TURNS) : [];
  const turns = [...told.map((exchange) => turnOf(user, exchange)).filter(isClean), ...given];
  return [...new Map(turns.map((turn) => [turn.id, turn])).values()]
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .slice(-MOST_TURNS);
}

function turnOf(user: string, { turn, session, at, typed, reply, status }: Exchange): Turn {
  const message = [{ origin: 'typed' as const, text: typed }];
  return { id: turn, user, session, at, message, reply, status, attempts: 0 };
}

/** The memory with how far was read; null if that and all else is as it was. */
function withMark(memory: Memory, before: Memory, turns: readonly Turn[]): Memory | null {
  const { appliedTurns, preferencesReadTo } = memory;
  const read = new Set(turns.map(({ id }) => id));
  // Another process may have read further.
  const newest = appliedTurns.findLast((id) => read.has(id) || id === preferencesReadTo);
  const mark = newest ?? appliedTurns.at(-1);
  if (mark === undefined || mark === preferencesReadTo) return memory === before ? null : memory;
  return { ...memory, preferencesReadTo: mark };
}

function withProblems(changes: Changes, problems: readonly string[]): Changes {
  return { ...changes, refused: [...changes.refused, ...unread(problems)] };
}
