import type { Outcome, PassOutcome } from '../../../chat/outcome.ts';
import { changeLines } from '../../output/changes.ts';
import { costOf } from '../../output/receipt.ts';
import { type Context, commandFor, type Look, type Report } from './context.ts';

interface OutcomeContext extends Pick<Context, 'own' | 'flags'> {
  look: Pick<Look, 'signs'>;
}

/** What came of a change, and how to take it back; `nothing` is said when there was none. */
export function outcomeReport(
  { revision, changes }: Outcome,
  { own, flags, look }: OutcomeContext,
  nothing: string,
): Report {
  const lines = changeLines(changes, look.signs);
  if (revision === null && lines.length === 0) lines.push(nothing);
  if (changes.proposed.length > 0) lines.push(`To decide: ${commandFor(flags, 'review')}`);
  if (revision !== null) lines.push(`To take it back: ${commandFor(flags, 'undo', `${revision}`)}`);
  return { text: lines.join('\n'), json: { user: own.user, revision, changes } };
}

/**
 * As `outcomeReport`, with what the model has cost; what it asked for in vain is only counted, unless
 * `--debug` wants to know why.
 */
export function passReport(outcome: PassOutcome, context: OutcomeContext, nothing: string): Report {
  const { usage, costUsd, changes, revision } = outcome;
  const shown = context.flags.debug === true ? changes.refused : [];
  const told = { revision, changes: { ...changes, refused: shown } };
  const lines = [outcomeReport(told, context, nothing).text];
  const hidden = changes.refused.length - shown.length;
  if (hidden > 0) lines.push(`${hidden} not done; --debug says why.`);
  const cost = costOf(outcome);
  if (cost.length > 0) lines.push(cost.join(context.look.signs.between));
  const { user } = context.own;
  return { text: lines.join('\n'), json: { user, revision, changes, usage, costUsd } };
}
