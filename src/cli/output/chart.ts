const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const ASCII_LEVELS = ['_', '.', '-', '=', '+', '*', '#', '@'] as const;

/**
 * A number for each column as a line of blocks, the lowest for nothing; or of ASCII characters that
 * grow darker. Empty for no numbers.
 */
export function sparkline(values: readonly number[], ascii: boolean): string {
  const levels = ascii ? ASCII_LEVELS : LEVELS;
  const most = Math.max(...values, 0);
  return values
    .map((value) => {
      const share = most === 0 ? 0 : value / most;
      // Something is never shown as nothing.
      const level = value > 0 ? Math.max(Math.ceil(share * (levels.length - 1)), 1) : 0;
      return levels[level] ?? levels[0];
    })
    .join('');
}

/** A bar for `value`, of at most `width` columns for `most`; one column for anything but nothing. */
export function bar(value: number, most: number, width: number, ascii: boolean): string {
  if (value <= 0 || most <= 0) return '';
  return (ascii ? '#' : '█').repeat(Math.max(Math.round((value / most) * width), 1));
}
