import type { RestoreOutcome } from '../../chat/restore.ts';
import type { UndoOutcome } from '../../chat/undo.ts';
import { changeLines, cut, refusalLines } from './changes.ts';
import type { Signs } from './signs.ts';

export interface OutcomeLook {
  /** Width of the terminal; null: lines are not cut. */
  columns: number | null;
  /** The command that undoes the revision with this number. */
  undoCommand: (revision: number) => string;
  /** Default glyphs. */
  signs?: Signs;
}

/** What an undo took back, what it left, and how to take it back. Ends without a line break. */
export function renderUndo(outcome: UndoOutcome, look: OutcomeLook): string {
  const { undone, revision, changes, left } = outcome;
  const lines: string[] = [];
  if (revision !== null) {
    const what = changeLines(changes, look.signs);
    const said = what.length > 0 ? ':' : ', and nothing but recent messages differs.';
    lines.push(`Took revision ${undone} back. This is revision ${revision}${said}`);
    lines.push(...indented(what, look));
  } else if (left.length > 0) {
    lines.push(`Nothing was changed: what revision ${undone} changed has changed again since.`);
  } else {
    lines.push(`Nothing was changed: the memory is as it was before revision ${undone}.`);
  }
  if (left.length > 0) lines.push('Left as it is:', ...indented(refusalLines(left), look));
  if (revision !== null) lines.push(`To bring it back: ${look.undoCommand(revision)}`);
  return lines.join('\n');
}

/** What a restore changed, and how to take it back. Ends without a line break. */
export function renderRestore(outcome: RestoreOutcome, look: OutcomeLook): string {
  const { restored, revision, changes } = outcome;
  if (revision === null) {
    return `Nothing was changed: the memory is as it was at revision ${restored}.`;
  }
  const what = changeLines(changes, look.signs);
  const said = what.length > 0 ? ':' : ', and nothing but recent messages differs.';
  return [
    `The memory is again as it was at revision ${restored}. This is revision ${revision}${said}`,
    ...indented(what, look),
    `To take this back: ${look.undoCommand(revision)}`,
  ].join('\n');
}

function indented(lines: readonly string[], { columns, signs }: OutcomeLook): string[] {
  return lines.map((line) => cut(`  ${line}`, columns, signs));
}
