import { ASKED, askFirst, type Step } from './ask-first.ts';
import { MAX_APPLIED_TURNS, MAX_FACT, MAX_NEW_FACTS } from './caps.ts';
import { joinChanges, noChanges } from './changes.ts';
import { duplicateOf } from './dedupe.ts';
import type { Evidence } from './evidence.ts';
import { type Written, writeFact } from './facts.ts';
import { later } from './iso-time.ts';
import { applyName, applyPreference } from './preferences.ts';
import { propose } from './propose.ts';
import { hear } from './provenance.ts';
import { withRecent } from './recent.ts';
import { age } from './retention.ts';
import { applySummary } from './summary.ts';
import { groundOf } from './support.ts';
import { type Turn, typedText } from './turn.ts';
import type { Fact, FactOperation, Memory, Operations } from './types.ts';
import { cleaned, type Hearing, judge } from './verdict.ts';

/**
 * What becomes of the memory when the operations that a model asked for are checked against what
 * the user said: the good ones are done, doubtful ones wait in `review`, the rest is refused with
 * its reason; each is judged on its own. The turns count as applied, whatever came of them. Turns
 * that the memory has already are no evidence; if there are no others, the same memory comes back.
 * Leaves `revision` and `sessionCount` alone. Never throws.
 */
export function apply(memory: Memory, operations: Operations, evidence: Evidence): Written {
  const turns = freshTurns(memory, evidence.turns);
  if (turns.length === 0) return { memory, changes: noChanges() };
  const { now, retainDays = null } = evidence;
  const carried = carryOut(memory, operations, { ...evidence, turns });
  const written = followedBy(carried, expire(carried.memory, now, retainDays));
  return { memory: withTurns(written.memory, turns), changes: written.changes };
}

/**
 * As `apply`, for what is asked for while a turn is still going on: its turns are evidence in any
 * case, and they do not count as applied; nothing expires. The same memory where nothing is done.
 * Never throws.
 */
export function carryOut(memory: Memory, operations: Operations, evidence: Evidence): Written {
  const { turns, now } = evidence;
  const hearing: Hearing = {
    heard: hear(turns, memory.recentMessages),
    ground: groundOf([memory.name ?? '', ...turns.map(typedText)].join('\n')),
  };
  const counts: Counts = { added: new Map(), proposed: new Map() };
  const decided = (step: Step) => (evidence.policy === 'ask' ? askFirst(step, evidence) : step);
  const steps: Step[] = [
    ...operations.facts.map(
      (operation): Step =>
        (current) =>
          applyFact(current, operation, hearing, counts, evidence),
    ),
    ...operations.preferences.map((operation) =>
      decided((current) => applyPreference(current, operation, hearing, now)),
    ),
  ];
  const { name, summary } = operations;
  if (name !== null) steps.push(decided((current) => applyName(current, name, hearing.heard)));
  if (summary !== null) {
    steps.push(decided((current) => applySummary(current, summary, hearing, now)));
  }

  let written: Written = { memory, changes: noChanges() };
  for (const step of steps) written = followedBy(written, step(written.memory));
  return written;
}

function freshTurns(memory: Memory, turns: readonly Turn[]): Turn[] {
  const seen = new Set(memory.appliedTurns);
  return turns.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** New facts and proposals so far, by turn. */
interface Counts {
  added: Map<string, number>;
  proposed: Map<string, number>;
}

function applyFact(
  memory: Memory,
  asked: FactOperation,
  hearing: Hearing,
  counts: Counts,
  { now, newId, policy }: Evidence,
): Written {
  const target =
    asked.target === null || asked.op === 'add'
      ? undefined
      : memory.keyFacts.find((fact) => fact.id === asked.target);
  const operation = cleaned(asked);
  const verdict = judge(
    { ...operation, quote: asked.quote, answers: asked.answers },
    target,
    memory,
    hearing,
  );
  const text = (operation.text ?? target?.text ?? operation.quote).slice(0, MAX_FACT);
  const refuse = (reason: string): Written => ({
    memory,
    changes: { ...noChanges(), refused: [{ text, reason }] },
  });
  if (verdict.kind === 'refused') return refuse(verdict.reason);
  const turn = verdict.turn;
  const known = operation.text === null ? undefined : duplicateOf(operation.text, memory.keyFacts);
  const isNew = operation.op === 'add' && known === undefined;

  if (verdict.kind === 'review' || (policy === 'ask' && operation.op !== 'confirm')) {
    if (operation.op === 'add' && known !== undefined) return refuse('it is in memory already');
    const reason = verdict.kind === 'review' ? verdict.reason : ASKED;
    const suggestion = {
      turn: turn.id,
      reason,
      text: operation.op === 'retire' ? `No longer: ${target?.text ?? text}` : text,
      operation,
    };
    const proposed = propose(memory, suggestion, { now, newId });
    const isNewOne = proposed.memory !== memory;
    return isNewOne && !count(counts.proposed, turn.id)
      ? refuse(`more than ${MAX_NEW_FACTS} in one turn`)
      : proposed;
  }
  if (isNew && !count(counts.added, turn.id)) {
    return refuse(`more than ${MAX_NEW_FACTS} new facts in one turn`);
  }
  const { source, origin } = verdict;
  return writeFact(memory, operation, target, { source, origin, at: turn.at, now, newId });
}

/** Counts one more for the turn; false if it has its share. */
function count(counts: Map<string, number>, turn: string): boolean {
  const next = (counts.get(turn) ?? 0) + 1;
  if (next > MAX_NEW_FACTS) return false;
  counts.set(turn, next);
  return true;
}

function expire(memory: Memory, now: string, retainDays: number | null): Written {
  const aged = age(memory, now, retainDays);
  const gone: Fact[] = aged.retired.slice(memory.retired.length);
  const retired = gone.map(({ id, text }) => ({ id, text }));
  return { memory: aged, changes: { ...noChanges(), retired } };
}

function followedBy(first: Written, next: Written): Written {
  return { memory: next.memory, changes: joinChanges([first.changes, next.changes]) };
}

function withTurns(memory: Memory, turns: readonly Turn[]): Memory {
  return {
    ...memory,
    recentMessages: withRecent(memory.recentMessages, turns),
    lastSeen: turns.map(({ at }) => at).reduce(later, memory.lastSeen),
    appliedTurns: [...memory.appliedTurns, ...turns.map(({ id }) => id)].slice(-MAX_APPLIED_TURNS),
  };
}
