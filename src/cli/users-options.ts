import { type Command, Option } from 'commander';
import { MemchatError } from '../errors.ts';
import { examplesOf } from './examples.ts';
import {
  type Invocation,
  type MemoryFlags,
  SEARCHED_IN,
  type SearchedIn,
  type UsersRequest,
} from './invocation.ts';
import { limitOf, quoted } from './option-values.ts';

/** What `users list --where` shows where nothing else is asked for. */
const SEARCH_LIMIT = 50;

interface ListFlags extends MemoryFlags {
  ids?: boolean;
  where?: string;
  in?: SearchedIn;
  limit?: number;
}

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
      .addOption(
        new Option('--ids', 'print the ids only, each on a line').conflicts(['where', 'in']),
      )
      .option(
        '--where <text>',
        'who is known by these words, or has said them; on PostgreSQL only, for operators',
      )
      .addOption(
        new Option('--in <what>', 'where --where looks; default facts').choices(SEARCHED_IN),
      )
      .option('-n, --limit <count>', `with --where: how many; default ${SEARCH_LIMIT}`, limitOf)
      .action(({ ids = false, where, in: what, limit, ...flags }: ListFlags) =>
        take(
          where === undefined
            ? listOf(ids, what ?? limit)
            : {
                action: 'search',
                words: where,
                where: what ?? 'facts',
                limit: limit ?? SEARCH_LIMIT,
              },
          flags,
        ),
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

/** @throws MemchatError `usage` for what only belongs to `--where`. */
function listOf(ids: boolean, given: string | number | undefined): UsersRequest {
  if (given === undefined) return { action: 'list', ids };
  throw new MemchatError('--in and --limit need --where "TEXT".', 'usage');
}

function unknownAction(word: string): MemchatError {
  return new MemchatError(
    `unknown command ${quoted(`users ${word}`)}. There are list and delete.\nSee memchat users --help.`,
    'usage',
  );
}
