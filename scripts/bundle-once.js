import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.js';
import { writeOutput } from './output.js';

/**
 * Bundles before a test run, so that process tests drive the program as it is now. The types of the
 * library take longer and stay as they are. When the sources do not bundle, the old bundle goes:
 * process tests then fail, and the tests of a single room can still be run.
 */
export default async function bundleOnce() {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const dist = join(root, 'dist');
  try {
    writeOutput(dist, await bundle(root), (path) => path.endsWith('.d.ts'));
  } catch (error) {
    rmSync(dist, { recursive: true, force: true });
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The program does not bundle, so tests that run it fail:\n${reason}\n`);
  }
}
