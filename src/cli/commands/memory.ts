import { history } from '../../chat/history.ts';
import { restoreRevision } from '../../chat/restore.ts';
import { undoRevision } from '../../chat/undo.ts';
import { composeStore } from '../../compose.ts';
import { type Config, readConfig } from '../../config.ts';
import { MemchatError } from '../../errors.ts';
import { shellCommand } from '../../finding.ts';
import type { Store } from '../../store/port.ts';
import type { MemoryFlags } from '../invocation.ts';
import { type HistoryLook, renderHistory } from '../output/history.ts';
import { renderJson } from '../output/json.ts';
import { sanitise, sanitiseLine } from '../output/sanitise.ts';
import { type TerminalOutput, wantsColour } from '../output/terminal.ts';
import { type OutcomeLook, renderRestore, renderUndo } from '../output/undo.ts';

/**
 * `memchat memory history|undo|restore`. Resolves to the exit code.
 * @throws MemchatError `usage` for a revision that cannot be meant, and where memory is off; else
 *   as the store does.
 */
export async function memory(
  action: 'history' | 'undo' | 'restore',
  flags: MemoryFlags,
  output: { stdout: TerminalOutput; stderr: TerminalOutput },
): Promise<number> {
  const config = await readConfig(flags);
  if (config.memory === 'off') throw new MemchatError(MEMORY_OFF, 'usage');
  const store = composeStore(config, ({ message }) => {
    output.stderr.write(`memchat: ${sanitise(message)}\n`);
  });
  const run = { history: showHistory, undo: takeBack, restore: goBack }[action];
  const { text, json } = await run(store, flags, config, output.stdout);
  output.stdout.write(flags.json === true ? renderJson(json) : `${text}\n`);
  return 0;
}

const MEMORY_OFF =
  'Memory is off (--memory off, or MEMCHAT_MEMORY), so nothing of it is read or written. Add --memory auto to look at it.';

const WHICH_REVISION =
  'memory restore takes the number of a revision; memchat memory history lists them.';

/** The same result for a person and for a program. */
interface Report {
  text: string;
  json: object;
}

async function showHistory(
  store: Store,
  { limit, color }: MemoryFlags,
  { user, display }: Config,
  stdout: TerminalOutput,
): Promise<Report> {
  const revisions = await history({ store }, user, { limit });
  const json = { user, revisions };
  if (revisions.length === 0) return { text: await withoutHistory(store, user), json };
  const flag = color === false ? false : undefined;
  const look: HistoryLook = {
    colour: wantsColour(stdout.isTTY === true, { ...display, flag }),
    columns: widthOf(stdout),
    now: new Date().toISOString(),
  };
  return { text: renderHistory(revisions, look), json };
}

async function withoutHistory(store: Store, user: string): Promise<string> {
  return (await store.read(user)) === null
    ? `Nothing is remembered of ${sanitiseLine(user)} yet.`
    : `The memory of ${sanitiseLine(user)} has no history yet: it begins with the next change.`;
}

async function takeBack(
  store: Store,
  flags: MemoryFlags,
  { user }: Config,
  stdout: TerminalOutput,
): Promise<Report> {
  const outcome = await undoRevision({ store }, user, flags.revision);
  const { revision, undone, changes, left } = outcome;
  return {
    text: renderUndo(outcome, lookOf(flags, stdout)),
    json: { user, revision, undone, changes, left },
  };
}

async function goBack(
  store: Store,
  flags: MemoryFlags,
  { user }: Config,
  stdout: TerminalOutput,
): Promise<Report> {
  if (flags.revision === null) throw new MemchatError(WHICH_REVISION, 'usage');
  const outcome = await restoreRevision({ store }, user, flags.revision);
  const { revision, restored, changes } = outcome;
  return {
    text: renderRestore(outcome, lookOf(flags, stdout)),
    json: { user, revision, restored, changes },
  };
}

function lookOf({ user, sessions }: MemoryFlags, stdout: TerminalOutput): OutcomeLook {
  const where = [
    ...(user === undefined ? [] : ['-u', user]),
    ...(sessions === undefined ? [] : ['--sessions', sessions]),
  ];
  return {
    columns: widthOf(stdout),
    undoCommand: (revision) => {
      const words = ['memchat', 'memory', 'undo', `${revision}`];
      return shellCommand([...words, ...where]) ?? words.join(' ');
    },
  };
}

function widthOf({ isTTY, columns }: TerminalOutput): number | null {
  return isTTY === true ? columns || 80 : null;
}
