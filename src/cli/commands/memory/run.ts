import { composeUserMemory } from '../../../compose.ts';
import { readConfig } from '../../../config.ts';
import { Asking } from '../../asking.ts';
import type { MemoryFlags, MemoryRequest } from '../../invocation.ts';
import { renderJson } from '../../output/json.ts';
import { sanitise } from '../../output/sanitise.ts';
import type { Terminal } from '../../output/terminal.ts';
import { add, edit, prefer } from './change.ts';
import { type Context, lookOf, type Report, refuseOff } from './context.ts';
import { exportMemory } from './export.ts';
import { forget } from './forget.ts';
import { restore, showHistory, undo } from './history.ts';
import { importMemory } from './import.ts';
import { importTranscript } from './import-transcript.ts';
import { tidy, verify } from './passes.ts';
import { review } from './review.ts';
import { search } from './search.ts';
import { show } from './show.ts';
import { stats } from './stats.ts';

/**
 * `memchat memory …`. Resolves to the exit code.
 * @throws MemchatError `usage` for what cannot be meant, and where memory is off or read-only; else
 *   as the use cases do.
 */
export async function memory(
  request: Exclude<MemoryRequest, { action: 'list' }>,
  flags: MemoryFlags,
  streams: Pick<Terminal, 'stdin' | 'stdout' | 'stderr'>,
): Promise<number> {
  const config = await readConfig(flags);
  refuseOff(config);
  const { stdin, stdout, stderr } = streams;
  const tell = (message: string): void => {
    stderr.write(`memchat: ${sanitise(message)}\n`);
  };
  const asking = Asking.on(streams);
  const context: Context = {
    own: await composeUserMemory(config, ({ message }) => tell(message)),
    config,
    flags,
    stdin,
    dialogue: asking,
    look: lookOf(config, flags, stdout),
    tell,
  };
  try {
    const { text, json } = await carryOut(request, context);
    stdout.write(flags.json === true ? renderJson(json) : `${text}\n`);
    return 0;
  } finally {
    asking?.close();
  }
}

function carryOut(
  request: Exclude<MemoryRequest, { action: 'list' }>,
  context: Context,
): Promise<Report> {
  switch (request.action) {
    case 'show':
      return show(request, context);
    case 'search':
      return search(request, context);
    case 'add':
      return add(request, context);
    case 'edit':
      return edit(request, context);
    case 'prefer':
      return prefer(request, context);
    case 'forget':
      return forget(request, context);
    case 'history':
      return showHistory(request, context);
    case 'undo':
      return undo(request, context);
    case 'restore':
      return restore(request, context);
    case 'review':
      return review(request, context);
    case 'tidy':
      return tidy(request, context);
    case 'verify':
      return verify(context);
    case 'stats':
      return stats(context);
    case 'export':
      return exportMemory(request, context);
    case 'import':
      return importMemory(request, context);
    case 'import-transcript':
      return importTranscript(request, context);
  }
}
