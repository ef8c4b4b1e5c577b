import { exitCodeOf } from '../errors.ts';
import { chat } from './chat.ts';
import { parseArguments } from './options.ts';
import { sanitise } from './output/sanitise.ts';

/** Runs what argv asks for; a failure is told on stderr. Resolves to the exit code, never rejects. */
export async function start(argv: readonly string[], io: NodeJS.Process): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    io.stderr.write(`memchat: ${sanitise(message)}\n`);
    return exitCodeOf(error);
  }
}

async function dispatch(argv: readonly string[], io: NodeJS.Process): Promise<number> {
  const invocation = parseArguments(argv);
  switch (invocation.command) {
    case 'print':
      io.stdout.write(invocation.text);
      return 0;
    case 'replay': {
      const { replay } = await import('./late.ts');
      return replay(invocation.flags, io);
    }
    case 'chat':
      return chat(invocation.flags, io);
  }
}
