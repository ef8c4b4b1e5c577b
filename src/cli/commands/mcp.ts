import { composeServed } from '../../compose.ts';
import { readConfig } from '../../config.ts';
import type { McpFlags } from '../invocation.ts';
import { sanitise } from '../output/sanitise.ts';
import type { Terminal } from '../output/terminal.ts';
import { onStopSignal } from '../stop-signals.ts';
import { refuseOff } from './memory/context.ts';

/**
 * `memchat mcp`: serves the user's memory over standard input and output until the host goes. That
 * the host ends it, by a signal as well, is how it is meant to end: it resolves to 0.
 * @throws MemchatError `usage` where memory is off; else as `readConfig`.
 */
export async function mcp(
  flags: McpFlags,
  { stdin, stdout, stderr }: Pick<Terminal, 'stdin' | 'stdout' | 'stderr'>,
  version: string,
): Promise<number> {
  const stop = onStopSignal();
  const config = await readConfig(flags);
  refuseOff(config);
  const tell = (message: string): void => {
    stderr.write(`memchat: ${sanitise(message)}\n`);
  };
  const { serve } = await import('../../mcp/serve.ts');
  const policy = config.memory === 'off' ? 'read-only' : config.memory;
  if (stdin.isTTY === true) {
    tell(
      'This is the MCP server, for a program to talk to; memchat mcp --help shows how. Ctrl-C ends it.',
    );
  }
  const { end, ...served } = await composeServed(config, ({ message }) => tell(message));
  await serve({
    ...served,
    policy,
    isTrusted: flags.trustHost === true,
    version,
    clock: () => new Date().toISOString(),
    stdin,
    stdout,
    signal: stop.signal,
    tell,
  });
  await end();
  return 0;
}
