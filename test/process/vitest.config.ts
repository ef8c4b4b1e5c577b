import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { versionDefine } from '../../scripts/bundle.js';
import { PROGRAM } from '../../vitest.config.ts';

// The real program, step by step: too slow for every look at a change.
const root = join(import.meta.dirname, '..', '..');

export default defineConfig({
  root,
  define: versionDefine(root),
  test: {
    include: PROGRAM,
    globalSetup: ['scripts/bundle-once.js'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
