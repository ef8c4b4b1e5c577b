import { sanitiseLine } from './sanitise.ts';

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
): string {
  const titles = columns.map(({ title }) => title);
  const cells = [titles, ...rows].map((row) => row.map(sanitiseLine));
  const natural = columns.map((_, at) => Math.max(...cells.map((row) => cellWidth(row[at] ?? ''))));
  const widths = fitted(columns, natural, width);
  return cells
    .map((row) =>
      columns
        .map(({ align }, at) => {
          const text = cutCell(row[at] ?? '', widths[at] ?? 0);
          const space = ' '.repeat(Math.max((widths[at] ?? 0) - cellWidth(text), 0));
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

// Unicode 15, East_Asian_Width W and F, in whole blocks, and what is shown as an emoji.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]/u;

/** Columns of a terminal that text takes. */
export function cellWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) {
    if (!NO_WIDTH.test(character)) width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

function cutCell(text: string, width: number): string {
  if (cellWidth(text) <= width) return text;
  let cut = '';
  let used = 1;
  for (const character of text) {
    used += cellWidth(character);
    if (used > width) break;
    cut += character;
  }
  return `${cut}…`;
}
