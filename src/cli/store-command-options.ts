import type { Command } from 'commander';
import { MemchatError } from '../errors.ts';
import { examplesOf } from './examples.ts';
import type { Invocation, StoreFlags, StoreRequest } from './invocation.ts';
import { quoted } from './option-values.ts';

/** Adds `store` and its commands; `ask` is called with the one that is asked for. */
export function addStore(program: Command, ask: (asked: Invocation) => void): Command[] {
  const store = program
    .command('store')
    .description('set up a store on PostgreSQL, and move memories to it or back')
    .usage('[options] <command>')
    .helpCommand(false)
    .argument('[command...]')
    .action(([word]: string[]) => {
      if (word !== undefined && word !== 'help') throw unknownAction(word);
      ask({ command: 'print', text: `${examplesOf('store')}\n${store.helpInformation()}` });
    });
  const take = (request: StoreRequest, flags: StoreFlags): void => {
    ask({ command: 'store', request, flags: { ...program.opts(), ...flags } });
  };
  const actions = [
    store
      .command('migrate')
      .summary('make the tables, or bring them up to date')
      .description(
        'make the tables of the store, or bring them to the version of this memchat; changes nothing when they are',
      )
      .option('--grant <role>', 'give a role the rights to use the tables, and no others')
      .action(({ grant, ...flags }: StoreFlags & { grant?: string }) =>
        take({ action: 'migrate', grant: grant ?? null }, flags),
      ),
    store
      .command('copy')
      .summary('copy memories to another store')
      .description(
        'copy all that is kept to another store, and compare it; what is there stays. Stopped, the same command goes on',
      )
      .option('--from <store>', 'a folder or an address; default: the sessions folder')
      .option('--to <store>', 'a folder or an address; default: the store of MEMCHAT_STORE')
      .action(({ from, to, ...flags }: StoreFlags & { from?: string; to?: string }) =>
        take({ action: 'copy', from: from ?? null, to: to ?? null }, flags),
      ),
  ];
  for (const action of actions) action.option('--json', 'print one JSON object');
  return [store, ...actions];
}

function unknownAction(word: string): MemchatError {
  return new MemchatError(
    `unknown command ${quoted(`store ${word}`)}. There are migrate and copy.\nSee memchat store --help.`,
    'usage',
  );
}
