import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

// The doors as strangers use them: programs of others, installed into .peers/ when they are needed.
export default defineConfig({
  ...base,
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    ...base.test,
    include: ['test/doors/**/*.rig.ts'],
    testTimeout: 120_000,
    // An installation may be hundreds of megabytes.
    hookTimeout: 600_000,
    maxWorkers: 1,
  },
});
