import type { Command } from 'commander';
import { MemchatError } from '../errors.ts';
import { examplesOf } from './examples.ts';
import type { Invocation, MemoryFlags, UsersRequest } from './invocation.ts';
import { quoted } from './option-values.ts';

/** Adds `users`, and its commands if `whole`; `ask` is called with the one that is asked for. */
export function addUsers(
  program: Command,
  ask: (asked: Invocation) => void,
  whole: boolean,
): Command[] {
  const users = program
    .command('users')
    .description('whose memories are kept, and delete one')
    .usage('[options] <command>')
    .helpCommand(false)
    .argument('[command...]')
    .action(([word]: string[]) => {
      if (word !== undefined && word !== 'help') throw unknownAction(word);
      ask({ command: 'print', text: `${examplesOf('users')}\n${users.helpInformation()}` });
    });
  if (!whole) return [users];
  const take = (request: UsersRequest, flags: MemoryFlags): void => {
    ask({ command: 'users', request, flags: { ...program.opts(), ...flags } });
  };
  const actions = [
    users
      .command('list')
      .description('the users with a memory: facts, size, when they were last seen')
      .option('--ids', 'print the ids only, each on a line')
      .action(({ ids = false, ...flags }: MemoryFlags & { ids?: boolean }) =>
        take({ action: 'list', ids }, flags),
      ),
    users
      .command('delete <user>')
      .summary('delete all that is kept of a user')
      .description('delete all that is kept of a user: memory, conversations, past revisions')
      .option('-y, --yes', 'do not ask first')
      .action((user: string, flags: MemoryFlags) => take({ action: 'delete', user }, flags)),
  ];
  for (const action of actions) action.option('--json', 'print one JSON object');
  return [users, ...actions];
}

function unknownAction(word: string): MemchatError {
  return new MemchatError(
    `unknown command ${quoted(`users ${word}`)}. There are list and delete.\nSee memchat users --help.`,
    'usage',
  );
}
