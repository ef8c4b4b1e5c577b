import type { Command } from 'commander';
import type { Invocation, McpFlags } from './invocation.ts';

/** Adds `mcp`; `ask` is called when it is asked for. */
export function addMcp(program: Command, ask: (asked: Invocation) => void): Command {
  return program
    .command('mcp')
    .summary('serve the memory to another program (MCP)')
    .description(
      'serve the memory of one user to another program, by the Model Context Protocol over standard input and output; what that program wants to note waits for your yes',
    )
    .option('--trust-host', 'write what the program notes at once, without your yes to each')
    .action((flags: Pick<McpFlags, 'trustHost'>) =>
      ask({ command: 'mcp', flags: { ...program.opts(), ...flags } }),
    );
}
