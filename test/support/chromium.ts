import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PROGRAM = 'chromium';

/** Whether pages can be looked at here. Under CI they must: then the tests fail without a browser. */
export function hasBrowser(): boolean {
  if (process.env.CI || spawnSync(PROGRAM, ['--version']).status === 0) return true;
  process.stderr.write('chromium is not installed: the tests of the exported page are skipped\n');
  return false;
}

/** What a headless browser makes of a page; `home` is where it keeps its own files. */
export async function browse(file: string, home: string, ...flags: string[]): Promise<string> {
  const { stdout } = await run(
    PROGRAM,
    [
      '--headless',
      // Its sandbox needs rights that a container does not give.
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-dev-shm-usage',
      `--user-data-dir=${home}/chromium`,
      ...flags,
      `file://${file}`,
    ],
    { timeout: 60_000, maxBuffer: 16 * 1024 * 1024 },
  );
  return stdout;
}
