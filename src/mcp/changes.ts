import { z } from 'zod';
import type { Outcome } from '../chat/outcome.ts';
import { escapeLine } from '../prompt/escape.ts';
import type { Answer } from './answer.ts';

const entry = z.strictObject({ id: z.string(), text: z.string() });

/** What came of a write: the receipt of the tools that change something. */
export const RECEIPT = {
  revision: z.number().nullable().describe('The new revision; null when nothing was written.'),
  added: z.array(entry),
  replaced: z.array(entry),
  retired: z.array(entry),
  confirmed: z.array(entry),
  proposed: z.array(entry).describe('Waits for the yes of the user: it is not remembered yet.'),
  refused: z.array(z.strictObject({ text: z.string(), reason: z.string() })),
};

/** The outcome as a receipt, in words that make no model claim that something was kept. */
export function receiptOf({ revision, changes }: Outcome): Answer {
  const { added, replaced, retired, confirmed, proposed, refused } = changes;
  const lines = [
    ...added.map(({ text }) => `Noted: ${text}`),
    ...replaced.map(({ text }) => `Corrected: ${text}`),
    ...retired.map(({ text }) => `No longer held: ${text}`),
    ...confirmed.map(({ text }) => `Known already: ${text}`),
    ...proposed.map(
      ({ text }) => `Not noted yet, the user is asked first (memchat memory review): ${text}`,
    ),
    ...refused.map(({ text, reason }) => `Not noted, because ${reason}: ${text}`),
  ];
  const written = [...added, ...replaced, ...retired];
  if (revision !== null && written.length > 0) {
    lines.push(`The user can take it back with: memchat memory undo ${revision}`);
  }
  const text = lines.length > 0 ? lines.map(escapeLine).join('\n') : 'Nothing was changed.';
  return { structured: { revision, ...changes }, text };
}
