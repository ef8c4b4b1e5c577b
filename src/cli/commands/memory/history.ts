import { MemchatError } from '../../../errors.ts';
import { renderHistory } from '../../output/history.ts';
import { sanitiseLine } from '../../output/sanitise.ts';
import { renderRestore, renderUndo } from '../../output/undo.ts';
import { type Context, commandFor, isEmpty, type Report } from './context.ts';

const WHICH_REVISION =
  'memory restore takes the number of a revision; memchat memory history lists them.';

/** `memory history`. As JSON: `{ user, revisions }`, as `HistoryEntry`. */
export async function showHistory(
  { limit }: { limit: number },
  { own, look }: Context,
): Promise<Report> {
  const { user } = own;
  const revisions = await own.history({ limit });
  const text = revisions.length > 0 ? renderHistory(revisions, look) : await withoutHistory(own);
  return { text, json: { user, revisions } };
}

async function withoutHistory(own: Context['own']): Promise<string> {
  const user = sanitiseLine(own.user);
  return isEmpty(await own.read())
    ? `Nothing is remembered of ${user} yet.`
    : `The memory of ${user} has no history yet: it begins with the next change.`;
}

/** `memory undo`. As JSON: `{ user, revision, undone, changes, left }`. */
export async function undo(
  { revision: wanted }: { revision: number | null },
  { own, flags, look }: Context,
): Promise<Report> {
  const outcome = await own.undo(wanted);
  const { revision, undone, changes, left } = outcome;
  return {
    text: renderUndo(outcome, { ...look, undoCommand: undoCommand(flags) }),
    json: { user: own.user, revision, undone, changes, left },
  };
}

/** `memory restore`. As JSON: `{ user, revision, restored, changes }`. */
export async function restore(
  { revision: wanted }: { revision: number | null },
  { own, flags, look }: Context,
): Promise<Report> {
  if (wanted === null) throw new MemchatError(WHICH_REVISION, 'usage');
  const outcome = await own.restore(wanted);
  const { revision, restored, changes } = outcome;
  return {
    text: renderRestore(outcome, { ...look, undoCommand: undoCommand(flags) }),
    json: { user: own.user, revision, restored, changes },
  };
}

function undoCommand(flags: Context['flags']): (revision: number) => string {
  return (revision) => commandFor(flags, 'undo', `${revision}`);
}
