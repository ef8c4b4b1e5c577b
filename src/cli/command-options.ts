import { type Command, Option } from 'commander';
import { MemchatError } from '../errors.ts';
import type { Invocation, MemoryFlags, ReplayFlags, ReportFlags } from './invocation.ts';
import { nearest } from './repl/nearest.ts';

/** Adds the commands beside the chat; `ask` is called with the one that is asked for. */
export function addCommands(program: Command, ask: (asked: Invocation) => void): Command[] {
  return [addReplay(program, ask), ...addMemory(program, ask), addDoctor(program, ask)];
}

function addReplay(program: Command, ask: (asked: Invocation) => void): Command {
  return program
    .command('replay <script>')
    .description('run a scripted conversation (JSONL) and print what came of it')
    .option('--json', 'print requests, memory and terminal text as one JSON object')
    .option('--record <file>', 'use the configured API and keep its answers in the file')
    .addOption(
      new Option('--recorded <file>', 'answer from a file that --record wrote').conflicts('record'),
    )
    .action((script: string, flags: Omit<ReplayFlags, 'script'>) => {
      ask({ command: 'replay', flags: { ...program.opts(), ...flags, script } });
    });
}

/** Revisions that `memory history` shows where nothing else is asked for. */
const HISTORY_LIMIT = 20;

function addMemory(program: Command, ask: (asked: Invocation) => void): Command[] {
  const memory = program
    .command('memory')
    .description('what changed in the memory; take a change back')
    .usage('[options] <command>')
    .helpCommand(false)
    .argument('[command]')
    .action((word: string | undefined) => {
      if (word !== undefined && word !== 'help') throw unknownAction(word);
      ask({ command: 'print', text: memory.helpInformation() });
    });
  const take = (
    action: 'history' | 'undo' | 'restore',
    revision: number | null,
    flags: ReportFlags & { limit?: number },
  ) => {
    const limit = flags.limit ?? HISTORY_LIMIT;
    const all: MemoryFlags = { ...program.opts(), ...flags, revision, limit };
    ask({ command: 'memory', action, flags: all });
  };
  const history = memory
    .command('history')
    .description('the changes to the memory, newest first')
    .option('-n, --limit <count>', `how many; default ${HISTORY_LIMIT}`, limitOf)
    .action((flags: ReportFlags & { limit?: number }) => take('history', null, flags));
  const undo = memory
    .command('undo')
    .description('take one change back; what was written since stays')
    .argument('[revision]', 'which, by its number in the history; default: the newest', revisionOf)
    .action((revision: number | undefined, flags: ReportFlags) =>
      take('undo', revision ?? null, flags),
    );
  const restore = memory
    .command('restore')
    .description('make the whole memory what it was at a revision')
    .usage('[options] <revision>')
    .argument('[revision]', 'its number in the history', revisionOf)
    .action((revision: number | undefined, flags: ReportFlags) =>
      take('restore', revision ?? null, flags),
    );
  const actions = [history, undo, restore];
  for (const action of actions) addReportOptions(action);
  return [memory, ...actions];
}

function addDoctor(program: Command, ask: (asked: Invocation) => void): Command {
  const doctor = program
    .command('doctor')
    .description(
      'check the store, the credential and the network, and say how to mend what is wrong',
    )
    .action((flags: ReportFlags) =>
      ask({ command: 'doctor', flags: { ...program.opts(), ...flags } }),
    );
  return addReportOptions(doctor);
}

function addReportOptions(command: Command): Command {
  return command.option('--json', 'print one JSON object');
}

/** Options that say whose memory, and where. */
export function addStoreOptions(command: Command): Command {
  return command
    .option('-u, --user <id>', 'whose memory; default: your login name')
    .option('--sessions <dir>', 'where the memories are');
}

/** Options that say which model, and where. */
export function addConnectionOptions(command: Command): Command {
  return command
    .option('-m, --model <id>', 'the model that answers; default claude-sonnet-5-5')
    .option('--memory-model <id>', 'the model that extracts memories; default claude-haiku-5-5')
    .option('--base-url <url>', 'a server that speaks the Messages API, such as Ollama')
    .option('--offline', 'use the built-in offline model: no key, no network');
}

function limitOf(text: string): number {
  if (/^\d{1,15}$/.test(text) && Number(text) > 0) return Number(text);
  throw new MemchatError(`--limit takes a number from 1 on, not ${quoted(text)}.`, 'usage');
}

function revisionOf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new MemchatError(
    `${quoted(text)} is not a revision. It takes a number; memchat memory history lists them.`,
    'usage',
  );
}

function unknownAction(word: string): MemchatError {
  const near = nearest(word, ['history', 'undo', 'restore']);
  const hint = near === null ? 'There are history, undo and restore.' : `Did you mean ${near}?`;
  return new MemchatError(
    `unknown command ${quoted(`memory ${word}`)}. ${hint}\nSee memchat memory --help.`,
    'usage',
  );
}

function quoted(text: string): string {
  return `"${text.slice(0, 60)}"`;
}
