import { renderMemory } from '../../output/memory.ts';
import { type Context, commandFor, type Report } from './context.ts';

/**
 * `memory list`. As JSON: `{ user, revision, name, summary, preferences, facts, waiting }`, where
 * `preferences` are by key, `facts` as they are in the file and `waiting` is the number of things in
 * review; with `--all` also `past`, the past facts, and the preferences that were dropped.
 */
export async function list({ all }: { all: boolean }, context: Context): Promise<Report> {
  const { own, flags, look } = context;
  const memory = await own.read();
  const { user, revision, name, summary, keyFacts, retired, review } = memory;
  const preferences = Object.fromEntries(
    Object.entries(memory.preferences).filter(([, { origin }]) => all || origin !== 'declined'),
  );
  return {
    text: renderMemory(memory, {
      colour: look.colour,
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
