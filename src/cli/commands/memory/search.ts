import { renderFound } from '../../output/recalled.ts';
import { sanitiseLine } from '../../output/sanitise.ts';
import type { Context, Report } from './context.ts';

/**
 * `memory search QUERY`. As JSON a list, best first: `{ kind: "fact", id, text, date, until, topic,
 * score }` and `{ kind: "turn", id, text, date, speaker, session, score }`. `date` is when a fact
 * began to hold, `until` when it stopped, null while it holds; the `speaker` of a turn is "user",
 * "reply", or a name in another chat.
 */
export async function search(
  { query, limit }: { query: string; limit: number },
  { own, look }: Context,
): Promise<Report> {
  const found = await own.search(query, { limit });
  const nothing = `Nothing is remembered, and nothing was said, that bears on "${sanitiseLine(query)}".`;
  const json = found.map((one) => {
    const { kind, id, text, date, score } = one;
    if (one.kind === 'turn') {
      const { speaker, session } = one;
      const by = typeof speaker === 'string' ? speaker : speaker.name;
      return { kind, id, text, date, speaker: by, session, score };
    }
    const { tag, validTo } = one.fact;
    return { kind, id, text, date, until: validTo, topic: tag, score };
  });
  return {
    text: found.length > 0 ? renderFound(found, query, look.colour, look.signs) : nothing,
    json,
  };
}
