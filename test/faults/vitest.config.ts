import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

// The whole fault rig, one file after the other: some of it fills the machine by itself.
export default defineConfig({
  ...base,
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    ...base.test,
    include: ['test/faults/**/*.test.ts', 'test/faults/**/*.rig.ts'],
    // The short forms of two rigs, for `npm run test:program`.
    exclude: ['test/faults/chaos.test.ts', 'test/faults/kill-sweep.test.ts'],
    globalSetup: [...(base.test?.globalSetup ?? []), 'test/faults/report.ts'],
    testTimeout: 180_000,
    maxWorkers: 1,
  },
});
