import { type Command, Option } from 'commander';
import { MemchatError } from '../errors.ts';
import { enumerated } from '../memory/wording.ts';
import { examplesOf } from './examples.ts';
import {
  EXPORT_FORMATS,
  type ExportFormat,
  type Invocation,
  type MemoryFlags,
} from './invocation.ts';
import { addChanging, type Take } from './memory-change-options.ts';
import { daysOf, limitOf, quoted, revisionOf } from './option-values.ts';
import { nearest } from './repl/nearest.ts';

/** Revisions that `memory history` shows where nothing else is asked for. */
const HISTORY_LIMIT = 20;

/** Results that `memory search` shows where nothing else is asked for. */
const SEARCH_LIMIT = 10;

/** Adds `memory`, and its commands if `whole`; `ask` is called with the one that is asked for. */
export function addMemory(
  program: Command,
  ask: (asked: Invocation) => void,
  whole: boolean,
): Command[] {
  const memory = program
    .command('memory')
    .description('look at the memory, change it, take a change back')
    .usage('[options] <command>')
    .helpCommand(false)
    .argument('[command...]')
    .action(([word]: string[]) => {
      if (word !== undefined && word !== 'help') throw unknownAction(word, actions);
      ask({ command: 'print', text: `${examplesOf('memory')}\n${memory.helpInformation()}` });
    });
  if (!whole) return [memory];
  const take: Take = (request, flags) => {
    const { json, yes } = flags;
    const given = { ...(json !== undefined && { json }), ...(yes !== undefined && { yes }) };
    ask({ command: 'memory', request, flags: { ...program.opts(), ...given } });
  };
  const actions = [
    ...addLooking(memory, take),
    ...addChanging(memory, take),
    ...addHistory(memory, take),
    ...addPasses(memory, take),
    ...addMoving(memory, take),
  ];
  for (const action of actions) action.option('--json', 'print one JSON object');
  return [memory, ...actions];
}

function addLooking(memory: Command, take: Take): Command[] {
  return [
    memory
      .command('list')
      .description('what is remembered, by topic')
      .option('--all', 'also past facts and dropped preferences')
      .action((flags: MemoryFlags & { all?: boolean }) =>
        take({ action: 'list', all: flags.all === true }, flags),
      ),
    memory
      .command('show <id>')
      .summary('all about one fact, and what it comes from')
      .description('all about one fact: the words it comes from, its dates, what it replaced')
      .action((id: string, flags: MemoryFlags) => take({ action: 'show', id }, flags)),
    memory
      .command('search <query...>')
      .summary('find facts, and what was said')
      .description(
        'find facts, past ones as well, and what was said in any conversation; "last March" and the like are understood',
      )
      .option('-n, --limit <count>', `how many; default ${SEARCH_LIMIT}`, limitOf)
      .action(
        (words: string[], { limit = SEARCH_LIMIT, ...flags }: MemoryFlags & { limit?: number }) =>
          take({ action: 'search', query: words.join(' '), limit }, flags),
      ),
    memory
      .command('stats')
      .summary('how much there is, and what it cost')
      .description(
        'facts by topic, kind and origin, sizes, sessions, and memory and cost over time',
      )
      .action((flags: MemoryFlags) => take({ action: 'stats' }, flags)),
  ];
}

function addHistory(memory: Command, take: Take): Command[] {
  return [
    memory
      .command('history')
      .description('the changes to the memory, newest first')
      .option('-n, --limit <count>', `how many; default ${HISTORY_LIMIT}`, limitOf)
      .action(({ limit = HISTORY_LIMIT, ...flags }: MemoryFlags & { limit?: number }) =>
        take({ action: 'history', limit }, flags),
      ),
    memory
      .command('undo')
      .summary('take one change back')
      .description('take one change back; what was written since stays')
      .argument('[revision]', 'its number in the history; default: the newest', revisionOf)
      .action((revision: number | undefined, flags: MemoryFlags) =>
        take({ action: 'undo', revision: revision ?? null }, flags),
      ),
    memory
      .command('restore')
      .summary('go back to a revision')
      .description('make the whole memory what it was at a revision')
      .usage('[options] <revision>')
      .argument('[revision]', 'its number in the history', revisionOf)
      .action((revision: number | undefined, flags: MemoryFlags) =>
        take({ action: 'restore', revision: revision ?? null }, flags),
      ),
  ];
}

function addPasses(memory: Command, take: Take): Command[] {
  return [
    memory
      .command('tidy')
      .summary('merge facts that say the same')
      .description('merge facts that say the same, retire what has expired (asks the memory model)')
      .option('--retain-days <days>', 'retire facts untouched for so many days', daysOf)
      .option('-y, --yes', 'also when more than half of the facts would go')
      .action(({ retainDays, ...flags }: MemoryFlags & { retainDays?: number }) =>
        take({ action: 'tidy', retainDays: retainDays ?? null }, flags),
      ),
    memory
      .command('verify')
      .summary('find facts that no longer hold')
      .description(
        'propose to retire facts that your recent words contradict (asks the memory model)',
      )
      .action((flags: MemoryFlags) => take({ action: 'verify' }, flags)),
  ];
}

function addMoving(memory: Command, take: Take): Command[] {
  return [
    memory
      .command('export [file]')
      .summary('write the memory out')
      .description('write the memory out; without a file, to standard output')
      .addOption(
        new Option('--format <format>', 'json, the whole memory; markdown or html, to read')
          .choices(EXPORT_FORMATS)
          .default('json'),
      )
      .option('--force', 'write over the file')
      .action((file: string | undefined, flags: MemoryFlags & ExportOptions) => {
        const { format, force = false } = flags;
        take({ action: 'export', format, file: file ?? null, force }, flags);
      }),
    memory
      .command('import <file>')
      .summary('take in another memory')
      .description('take in another memory: memchat, mem0, MCP, Markdown; "-": standard input')
      .option('-y, --yes', 'write it at once, without your yes to each part')
      .option('--transcript', 'the file is the transcript of another chat, in JSON lines')
      .action((file: string, flags: MemoryFlags & { transcript?: boolean }) => {
        const action = flags.transcript === true ? 'import-transcript' : 'import';
        take({ action, file }, flags);
      }),
  ];
}

interface ExportOptions {
  format: ExportFormat;
  force?: boolean;
}

function unknownAction(word: string, actions: readonly Command[]): MemchatError {
  const names = actions.map((action) => action.name());
  const near = nearest(word, names);
  const hint = near === null ? `There are ${enumerated(names)}.` : `Did you mean ${near}?`;
  return new MemchatError(
    `unknown command ${quoted(`memory ${word}`)}. ${hint}\nSee memchat memory --help.`,
    'usage',
  );
}
