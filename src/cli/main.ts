import { EXIT_CODES, errnoOf } from '../errors.ts';
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

// Whatever happens to the output, the memory of the turn is still worth finishing. That the reader
// went away (`| head`, a closed terminal) is no failure; a full disk behind `> file` is.
let unwritten: string | undefined;
process.stdout.on('error', (error) => {
  const reason = errnoOf(error) ?? error.message;
  if (reason !== 'EPIPE' && reason !== 'EIO') unwritten = reason;
});
process.stderr.on('error', () => {
  // There is nowhere left to tell it.
});

let code = await main(process.argv.slice(2));
await flushed(process.stdout);
if (unwritten !== undefined) {
  process.stderr.write(`memchat: The output could not be written (${unwritten}).\n`);
  code ||= EXIT_CODES.other;
}
await flushed(process.stderr);
process.exit(code);
