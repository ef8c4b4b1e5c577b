import { errnoOf } from '../errors.ts';
import { VERSION } from '../version.ts';

/**
 * The program: the only place that exits. What it takes to answer loads behind `start`, so that
 * `--version` waits for nothing.
 */
async function main(argv: readonly string[]): Promise<number> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`${VERSION}\n`);
    return 0;
  }
  const { start } = await import('./start.ts');
  return start(argv, process);
}

/** Resolves when everything written so far has left the process. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    // The reader went away (`| head`, a closed terminal): the memory of the turn is still worth
    // finishing.
    if (!['EPIPE', 'EIO'].includes(errnoOf(error) ?? '')) throw error;
  });
}

const code = await main(process.argv.slice(2));
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
process.exit(code);
