import { MAX_DAYS, MAX_FACT, MAX_KEPT_QUOTE } from './caps.ts';
import { contextsOf } from './context.ts';
import { doubtAbout, type Grounds } from './doubt.ts';
import { oneLine } from './fold.ts';
import { toTime } from './iso-time.ts';
import { isOnlySecret } from './only-secret.ts';
import { redact } from './privacy.ts';
import { confirmedIn, type Heard, isConfirmation, standing } from './provenance.ts';
import { sentences } from './sentences.ts';
import { tagSlug } from './slug.ts';
import type { Ground } from './support.ts';
import type { Turn } from './turn.ts';
import type { Fact, FactOperation, FactOrigin, Memory, Source } from './types.ts';
import { sharesTopic } from './words.ts';

/** What code makes of an operation that a model asked for; reasons are for the user. */
export type Verdict =
  | { kind: 'accepted'; turn: Turn; source: Source; origin: FactOrigin }
  | { kind: 'review'; turn: Turn; reason: string }
  | { kind: 'refused'; reason: string };

/** What the user said, prepared once for all operations of a pass. */
export interface Hearing {
  heard: readonly Heard[];
  /** Of all that the user typed, and their name. */
  ground: Ground;
}

/** The operation as it may be kept: texts on one line and redacted, the tag a slug. */
export function cleaned(operation: FactOperation): FactOperation {
  const clean = (text: string) => redact(oneLine(text));
  return {
    ...operation,
    target: operation.op === 'add' ? null : operation.target,
    tag: tagSlug(clean(operation.tag)),
    text: operation.text === null ? null : clean(operation.text),
    quote: clean(operation.quote).slice(0, MAX_KEPT_QUOTE),
    answers: operation.answers === null ? null : clean(operation.answers).slice(0, MAX_KEPT_QUOTE),
    happenedOn: toTime(operation.happenedOn),
    expiresInDays:
      operation.expiresInDays === null ? null : Math.min(operation.expiresInDays, MAX_DAYS),
  };
}

/** Judges one operation on its own. `target` is the active fact it names, if there is one. */
export function judge(
  operation: FactOperation,
  target: Fact | undefined,
  memory: Memory,
  hearing: Hearing,
): Verdict {
  const refusal = problemOfForm(operation) ?? problemOfTarget(operation, target, memory);
  if (refusal !== null) return refused(refusal);
  const grounds = groundsOf(operation, hearing.heard);
  if (grounds.kind === 'refused') return grounds;
  const { turn } = grounds;
  const outside = problemOfScope(operation, target);
  if (outside !== null) return refused(outside);
  const doubt =
    grounds.kind === 'third-party'
      ? 'it stands in text that you pasted or attached'
      : doubtAbout(operation, target, grounds, hearing.ground);
  if (doubt === null)
    return { kind: 'accepted', turn, source: grounds.source, origin: grounds.origin };
  return operation.op === 'confirm' ? refused(doubt) : { kind: 'review', turn, reason: doubt };
}

function problemOfForm({ op, text, expiresInDays }: FactOperation): string | null {
  if (expiresInDays !== null && !(expiresInDays > 0)) return 'it would have expired already';
  if (op !== 'add' && op !== 'replace') return null;
  const fact = text ?? '';
  if (fact === '') return 'it has no text';
  if (isOnlySecret(fact)) return 'it held a secret, and what is left of it says nothing';
  if (fact.length > MAX_FACT) return `it has more than ${MAX_FACT} characters`;
  return sentences(fact).length > 1 ? 'it is more than one sentence' : null;
}

function problemOfTarget(
  { op, target: id }: FactOperation,
  target: Fact | undefined,
  memory: Memory,
): string | null {
  if (op === 'add') return null;
  if (target === undefined) {
    return memory.retired.some((fact) => fact.id === id)
      ? 'the fact it is about is retired already'
      : 'the fact it is about is not in memory';
  }
  return target.pinned && op !== 'confirm' ? 'the fact it is about is pinned' : null;
}

function problemOfScope(operation: FactOperation, target: Fact | undefined): string | null {
  if (target === undefined || (operation.op !== 'replace' && operation.op !== 'retire'))
    return null;
  const said = operation.text ?? operation.quote;
  const inside = tagSlug(operation.tag) === tagSlug(target.tag) || sharesTopic(said, target.text);
  return inside ? null : 'it is about something else than the fact it would change';
}

interface Found extends Grounds {
  kind: 'user' | 'third-party';
  turn: Turn;
  source: Source;
  origin: FactOrigin;
}

function groundsOf(
  operation: FactOperation,
  heard: readonly Heard[],
): Found | { kind: 'refused'; reason: string } {
  const { quote, answers } = operation;
  if (answers !== null && isConfirmation(quote)) {
    const yes = confirmedIn(quote, answers, heard);
    if (yes === null) return refused('you did not say yes to these words of the assistant');
    const source: Source = { turn: yes.turn.id, role: 'assistant', quote: kept(answers) };
    const { turn } = yes;
    const said = { words: answers, contexts: [], at: turn.at };
    return { kind: 'user', turn, source, origin: 'confirmed', ...said };
  }
  const said = standing(quote, heard);
  if (said.by === 'assistant') return refused('the assistant said this, not you');
  if (said.by === 'nobody') return refused('you did not say these words');
  const { turn } = said.heard;
  const source: Source = { turn: turn.id, role: 'user', quote: kept(quote) };
  const contexts = said.by === 'user' ? contextsOf(quote, said.heard) : [];
  return { kind: said.by, turn, source, origin: 'stated', words: quote, contexts, at: turn.at };
}

function kept(quote: string): string {
  return redact(oneLine(quote)).slice(0, MAX_KEPT_QUOTE);
}

function refused(reason: string): { kind: 'refused'; reason: string } {
  return { kind: 'refused', reason };
}
