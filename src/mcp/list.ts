import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { escapeLine } from '../prompt/escape.ts';
import { answered, outputOf } from './answer.ts';
import type { Door } from './door.ts';
import { LISTING, type Listing, listingOf, MOST_LISTED } from './listing.ts';

const LIMIT = 50;

/** `list`: the memory page by page. */
export function addList(server: McpServer, door: Door): void {
  server.registerTool(
    'list',
    {
      title: 'List what is remembered',
      description:
        'Lists what is remembered of the user, with ids: name, summary, preferences and facts. To find something, recall is better.',
      inputSchema: z.strictObject({
        topic: z.string().min(1).max(100).optional().describe('Only facts of this topic.'),
        includePast: z.boolean().default(false).describe('Also facts that hold no longer.'),
        limit: z.int().min(1).max(MOST_LISTED).default(LIMIT).describe('Facts on a page.'),
        cursor: z.string().max(100).optional().describe('`nextCursor` of the page before.'),
      }),
      outputSchema: outputOf(LISTING),
      annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    },
    (asked) =>
      answered(async () => {
        const listing = listingOf(await door.own.read(), asked);
        return { structured: listing, text: renderListing(listing) };
      }),
  );
}

function renderListing(listing: Listing): string {
  const { name, summary, preferences, facts, total, waiting, nextCursor } = listing;
  const lines = [
    ...(name === null ? [] : [`Name: ${escapeLine(name)}`]),
    ...(summary === '' ? [] : [`Summary: ${escapeLine(summary)}`]),
    ...preferences.map(({ key, value }) => `Preference: ${escapeLine(`${key}: ${value}`)}`),
    ...facts.map(({ topic, date, until, id, text }) => {
      const to = until === null ? '' : ` to ${until.slice(0, 10)}`;
      return `- [${escapeLine(topic)} · ${date.slice(0, 10)}${to} · ${id}] ${escapeLine(text)}`;
    }),
  ];
  if (lines.length === 0) lines.push('Nothing is remembered.');
  if (nextCursor !== null) {
    lines.push(`${facts.length} of ${total} facts; for more, call list with cursor ${nextCursor}.`);
  }
  if (waiting > 0) lines.push(`Waiting for the yes of the user: ${waiting}.`);
  return lines.join('\n');
}
