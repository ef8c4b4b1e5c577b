import type { UserMemory } from '../../../chat/user-memory.ts';
import { composeReader } from '../../../compose/reader.ts';
import { readConfig } from '../../../config.ts';
import type { MemoryFlags } from '../../invocation.ts';
import { renderJson } from '../../output/json.ts';
import { renderMemory } from '../../output/memory.ts';
import { sanitise } from '../../output/sanitise.ts';
import type { Terminal } from '../../output/terminal.ts';
import { commandFor, type Look, lookOf, type Report, refuseOff } from './context.ts';

/**
 * `memchat memory list`, apart from the other commands: it loads neither the model nor the passes.
 * Resolves to the exit code.
 * @throws MemchatError as `memory` does.
 */
export async function listMemory(
  request: { all: boolean },
  flags: MemoryFlags,
  { stdout, stderr }: Pick<Terminal, 'stdout' | 'stderr'>,
): Promise<number> {
  const config = await readConfig(flags);
  refuseOff(config);
  const own = composeReader(config, ({ message }) => {
    stderr.write(`memchat: ${sanitise(message)}\n`);
  });
  const context = { own, flags, look: lookOf(config, flags, stdout) };
  const { text, json } = await list(request, context);
  stdout.write(flags.json === true ? renderJson(json) : `${text}\n`);
  return 0;
}

interface ListContext {
  own: Pick<UserMemory, 'read'>;
  flags: MemoryFlags;
  look: Look;
}

/**
 * `memory list`. As JSON: `{ user, revision, name, summary, preferences, facts, waiting }`, where
 * `preferences` are by key, `facts` as they are in the file and `waiting` is the number of things in
 * review; with `--all` also `past`, the past facts, and the preferences that were dropped.
 */
async function list({ all }: { all: boolean }, context: ListContext): Promise<Report> {
  const { own, flags, look } = context;
  const memory = await own.read();
  const { user, revision, name, summary, keyFacts, retired, review } = memory;
  const preferences = Object.fromEntries(
    Object.entries(memory.preferences).filter(([, { origin }]) => all || origin !== 'declined'),
  );
  return {
    text: renderMemory(memory, {
      colour: look.colour,
      signs: look.signs,
      all,
      review: commandFor(flags, 'review'),
    }),
    json: {
      ...{ user, revision, name, summary, preferences, facts: keyFacts },
      ...(all && { past: retired }),
      waiting: review.length,
    },
  };
}
