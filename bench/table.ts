/** One figure, and what it was measured against in the same run. */
export interface Row {
  name: string;
  value: string;
  /** What it was measured against, and that figure; or why there is none. */
  against: string;
  /** The value over what it is measured against; null where that could not be measured. */
  ratio: number | null;
  /** What is to be met, and from which side; left out where there is no goal. */
  goal?: Goal | undefined;
  /** All that was measured, by name, in the unit of the value. */
  samples?: Record<string, readonly number[]> | undefined;
}

/** Of the ratio; with `figure`, of that one, whatever it was measured against. */
type Goal = ({ atMost: number } | { atLeast: number }) & { figure?: number; unit?: string };

/** `unmeasured`: there is a goal, and nothing to hold against it. Empty: there is no goal. */
export type Verdict = 'pass' | 'short' | 'unmeasured' | '';

/** A table for a terminal: one line for a row, `pass` or `short` where there is a goal. */
export function renderTable(rows: readonly Row[]): string {
  return renderLines([
    ['what', 'goal', 'figure', 'measured against', 'ratio', ''],
    ...rows.map((row) => [
      row.name,
      goalText(row.goal),
      row.value,
      row.against,
      isNumber(row.ratio) ? `${row.ratio.toFixed(2)}×` : '',
      verdictOf(row),
    ]),
  ]);
}

/** Cells in columns as wide as the widest of them. */
export function renderLines(lines: readonly string[][]): string {
  const widths = lines.reduce<number[]>(
    (widest, line) => line.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)),
    [],
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
    .concat('\n');
}

/** Whether a row meets its goal; a figure that is exactly the limit does. */
export function verdictOf({ goal, ratio }: Pick<Row, 'goal' | 'ratio'>): Verdict {
  if (goal === undefined) return '';
  const figure = goal.figure ?? ratio;
  if (!isNumber(figure)) return 'unmeasured';
  const met = 'atMost' in goal ? figure <= goal.atMost : figure >= goal.atLeast;
  return met ? 'pass' : 'short';
}

function goalText(goal: Row['goal']): string {
  if (goal === undefined) return '';
  const unit = goal.figure === undefined ? '×' : ` ${goal.unit ?? 'ms'}`.trimEnd();
  return 'atMost' in goal ? `≤ ${goal.atMost}${unit}` : `≥ ${goal.atLeast}${unit}`;
}

function isNumber(figure: number | null): figure is number {
  return figure !== null && !Number.isNaN(figure);
}
