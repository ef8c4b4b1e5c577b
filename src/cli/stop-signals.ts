import { EXIT_CODES } from '../errors.ts';

export interface Stop {
  /** Aborts at the first signal. A second one ends the process as usual. */
  readonly signal: AbortSignal;
  /** The exit code that the signal stands for; 0 when none came. */
  exitCode(): number;
}

/** Makes Ctrl-C, SIGTERM and SIGHUP abort what runs, so that it can be put away. */
export function onStopSignal(): Stop {
  const abort = new AbortController();
  let code = 0;
  for (const [signal, exit] of [
    ['SIGINT', EXIT_CODES.interrupted],
    ['SIGTERM', EXIT_CODES.terminated],
    ['SIGHUP', EXIT_CODES.terminated],
  ] as const) {
    process.once(signal, () => {
      code = exit;
      abort.abort();
    });
  }
  return { signal: abort.signal, exitCode: () => code };
}
