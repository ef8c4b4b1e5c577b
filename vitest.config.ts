import { configDefaults, defineConfig } from 'vitest/config';
import { versionDefine } from './scripts/bundle.js';

/** Tests that start the program, a terminal or a server for each of many steps: `npm run test:program`. */
export const PROGRAM = [
  'test/package/{examples,package,postgres}.test.ts',
  'test/docs/{code,commands,conversations,server-commands}.test.ts',
  'test/cli/repl/{leaving,replies,typing}.test.ts',
  'test/faults/{chaos,kill-sweep}.test.ts',
  'test/chat/outage-postgres.test.ts',
  'test/store/{copy-kill,crash}.test.ts',
  'test/store/postgres/{copy,transcript-model}.test.ts',
  'test/process/{accessible,completion,costs,doctor,http,mcp*,memory-*,privacy,prompt,recall*}.test.ts',
  'test/process/{repl,replay,replies,search,setup,store-*,stream-json,users}.test.ts',
];

export default defineConfig({
  define: versionDefine(import.meta.dirname),
  test: {
    include: ['test/**/*.test.ts'],
    // The others of the faults run with their rigs: `npm run test:faults`.
    exclude: [...configDefaults.exclude, 'test/faults/**', ...PROGRAM],
    globalSetup: ['scripts/bundle-once.js'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    // What runs in processes of its own, the bundled program, is not counted.
    coverage: {
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
    },
  },
});
