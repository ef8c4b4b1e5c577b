import { defineConfig } from 'vitest/config';
import { versionDefine } from './scripts/bundle.js';

export default defineConfig({
  define: versionDefine(import.meta.dirname),
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['scripts/bundle-once.js'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
