import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The mutation runner asks for threads, in which a test cannot set the umask of its process. */
const inProcesses: Plugin = {
  name: 'memchat:in-processes',
  configureVitest({ project }) {
    project.config.pool = 'forks';
  },
};

/** The tests of single modules first: they are quick, and most mutants do not live longer. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      SUITES.findIndex((name) => moduleId.endsWith(name));
    return files.toSorted((a, b) => rank(a) - rank(b));
  }
}

/** Suites of the whole store: the quickest first. */
const SUITES = [
  'history.test.ts',
  'files-on-disk.test.ts',
  'removal.test.ts',
  'repair.test.ts',
  'paths.test.ts',
];

/** Suites that try hundreds of damages, deaths or runs, or start processes: seconds for each mutant. */
const SLOW = [
  'test/store/crash*.test.ts',
  'test/store/damage*.test.ts',
  'test/store/examine*.test.ts',
  'test/store/limits*.test.ts',
  'test/store/links*.test.ts',
  'test/store/file-store.test.ts',
  'test/store/many-processes.test.ts',
  'test/store/model*.test.ts',
  'test/store/owner-edits.test.ts',
  'test/store/permissions.test.ts',
  'test/store/promises.test.ts',
  'test/store/unknown-fields.test.ts',
];

// The tests that run for each mutant: those of the store and the journal that are quick.
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  plugins: [inProcesses],
  test: {
    include: ['test/store/*.test.ts', 'test/chat/{batch,dead-letter,keeper,session}.test.ts'],
    exclude: [...configDefaults.exclude, ...SLOW],
    // No test keeps anything in a module: one process for a mutant is enough.
    isolate: false,
    sequence: { sequencer: QuickFirst },
    testTimeout: 20_000,
  },
});
