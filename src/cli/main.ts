import { VERSION } from '../version.ts';

// The program: the only place that exits. `--version` waits for nothing, not even for the errors.
const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  process.stdout.write(`${VERSION}\n`);
} else {
  const { start } = await import('./start.ts');
  process.exit(await start(argv, process, VERSION));
}
