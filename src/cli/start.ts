import { exitCodeOf } from '../errors.ts';
import { chat } from './chat.ts';
import { parseArguments } from './options.ts';
import { guardOutput } from './output/guard.ts';
import { sanitise } from './output/sanitise.ts';

/**
 * Runs what argv asks for; a failure is told on stderr. Resolves to the exit code once the output
 * has left the process; never rejects. The version comes from `main`, so that both need one file less.
 */
export async function start(
  argv: readonly string[],
  io: NodeJS.Process,
  version: string,
): Promise<number> {
  const guard = guardOutput(io);
  try {
    return await guard.finish(await dispatch(argv, io, version));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    io.stderr.write(`memchat: ${sanitise(message)}\n`);
    return guard.finish(exitCodeOf(error));
  }
}

async function dispatch(
  argv: readonly string[],
  io: NodeJS.Process,
  version: string,
): Promise<number> {
  const invocation = parseArguments(argv, version);
  switch (invocation.command) {
    case 'print':
      io.stdout.write(invocation.text);
      return 0;
    case 'replay': {
      const { replay } = await import('./late.ts');
      return replay(invocation.flags, io);
    }
    case 'memory': {
      const { request, flags } = invocation;
      if (request.action === 'list') {
        const { listMemory } = await import('./quick.ts');
        return listMemory(request, flags, io);
      }
      const { memory } = await import('./late.ts');
      return memory(request, flags, io);
    }
    case 'users': {
      const { request, flags } = invocation;
      if (request.action === 'list') {
        const { showUsers } = await import('./quick.ts');
        return showUsers(request, flags, io);
      }
      if (request.action === 'search') {
        const { searchUsers } = await import('./late.ts');
        return searchUsers(request, flags, io);
      }
      const { deleteUser } = await import('./late.ts');
      return deleteUser(request, flags, io);
    }
    case 'store': {
      const { store } = await import('./late.ts');
      return store(invocation.request, invocation.flags, io);
    }
    case 'setup': {
      const { setup } = await import('./late.ts');
      return setup(invocation.flags, io);
    }
    case 'init': {
      const { init } = await import('./late.ts');
      return init(invocation.flags, io);
    }
    case 'completion': {
      const { completion } = await import('./late.ts');
      io.stdout.write(completion(invocation.shell, invocation.program));
      return 0;
    }
    case 'doctor': {
      const { doctor } = await import('./late.ts');
      return doctor(invocation.flags, io, version);
    }
    case 'mcp': {
      const { mcp } = await import('./commands/mcp.ts');
      return mcp(invocation.flags, io, version);
    }
    case 'chat':
      return chat(invocation.flags, io, version);
  }
}
