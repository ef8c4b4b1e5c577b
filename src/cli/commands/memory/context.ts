import type { UserMemory } from '../../../chat/user-memory.ts';
import type { Config } from '../../../config.ts';
import { MemchatError } from '../../../errors.ts';
import { shellCommand } from '../../../finding.ts';
import type { Fact, Memory } from '../../../memory/types.ts';
import type { Dialogue } from '../../dialogue.ts';
import type { MemoryFlags } from '../../invocation.ts';
import { type Signs, signsOf } from '../../output/signs.ts';
import {
  type TerminalInput,
  type TerminalOutput,
  wantsColour,
  widthOf,
} from '../../output/terminal.ts';
import { placeWords } from '../../place-words.ts';

/** What the commands of the memory work with. */
export interface Context {
  own: UserMemory;
  config: Config;
  flags: MemoryFlags;
  stdin: TerminalInput;
  /** Where a person can be asked; null where there is none: in a script, a pipe. */
  dialogue: Dialogue | null;
  look: Look;
  /** Says something beside the answer, on standard error. */
  tell(message: string): void;
}

/** How standard output is written to. */
export interface Look {
  colour: boolean;
  /** Its width; null: it is no terminal, and nothing is cut. */
  columns: number | null;
  /** Plain characters only: for a terminal that may not know others (TERM=dumb), or a screen reader. */
  ascii: boolean;
  /** Words for a screen reader. */
  signs: Signs;
  /** Now, ISO 8601. */
  now: string;
}

export function lookOf(
  { display }: Pick<Config, 'display'>,
  { color }: MemoryFlags,
  stdout: TerminalOutput,
): Look {
  const flag = color === false ? false : undefined;
  return {
    colour: wantsColour(stdout.isTTY === true, { ...display, flag }),
    columns: widthOf(stdout),
    ascii: display.term === 'dumb' || display.accessible,
    signs: signsOf(display),
    now: new Date().toISOString(),
  };
}

/** @throws MemchatError `usage` where there is no memory to be looked at. */
export function refuseOff({ memory }: Pick<Config, 'memory'>): void {
  if (memory !== 'off') return;
  throw new MemchatError(
    'Memory is off (--memory off, or MEMCHAT_MEMORY), so nothing of it is read or written. Add --memory auto to look at it.',
    'usage',
  );
}

/** The same answer for a person and for a program. */
export interface Report {
  /** Without a line break at its end. */
  text: string;
  json: object;
}

/** `memchat memory …` for this user and store, ready to paste. */
export function commandFor(flags: MemoryFlags, ...words: string[]): string {
  const { user } = flags;
  const where = [...(user === undefined ? [] : ['-u', user]), ...placeWords(flags)];
  const command = ['memchat', 'memory', ...words];
  return shellCommand([...command, ...where]) ?? command.join(' ');
}

/** Whether there is nothing in it that could be shown. */
export function isEmpty(memory: Memory): boolean {
  const { name, summary, preferences, keyFacts, retired, review, recentMessages } = memory;
  const lists = [keyFacts, retired, review, recentMessages, Object.keys(preferences)];
  return name === null && summary === '' && lists.every(({ length }) => length === 0);
}

/**
 * The fact with this id, or whose id begins so.
 * @throws MemchatError `usage` when there is none, or more than one.
 */
export function findFact({ keyFacts, retired }: Memory, id: string): Fact {
  const facts = [...keyFacts, ...retired];
  const exact = facts.find((fact) => fact.id === id);
  if (exact !== undefined) return exact;
  const near = facts.filter((fact) => id.length > 2 && fact.id.startsWith(id));
  const [only] = near;
  if (only !== undefined && near.length === 1) return only;
  const given = id.slice(0, 60);
  throw new MemchatError(
    near.length > 1
      ? `${near.length} facts have an id that begins with "${given}". Write more of it.`
      : `There is no fact "${given}"; memchat memory list shows the facts with their ids.`,
    'usage',
  );
}
