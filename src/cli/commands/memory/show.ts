import { renderFact, storyOf } from '../../output/fact.ts';
import { type Context, findFact, type Report } from './context.ts';

/**
 * `memory show ID`. As JSON: `{ user, fact, replaced, replacedBy }`: the fact as it is in the file,
 * the past facts that it replaced, newest first, and the one that replaced it, or null.
 */
export async function show({ id }: { id: string }, context: Context): Promise<Report> {
  const memory = await context.own.read();
  const story = storyOf(memory, findFact(memory, id));
  return {
    text: renderFact(story, context.look.colour, context.look.signs),
    json: { user: memory.user, ...story },
  };
}
