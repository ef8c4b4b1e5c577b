import { getHeapCodeStatistics } from 'node:v8';

/** What a process holds, in megabytes, after a garbage collection. */
export interface MemoryUse {
  /**
   * Objects and buffers that are still reached. Without code: that of functions and regular expressions
   * is compiled anew, and better, for as long as they are used, and says nothing of what is kept.
   */
  held: number;
  code: number;
  resident: number;
}

/** @throws in a process without --expose-gc */
export function memoryUse(): MemoryUse {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('It must be run with --expose-gc.');
  gc();
  gc();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  const statistics = getHeapCodeStatistics();
  const code = statistics.code_and_metadata_size + statistics.bytecode_and_metadata_size;
  return { held: (heapUsed - code + arrayBuffers) / 1e6, code: code / 1e6, resident: rss / 1e6 };
}
