import { EXIT_CODES, errnoOf } from '../../errors.ts';

/** What became of the output of a run. */
export interface Guard {
  /** Waits until everything written has left the process; gives the exit code, 1 for a lost answer. */
  finish(code: number): Promise<number>;
}

/**
 * Keeps the program alive when its output cannot be written: the memory of the turn is still worth
 * finishing. That the reader went away (`| head`, a closed terminal) is no failure; a full disk
 * behind `> file` is.
 */
export function guardOutput({ stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>): Guard {
  let unwritten: string | undefined;
  stdout.on('error', (error) => {
    const reason = errnoOf(error) ?? error.message;
    if (reason !== 'EPIPE' && reason !== 'EIO') unwritten = reason;
  });
  stderr.on('error', () => {
    // There is nowhere left to tell it.
  });
  return {
    async finish(code) {
      await flushed(stdout);
      if (unwritten === undefined) {
        await flushed(stderr);
        return code;
      }
      stderr.write(`memchat: The output could not be written (${unwritten}).\n`);
      await flushed(stderr);
      return code || EXIT_CODES.other;
    },
  };
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
