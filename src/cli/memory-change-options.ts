import { type Command, Option } from 'commander';
import { MemchatError } from '../errors.ts';
import type { EditFlags, MemoryFlags, MemoryRequest } from './invocation.ts';
import {
  type ForgetOptions,
  forgetWhat,
  type ReviewOptions,
  reviewRequest,
} from './memory-requests.ts';
import { dateOrNever, quoted } from './option-values.ts';

/** Takes a request with the command's own flags. */
export type Take = (request: MemoryRequest, flags: MemoryFlags) => void;

/** Adds the commands by which a person changes what is remembered. */
export function addChanging(memory: Command, take: Take): Command[] {
  return [
    memory
      .command('add <text...>')
      .summary('remember a fact as you write it')
      .description('remember a fact, as you say it; "-" reads it from standard input')
      .option('--tag <topic>', 'its topic, such as work or diet')
      .option('--pin', 'keep it in every prompt')
      .action((text: string[], flags: MemoryFlags & { tag?: string; pin?: boolean }) => {
        const { tag, pin = false } = flags;
        const what = { text: text.join(' '), pin, ...(tag !== undefined && { tag }) };
        take({ action: 'add', ...what }, flags);
      }),
    memory
      .command('edit <id> [text...]')
      .summary('change a fact, its topic, pin or expiry')
      .description('change a fact: its words, topic, pin or date of expiry')
      .option('--tag <topic>', 'its topic')
      .addOption(new Option('--pin', 'keep it in every prompt').conflicts('unpin'))
      .option('--unpin', 'no longer')
      .option('--expires <date>', 'when it stops being true, such as 2027-01-31, or never')
      .action((id: string, text: string[], flags: MemoryFlags & EditOptions) =>
        take({ action: 'edit', id, text: text.join(' '), edit: editOf(flags) }, flags),
      ),
    memory
      .command('prefer <key> [value...]')
      .summary('set how you want your answers, or drop it')
      .description('set how you want your answers, such as "answer length" short; or drop one')
      .option('--drop', 'drop the preference: it is not inferred again')
      .action((key: string, value: string[], flags: MemoryFlags & { drop?: boolean }) =>
        take({ action: 'prefer', key, value: preferred(key, value, flags.drop === true) }, flags),
      ),
    memory
      .command('forget [what...]')
      .summary('erase for good')
      .description(
        'erase for good: a fact by its id, a preference by its key, all with these words',
      )
      .option('--query <words>', 'all that holds these words')
      .option('--preference <key>', 'the preference with this key')
      .option('--name', 'your name')
      .option('--all', 'everything that is kept of you, the file included')
      .option('-y, --yes', 'do not ask first')
      .action((words: string[], flags: MemoryFlags & ForgetOptions) =>
        take({ action: 'forget', what: forgetWhat(words, flags) }, flags),
      ),
    memory
      .command('review [verb] [which...]')
      .summary('say yes or no to what waits')
      .usage('[options] [list | approve <id...> | decline <id...>]')
      .description('what waits for your yes, one by one; or decide by id, or by place in the list')
      .option('--all', 'approve or decline all that waits')
      .option('--text <text>', 'approve it in these words')
      .action((verb: string | undefined, which: string[], flags: MemoryFlags & ReviewOptions) =>
        take({ action: 'review', review: reviewRequest(verb, which, flags) }, flags),
      ),
  ];
}

interface EditOptions {
  tag?: string;
  pin?: boolean;
  unpin?: boolean;
  expires?: string;
}

function editOf({ tag, pin, unpin, expires }: EditOptions): EditFlags {
  return {
    ...(tag !== undefined && { tag }),
    ...(pin === true && { pinned: true }),
    ...(unpin === true && { pinned: false }),
    ...(expires !== undefined && { expiresAt: dateOrNever(expires) }),
  };
}

function preferred(key: string, value: readonly string[], drop: boolean): string | null {
  if (drop && value.length === 0) return null;
  if (!drop && value.length > 0) return value.join(' ');
  throw new MemchatError(
    `memory prefer takes a value, or --drop: memchat memory prefer ${quoted(key)} --drop`,
    'usage',
  );
}
