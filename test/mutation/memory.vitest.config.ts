import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

/** Suites that build large corpora, or try thousands of texts: seconds for each mutant. */
const SLOW = [
  'test/memory/*properties.test.ts',
  'test/memory/dedupe-pairs.test.ts',
  'test/extraction/unreadable.test.ts',
  'test/extraction/conversations.test.ts',
];

// The tests that run for each mutant: those of the memory's rules, and the exchanges.
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/memory/**/*.test.ts', 'test/extraction/*.test.ts', 'test/chat/forget.test.ts'],
    exclude: [...configDefaults.exclude, ...SLOW],
    // No test keeps anything in a module: one process for a mutant is enough.
    isolate: false,
    testTimeout: 20_000,
  },
});
