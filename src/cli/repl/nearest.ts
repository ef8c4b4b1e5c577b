/**
 * The name that was most likely meant: one that begins with the word, else the one with the fewest
 * slips (letters left out, added, changed or swapped), at most 2 and fewer than the word has letters.
 */
export function nearest(word: string, names: readonly string[]): string | null {
  if (word === '') return null;
  const begins = names.find((name) => name.startsWith(word));
  if (begins !== undefined) return begins;
  let best: { name: string; slips: number } | null = null;
  for (const name of names) {
    const slips = slipsBetween(word, name);
    if (slips <= 2 && slips < word.length && (best === null || slips < best.slips)) {
      best = { name, slips };
    }
  }
  return best?.name ?? null;
}

/** Optimal string alignment distance. */
function slipsBetween(a: string, b: string): number {
  // A word this much longer than a command is none: the table below stays small.
  if (Math.abs(a.length - b.length) > 2) return Number.POSITIVE_INFINITY;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let slips = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        slips = Math.min(slips, at(i - 2, j - 2) + 1);
      }
      row.push(slips);
    }
  }
  return at(a.length, b.length);
}
