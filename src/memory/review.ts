import { MemchatError } from '../errors.ts';
import { type Changes, joinChanges, noChanges } from './changes.ts';
import type { Written } from './facts.ts';
import { GATHERED } from './infer.ts';
import { type ApprovalMeans, approveFact } from './review-facts.ts';
import { approveName, approvePreference, approveSummary } from './review-fields.ts';
import { markDeclined, preferenceOf } from './revise-preference.ts';
import { tagSlug } from './slug.ts';
import type { FactOperation, Memory, Proposal } from './types.ts';

/** What the user says to a proposal; `text` writes it in other words. */
export type Decision =
  | { proposal: string; verdict: 'approve'; text?: string }
  | { proposal: string; verdict: 'decline' };

/**
 * Carries out what the user decided about proposals, in their order. A proposal that was decided
 * about waits no more, whatever came of it. What the user approves is done even if it is about a
 * pinned fact or reads like an order: their yes is all it needs.
 * @throws MemchatError `usage` for a proposal that does not wait, one that is decided about twice, a
 *   note that is approved without words, or words that cannot be remembered.
 */
export function decide(
  memory: Memory,
  decisions: readonly Decision[],
  means: ApprovalMeans,
): Written {
  let current = memory;
  const done: Changes[] = [];
  const decided = new Set<string>();
  for (const decision of decisions) {
    const { proposal: id } = decision;
    if (decided.has(id)) throw usage(`The proposal ${id} is decided about twice.`);
    decided.add(id);
    const proposal = current.review.find((one) => one.id === id);
    if (proposal === undefined) {
      throw usage(`No proposal ${id} waits; memchat memory review shows those that do.`);
    }
    const left = { ...current, review: current.review.filter((one) => one !== proposal) };
    const written = carryOut(left, proposal, decision, means);
    current = written.memory;
    done.push(written.changes);
  }
  return { memory: current, changes: joinChanges(done) };
}

function carryOut(
  memory: Memory,
  proposal: Proposal,
  decision: Decision,
  means: ApprovalMeans,
): Written {
  if (decision.verdict === 'decline') {
    const refused = [{ text: proposal.text, reason: 'you declined it' }];
    return { memory: declined(memory, proposal, means.now), changes: { ...noChanges(), refused } };
  }
  const { text } = decision;
  const operation = proposal.operation ?? operationOf(proposal, text);
  switch (operation.op) {
    case 'preference':
      return approvePreference(memory, proposal, operation, text, means);
    case 'name':
      return approveName(memory, operation, text);
    case 'summary':
      return approveSummary(memory, operation, text);
    default:
      return approveFact(memory, proposal, operation, text, means);
  }
}

/** What was only gathered is not gathered again. */
function declined(memory: Memory, { operation, reason, turn }: Proposal, now: string): Memory {
  if (operation?.op !== 'preference' || operation.value === null || reason !== GATHERED) {
    return memory;
  }
  const { key } = operation;
  return preferenceOf(memory, key) === undefined
    ? markDeclined(memory, key, { turn, now })
    : memory;
}

/** What a note becomes: a fact in the words that the user gives it. */
function operationOf({ id }: Proposal, text: string | undefined): FactOperation {
  if (text === undefined) {
    throw usage(`The proposal ${id} is a note: write what is to be remembered, or decline it.`);
  }
  return {
    op: 'add',
    target: null,
    kind: 'semantic',
    tag: tagSlug(''),
    text,
    quote: text,
    answers: null,
    happenedOn: null,
    expiresInDays: null,
  };
}

function usage(message: string): MemchatError {
  return new MemchatError(message, 'usage');
}
