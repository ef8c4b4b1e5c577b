import { sanitiseLine } from './sanitise.ts';
import { GLYPHS, type Signs } from './signs.ts';
import { clip, displayWidth } from './width.ts';

export interface Column {
  title: string;
  /** Numbers stand at the right. Default left. */
  align?: 'left' | 'right';
  /** What is cut where the width does not do; the others keep theirs. Default false. */
  shrinks?: boolean;
}

/** Between two columns. */
const GAP = 2;
/** A column that is cut keeps so many columns of the terminal. */
const NARROWEST = 8;

/**
 * Rows under their titles, aligned, with what shrinks cut so that no line is wider than the terminal
 * as far as that can be; null: nothing is cut. Ends without a line break.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number | null,
  signs: Signs = GLYPHS,
): string {
  const titles = columns.map(({ title }) => title);
  const cells = [titles, ...rows].map((row) => row.map(sanitiseLine));
  const natural = columns.map((_, at) =>
    Math.max(...cells.map((row) => displayWidth(row[at] ?? ''))),
  );
  const widths = fitted(columns, natural, width);
  return cells
    .map((row) =>
      columns
        .map(({ align }, at) => {
          const text = cutCell(row[at] ?? '', widths[at] ?? 0, signs);
          const space = ' '.repeat(Math.max((widths[at] ?? 0) - displayWidth(text), 0));
          return align === 'right' ? `${space}${text}` : `${text}${space}`;
        })
        .join(' '.repeat(GAP))
        .trimEnd(),
    )
    .join('\n');
}

/** Takes what is too much from the columns that shrink, always from the widest. */
function fitted(columns: readonly Column[], natural: number[], width: number | null): number[] {
  const widths = [...natural];
  const total = (): number => widths.reduce((sum, each) => sum + each + GAP, -GAP);
  const shrinking = [...widths.keys()].filter((at) => columns[at]?.shrinks === true);
  while (width !== null && total() > width) {
    const [widest] = shrinking.sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0));
    if (widest === undefined || (widths[widest] ?? 0) <= NARROWEST) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function cutCell(text: string, width: number, { more }: Signs): string {
  return displayWidth(text) <= width ? text : `${clip(text, width - more.length)}${more}`;
}
