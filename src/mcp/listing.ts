import { z } from 'zod';
import { MemchatError } from '../errors.ts';
import { tagSlug } from '../memory/slug.ts';
import type { Fact, Memory } from '../memory/types.ts';

/** Facts on one page. */
export const MOST_LISTED = 200;

const preference = z.strictObject({ key: z.string(), value: z.string(), origin: z.string() });

const listed = z.strictObject({
  id: z.string(),
  text: z.string(),
  topic: z.string(),
  kind: z.string(),
  date: z.string().describe('Since when it holds, ISO 8601.'),
  until: z.string().nullable().describe('When it stopped being true; null while it holds.'),
  origin: z.string().describe('stated, confirmed, inferred or imported.'),
  pinned: z.boolean(),
});

/** A page of the memory, as `list` and `memchat://memory.json` give it. */
export const LISTING = {
  revision: z.number(),
  name: z.string().nullable(),
  summary: z.string(),
  preferences: z.array(preference),
  facts: z.array(listed),
  total: z.number().describe('Facts on all pages.'),
  waiting: z.number().describe('Suggestions that wait for the yes of the user.'),
  nextCursor: z.string().nullable().describe('For the next page; null on the last.'),
};

export type Listing = z.infer<z.ZodObject<typeof LISTING>>;

export interface ListingOptions {
  topic?: string | undefined;
  /** Also facts that hold no longer, behind the others. Default false. */
  includePast?: boolean;
  /** Facts on the page. */
  limit: number;
  /** The id of the last fact of the page before. */
  cursor?: string | undefined;
}

/**
 * A page of the memory, in the order of the file.
 * @throws MemchatError `usage` for a cursor whose fact is not there any more.
 */
export function listingOf(memory: Memory, options: ListingOptions): Listing {
  const { topic, includePast = false, limit, cursor } = options;
  const all = [...memory.keyFacts, ...(includePast ? memory.retired : [])].filter(
    ({ tag }) => topic === undefined || tag === tagSlug(topic),
  );
  const start = cursor === undefined ? 0 : placeBehind(cursor, all);
  const page = all.slice(start, start + limit);
  const last = start + page.length < all.length ? page.at(-1) : undefined;
  const preferences = Object.entries(memory.preferences)
    .filter(([, { origin }]) => origin !== 'declined')
    .map(([key, { value, origin }]) => ({ key, value, origin }));
  return {
    revision: memory.revision,
    name: memory.name,
    summary: memory.summary,
    preferences,
    facts: page.map(listedFact),
    total: all.length,
    waiting: memory.review.length,
    nextCursor: last?.id ?? null,
  };
}

function placeBehind(cursor: string, facts: readonly Fact[]): number {
  const place = facts.findIndex(({ id }) => id === cursor);
  if (place !== -1) return place + 1;
  throw new MemchatError(
    'The fact that the cursor names is not in this list any more: begin again without a cursor.',
    'usage',
  );
}

function listedFact(fact: Fact): z.infer<typeof listed> {
  const { id, text, tag, kind, validFrom, validTo, origin, pinned } = fact;
  return { id, text, topic: tag, kind, date: validFrom, until: validTo, origin, pinned };
}
