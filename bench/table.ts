/** One figure, and what it was measured against in the same run. */
export interface Row {
  name: string;
  value: string;
  against: string;
  /** The value over what it is measured against. */
  ratio: number;
  /** What is to be met, and from which side; left out where there is no goal. */
  goal?: Goal | undefined;
}

/** Of the ratio; with `figure`, of that one, whatever it was measured against. */
type Goal = ({ atMost: number } | { atLeast: number }) & { figure?: number; unit?: string };

/** A table for a terminal: one line for a row, `pass` or `short` where there is a goal. */
export function renderTable(rows: Row[]): string {
  return renderLines([
    ['what', 'measured', 'against', 'ratio', 'goal', ''],
    ...rows.map((row) => [
      row.name,
      row.value,
      row.against,
      `${row.ratio.toFixed(2)}×`,
      goalText(row.goal),
      verdict(row),
    ]),
  ]);
}

/** Cells in columns as wide as the widest of them. */
export function renderLines(lines: string[][]): string {
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

function goalText(goal: Row['goal']): string {
  if (goal === undefined) return '';
  const unit = goal.figure === undefined ? '×' : ` ${goal.unit ?? 'ms'}`;
  return 'atMost' in goal ? `≤ ${goal.atMost}${unit}` : `≥ ${goal.atLeast}${unit}`;
}

function verdict({ goal, ratio }: Row): string {
  if (goal === undefined) return '';
  const figure = goal.figure ?? ratio;
  const met = 'atMost' in goal ? figure <= goal.atMost : figure >= goal.atLeast;
  return met ? 'pass' : 'short';
}
