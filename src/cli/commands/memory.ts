import { MemchatError } from '../../errors.ts';
import type { MemoryFlags } from '../invocation.ts';
import type { TerminalOutput } from '../output/terminal.ts';

/** `memchat memory history|undo|restore`. Resolves to the exit code. */
export async function memory(
  _action: 'history' | 'undo' | 'restore',
  _flags: MemoryFlags,
  _output: { stdout: TerminalOutput; stderr: TerminalOutput },
): Promise<number> {
  throw new MemchatError('Not there yet.', 'other');
}
