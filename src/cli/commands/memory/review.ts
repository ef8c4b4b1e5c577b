import type { Decision } from '../../../chat/review.ts';
import { MemchatError } from '../../../errors.ts';
import { noChanges } from '../../../memory/changes.ts';
import type { Memory, Proposal } from '../../../memory/types.ts';
import type { ReviewRequest } from '../../invocation.ts';
import { renderReview } from '../../output/proposal.ts';
import { renderReviewed, reviewOneByOne } from '../../reviewing.ts';
import { type Context, commandFor, type Report } from './context.ts';
import { outcomeReport } from './outcome.ts';

/**
 * `memory review`. As JSON: the list is `{ user, review }`, with what waits as it is in the file; a
 * decision `{ user, revision, changes }`.
 */
export async function review(
  { review: wanted }: { review: ReviewRequest },
  context: Context,
): Promise<Report> {
  const { own, dialogue, look, flags } = context;
  if (wanted.kind === 'approve' || wanted.kind === 'decline') return decide(wanted, context);
  if (wanted.kind === 'default' && dialogue !== null && flags.json !== true) {
    const reviewed = await reviewOneByOne(own, dialogue, look.colour, look.signs);
    return { text: renderReviewed(reviewed), json: reviewed };
  }
  const memory = await own.read();
  const lines = [renderReview(memory, look.colour, look.signs)];
  if (memory.review.length > 0) {
    lines.push('', `To decide: ${commandFor(flags, 'review', 'approve', '1')}, or decline`);
  }
  return { text: lines.join('\n'), json: { user: memory.user, review: memory.review } };
}

async function decide(
  wanted: Extract<ReviewRequest, { kind: 'approve' | 'decline' }>,
  context: Context,
): Promise<Report> {
  const { own } = context;
  const memory = await own.read();
  const chosen = wanted.which === 'all' ? memory.review : chosenOf(memory, wanted.which);
  if (wanted.which === 'all' && chosen.length === 0) {
    const nothing = { revision: null, changes: noChanges() };
    return outcomeReport(nothing, context, 'Nothing waits for your yes.');
  }
  const decisions = chosen.map(({ id: proposal }): Decision => {
    if (wanted.kind === 'decline') return { proposal, verdict: 'decline' };
    const { text } = wanted;
    return { proposal, verdict: 'approve', ...(text !== undefined && { text }) };
  });
  return outcomeReport(await own.decide(decisions), context, 'Nothing was changed by that.');
}

/** By id, or by place in the list, from 1. @throws MemchatError `usage` for what is neither. */
function chosenOf({ review: waiting }: Memory, which: readonly string[]): Proposal[] {
  const chosen = which.map((given) => {
    const exact = waiting.find(({ id }) => id === given);
    const place = /^\d{1,6}$/.test(given) ? waiting[Number(given) - 1] : undefined;
    const found = exact ?? place;
    if (found !== undefined) return found;
    throw new MemchatError(
      `Nothing waits under "${given.slice(0, 60)}"; memchat memory review list shows what does.`,
      'usage',
    );
  });
  return [...new Set(chosen)];
}
