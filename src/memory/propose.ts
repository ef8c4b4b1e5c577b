import { noChanges } from './changes.ts';
import type { NewId } from './clock.ts';
import type { Written } from './facts.ts';
import type { Fact, Memory, Proposal, ProposedOperation } from './types.ts';

/** Something for the review list, with what a person decides by. */
export interface Suggestion {
  /** The turn that gave rise to it. */
  turn: string;
  /** Why it was not written at once, in words for the user. */
  reason: string;
  /** What would be remembered. */
  text: string;
  operation: ProposedOperation;
}

/** What retires a fact; `happenedOn`: when the user said so, ISO 8601. */
export function retirementOf(
  { id, kind, tag }: Fact,
  { quote, happenedOn }: { quote: string; happenedOn: string | null },
): ProposedOperation {
  const said = { quote, answers: null, happenedOn, expiresInDays: null };
  return { op: 'retire', target: id, kind, tag, text: null, ...said };
}

/**
 * Puts a suggestion into the review list; the same one waits there once. A newer summary takes the
 * place of the one that waits, for only the newest can still be meant.
 */
export function propose(
  memory: Memory,
  { turn, reason, text, operation }: Suggestion,
  { now, newId }: { now: string; newId: NewId },
): Written {
  if (waits(memory, operation, text)) {
    const refused = [{ text, reason: 'it waits in review already' }];
    return { memory, changes: { ...noChanges(), refused } };
  }
  const proposal = { id: newId('proposal'), at: now, turn, reason, text, operation };
  const others = memory.review.filter(
    (other) => operation.op !== 'summary' || other.operation?.op !== 'summary',
  );
  return {
    memory: { ...memory, review: [...others, proposal] },
    changes: { ...noChanges(), proposed: [{ id: proposal.id, text: proposalText(proposal) }] },
  };
}

/** What a proposal proposes, for a person: a fact speaks for itself, the rest is said to be what it is. */
export function proposalText({ operation, text }: Pick<Proposal, 'operation' | 'text'>): string {
  if (operation === null) return `note: ${text}`;
  const isNamed = operation.op === 'name' || operation.op === 'summary';
  return isNamed ? `${operation.op}: ${text}` : text;
}

function waits({ review }: Memory, operation: ProposedOperation, text: string): boolean {
  return review.some((other) => {
    if (other.operation === null || other.operation.op !== operation.op) return false;
    return other.text === text && targetOf(other.operation) === targetOf(operation);
  });
}

function targetOf(operation: ProposedOperation): string | null {
  return 'target' in operation ? operation.target : null;
}
