import { composeEntry, type RosterEntry } from '../../../compose/users.ts';
import { composeUserMemory } from '../../../compose.ts';
import type { Config } from '../../../config.ts';
import { MemchatError } from '../../../errors.ts';
import { Asking } from '../../asking.ts';
import { type Dialogue, isConfirmed } from '../../dialogue.ts';
import type { MemoryFlags } from '../../invocation.ts';
import { byteText } from '../../output/bytes.ts';
import { renderJson } from '../../output/json.ts';
import { sanitise, sanitiseLine } from '../../output/sanitise.ts';
import type { Terminal } from '../../output/terminal.ts';
import { usersConfig } from './show.ts';

/**
 * `memchat users delete USER`. Asks first; without a terminal it needs `--yes`. That there is nothing
 * is no failure: it is as was wished. Resolves to the exit code. As JSON: `{ user, removed }`.
 * @throws MemchatError `usage` where nobody can be asked, and where memory is off or read-only;
 *   `store-unwritable`.
 */
export async function deleteUser(
  { user }: { user: string },
  flags: MemoryFlags,
  streams: Pick<Terminal, 'stdin' | 'stdout' | 'stderr'>,
): Promise<number> {
  const config = await usersConfig({ ...flags, user }, streams.stderr);
  const dialogue = Asking.on(streams);
  try {
    const { text, json } = await deleted(config, dialogue, flags.yes === true);
    streams.stdout.write(flags.json === true ? renderJson(json) : `${text}\n`);
    return 0;
  } finally {
    dialogue?.close();
  }
}

async function deleted(
  config: Config,
  dialogue: Dialogue | null,
  yes: boolean,
): Promise<{ text: string; json: object }> {
  const { user } = config;
  const shown = sanitiseLine(user);
  const entry = await composeEntry(config);
  if (entry !== null && !yes) {
    if (dialogue === null) throw new MemchatError(ASKS, 'usage');
    dialogue.print(planOf(shown, entry, config.store));
    if (!(await isConfirmed(dialogue, 'Delete it?'))) {
      return { text: 'Nothing was deleted.', json: { user, removed: false } };
    }
  }
  // Also when nothing was found: what a removal that was stopped has left is swept then.
  await (await composeUserMemory(config, () => {})).forgetAll();
  if (entry === null) {
    return {
      text: `Nothing is kept of ${shown}. memchat users list shows who there is.`,
      json: { user, removed: false },
    };
  }
  return {
    text: `Deleted: nothing is kept of ${shown} any more.`,
    json: { user, removed: true },
  };
}

const ASKS =
  'users delete asks first, and there is no terminal to ask on. To delete without a question, add -y.';

function planOf(
  shown: string,
  { memory, file, bytes, problem }: RosterEntry,
  store: Config['store'],
): string {
  const facts = memory === null ? 0 : memory.keyFacts.length + memory.retired.length;
  const preferences = Object.keys(memory?.preferences ?? {}).length;
  const what =
    problem === null
      ? `facts: ${facts}, preferences: ${preferences}`
      : 'a memory that cannot be read';
  const goes =
    store.kind === 'files'
      ? `${sanitise(file)} goes, and the folder beside it.`
      : `All rows of this user go from ${sanitise(store.place)}.`;
  return `To be deleted for good: all that is kept of ${shown} (${what}; ${byteText(bytes)}), with the conversations, all past revisions and what requests have cost.
${goes}
This cannot be undone.`;
}
