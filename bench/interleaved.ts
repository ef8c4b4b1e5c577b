/** What repeated runs of one thing have given, in milliseconds or another unit. */
export interface Timing {
  median: number;
  /** The 10th and the 90th percentile. */
  low: number;
  high: number;
  /** One after the other, as measured. */
  samples: readonly number[];
}

/**
 * Times several things in turn, round after round, so that a slow moment of the machine falls on
 * all of them. One round more is run first and not counted.
 * @param runs each resolves to its milliseconds
 * @returns the timing of a run by its name
 */
export async function interleaved<Name extends string>(
  rounds: number,
  runs: Record<Name, () => Promise<number>>,
): Promise<(name: Name) => Timing> {
  const samples = new Map<string, number[]>();
  for (let round = -1; round < rounds; round++) {
    for (const [name, run] of Object.entries<() => Promise<number>>(runs)) {
      const milliseconds = await run();
      if (round >= 0) samples.set(name, [...(samples.get(name) ?? []), milliseconds]);
    }
  }
  return (name) => timingOf(samples.get(name) ?? []);
}

/** "12.3 ms (11.9–13.4)" */
export function renderTiming({ median, low, high }: Timing, unit = 'ms', digits = 1): string {
  const [middle, from, to] = [median, low, high].map((figure) => figure.toFixed(digits));
  return `${middle} ${unit} (${from}–${to})`;
}

/** Of samples in any order; NaN of none. */
export function timingOf(samples: readonly number[]): Timing {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return { median: at(0.5), low: at(0.1), high: at(0.9), samples };
}
