import { MemchatError } from '../../errors.ts';
import { sanitise } from '../output/sanitise.ts';
import { type Cell, cellsOf, lineOf } from './buffer.ts';
import type { Editor } from './editor.ts';
import { textOf } from './line.ts';
import type { RawMode } from './raw-mode.ts';

/** Gives the terminal to what `write` starts, and takes it back as it was, whatever comes of it. */
export function writeElsewhere(
  editor: Editor,
  rawMode: RawMode,
  write: () => Promise<string>,
): Promise<string> {
  return editor.lend(async () => {
    rawMode.leave();
    try {
      return await write();
    } finally {
      rawMode.enter();
    }
  });
}

/** The line as another editor leaves it; null, with a word why, where that fails. */
export async function editCells(
  cells: readonly Cell[],
  { write, tell }: { write: (text: string) => Promise<string>; tell: (why: string) => void },
): Promise<readonly Cell[] | null> {
  try {
    return editedCells(cells, await write(textOf([lineOf(cells)])));
  } catch (error) {
    if (!(error instanceof MemchatError)) throw error;
    tell(sanitise(error.message));
    return null;
  }
}

/**
 * The cells of a text that was edited elsewhere. It counts as typed, but for what was pasted before
 * and still stands in it; where that was changed, nobody can tell the two apart, and all of it is
 * taken for pasted.
 */
export function editedCells(before: readonly Cell[], text: string): Cell[] {
  const cells: Cell[] = [];
  let at = 0;
  for (const { start, end, content } of lineOf(before).pasted) {
    const shown = lineOf(before).text.slice(start, end);
    const pasted = (content ?? shown).replace(/\n+$/u, '');
    const found = text.indexOf(pasted, at);
    if (found === -1) return text === '' ? [] : cellsOf(text, true);
    cells.push(...cellsOf(text.slice(at, found)));
    if (content === null) cells.push(...cellsOf(pasted, true));
    else cells.push({ text: shown, pasted: true, content: pasted });
    at = found + pasted.length;
  }
  return [...cells, ...cellsOf(text.slice(at))];
}
