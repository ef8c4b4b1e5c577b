import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

// The tests that run for each mutant: those of the conversation and what it does with a memory.
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/chat/*.test.ts', 'test/agent-sdk/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/chat/outage-postgres.test.ts'],
    // No test keeps anything in a module: one process for a mutant is enough.
    isolate: false,
    testTimeout: 20_000,
  },
});
