/** What a process holds, in megabytes, after a garbage collection. */
export interface MemoryUse {
  /** Objects and buffers that are still reached. */
  held: number;
  resident: number;
}

/** @throws in a process without --expose-gc */
export function memoryUse(): MemoryUse {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('It must be run with --expose-gc.');
  gc();
  gc();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { held: (heapUsed + arrayBuffers) / 1e6, resident: rss / 1e6 };
}
