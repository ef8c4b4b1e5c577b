import type { Command } from 'commander';
import type { Invocation, McpFlags } from './invocation.ts';

const EXAMPLES = `Examples:
  claude mcp add memchat -- npx -y memchat mcp --user alice
                                             for Claude Code
  memchat mcp --user alice --memory read-only
                                             for a host that may look, and change nothing
  memchat mcp --user alice --trust-host      what the host notes needs no yes of yours
  memchat memory review                      say yes or no to what hosts have suggested

`;

/** Adds `mcp`; `ask` is called when it is asked for. */
export function addMcp(program: Command, ask: (asked: Invocation) => void): Command {
  return program
    .command('mcp')
    .summary('serve the memory to another program (MCP)')
    .description(
      'serve the memory of one user to another program, by the Model Context Protocol over standard input and output; what that program wants to note waits for your yes',
    )
    .option('--trust-host', 'write what the program notes at once, without your yes to each')
    .addHelpText('before', EXAMPLES)
    .action((flags: Pick<McpFlags, 'trustHost'>) =>
      ask({ command: 'mcp', flags: { ...program.opts(), ...flags } }),
    );
}
