import { MAX_FACT } from './caps.ts';
import { joinChanges, noChanges } from './changes.ts';
import type { Evidence } from './evidence.ts';
import type { Written } from './facts.ts';
import { oneLine } from './fold.ts';
import { problemOfInference, sourceOf, type Typed, typedIn } from './infer-evidence.ts';
import { type Inferable, inferable, isOutspoken } from './preference-words.ts';
import { redact } from './privacy.ts';
import { propose } from './propose.ts';
import type { Memory, Preference, Source } from './types.ts';

/** A preference that a model takes the user to have, and the user's words that show it. */
export interface Inference {
  key: string;
  value: string;
  quotes: string[];
}

/** New preferences of one pass, at most: people do not change that fast. */
export const MAX_INFERRED = 2;

/** Why an inferred preference waits under the policy `ask`. */
export const GATHERED = 'it was gathered from how you write; you are asked before it counts';

/**
 * What becomes of the memory when what a model infers is checked against what the user typed. Good
 * is what stands in the vocabulary, is shown by the user's own words in two turns, and about which
 * the user has neither said anything themselves nor declined it. The same again is confirmed,
 * another value takes the place of an inferred one; a key counts once in a pass, and two may be new.
 * The rest is refused with its reason. Under the policy `ask` what is good waits in review.
 * `evidence.turns` are the turns that were read, applied before. Never throws; changes nothing but
 * preferences and review.
 */
export function infer(
  memory: Memory,
  inferences: readonly Inference[],
  evidence: Evidence,
): Written {
  const typed = typedIn(evidence.turns);
  const done = new Set<string>();
  let written: Written = { memory, changes: noChanges() };
  let fresh = 0;
  for (const inference of inferences) {
    let verdict = judge(written.memory, inference, typed, done);
    if (typeof verdict !== 'string' && verdict.old === undefined) {
      if (fresh < MAX_INFERRED) fresh += 1;
      else verdict = `more than ${MAX_INFERRED} new ones at a time`;
    }
    if (typeof verdict !== 'string') done.add(verdict.key);
    const next =
      typeof verdict === 'string'
        ? refuse(written.memory, textOf(inference), verdict)
        : write(written.memory, verdict, evidence);
    written = { memory: next.memory, changes: joinChanges([written.changes, next.changes]) };
  }
  return written;
}

/** An inference that was found good, and the inferred preference that it confirms or replaces. */
interface Good extends Inferable {
  source: Source;
  old: Preference | undefined;
}

/** The inference as it is to be written, or why it is not. */
function judge(
  { preferences }: Memory,
  { key, value, quotes }: Inference,
  typed: readonly Typed[],
  done: ReadonlySet<string>,
): Good | string {
  const wanted = inferable(key, value);
  if (wanted === null) return 'it is not among what is inferred';
  const old = Object.hasOwn(preferences, wanted.key) ? preferences[wanted.key] : undefined;
  if (old?.origin === 'declined') return 'you declined it';
  // A value that is not in the vocabulary was put there by the owner of the file.
  const isOwners = old !== undefined && inferable(wanted.key, old.value) === null;
  if (isOwners || isOutspoken(wanted.key, preferences)) return 'you said how you want it';
  if (done.has(wanted.key)) return 'there is a value for it already';
  const source = sourceOf(quotes, typed);
  if (typeof source === 'string') return source;
  return problemOfInference(wanted, quotes, typed) ?? { ...wanted, source, old };
}

function write(
  memory: Memory,
  { key, value, source, old }: Good,
  { now, newId, policy }: Evidence,
): Written {
  const isSame = old !== undefined && isSameValue(old.value, value);
  const kept = isSame ? old.value : value;
  const text = `${key}: ${kept}`;
  if (policy === 'ask' && !isSame) {
    if (memory.review.some(({ operation }) => isAbout(operation, key))) {
      return refuse(memory, text, 'it waits in review already');
    }
    const operation = { op: 'preference' as const, key, value, quote: source.quote };
    return propose(
      memory,
      { turn: source.turn, reason: GATHERED, text, operation },
      { now, newId },
    );
  }
  const preference: Preference = {
    ...old,
    value: kept,
    origin: 'inferred',
    source,
    updatedAt: now,
  };
  const how = old === undefined ? 'added' : isSame ? 'confirmed' : 'replaced';
  return {
    memory: { ...memory, preferences: { ...memory.preferences, [key]: preference } },
    changes: { ...noChanges(), [how]: [{ id: `preference:${key}`, text }] },
  };
}

/** Topics are the same in any order. */
function isSameValue(a: string, b: string): boolean {
  const parts = (value: string) => value.split(', ').sort().join();
  return parts(a) === parts(b);
}

function isAbout(operation: Memory['review'][number]['operation'], key: string): boolean {
  return operation?.op === 'preference' && operation.key === key;
}

function textOf({ key, value }: Inference): string {
  return redact(oneLine(`${key}: ${value}`)).slice(0, MAX_FACT);
}

function refuse(memory: Memory, text: string, reason: string): Written {
  return { memory, changes: { ...noChanges(), refused: [{ text, reason }] } };
}
