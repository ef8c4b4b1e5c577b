import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

// The tests that run for each mutant: those of the store on PostgreSQL, each file with a server of its own.
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/store/postgres/*.test.ts'],
    // Copies and long runs of several processes.
    exclude: [...configDefaults.exclude, 'test/store/postgres/{copy,transcript-model}.test.ts'],
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
