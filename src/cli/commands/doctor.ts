import { MemchatError } from '../../errors.ts';
import type { ReportFlags } from '../invocation.ts';
import type { TerminalOutput } from '../output/terminal.ts';

/** `memchat doctor`. Resolves to the exit code: 0 when nothing is wrong, else 1. */
export async function doctor(
  _flags: ReportFlags,
  _output: { stdout: TerminalOutput; stderr: TerminalOutput },
  _version: string,
): Promise<number> {
  throw new MemchatError('Not there yet.', 'other');
}
