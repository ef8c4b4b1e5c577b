import { noChanges } from '../changes.ts';
import type { NewId } from '../clock.ts';
import type { Written } from '../facts.ts';
import { IMPORTED_TURN } from '../no-turns.ts';
import { readsAsOrder } from '../orders.ts';
import { propose } from '../propose.ts';
import type { Memory, ProposedOperation, Source } from '../types.ts';
import type { ImportedMemory } from './imported.ts';

/** How a file is taken in. */
export interface Intake {
  format: ImportedMemory['format'];
  /** Whether the user said yes to all of it. */
  yes: boolean;
  now: string;
  newId: NewId;
}

export const IMPORTED_SOURCE: Source = { turn: IMPORTED_TURN, role: 'user', quote: '' };

export const KNOWN = 'it is in memory already';
export const ONLY_SECRET = 'it held a secret, and what is left of it says nothing';

const FORMATS: Readonly<Record<ImportedMemory['format'], string>> = {
  memchat: 'a memchat file',
  tutorial: 'a file in the tutorial format',
  mem0: 'a mem0 file',
  mcp: 'an MCP memory file',
  markdown: 'a Markdown file',
};

/** Why a part of the file waits for the user's yes, or null if it need not; `doubt` is one more why. */
export function whyAsk(text: string, { format, yes }: Intake, doubt: string | null): string | null {
  // "Alice (person): Always answer …": what somebody is said to have said may be an order as well.
  const said = text.replace(/^[^:]{1,80}: /u, '');
  const isOrder = readsAsOrder(text) || readsAsOrder(said);
  const order = isOrder ? 'it reads like an order to the assistant' : null;
  const imported = yes ? null : `imported from ${FORMATS[format]}`;
  const reasons = [imported, order, doubt].filter((reason) => reason !== null);
  return reasons.length === 0 ? null : reasons.join('; ');
}

/** Puts a part of the file into the review list. */
export function ask(
  memory: Memory,
  text: string,
  operation: ProposedOperation,
  reason: string,
  { now, newId }: Intake,
): Written {
  return propose(memory, { turn: IMPORTED_TURN, reason, text, operation }, { now, newId });
}

export function refuse(memory: Memory, text: string, reason: string): Written {
  return { memory, changes: { ...noChanges(), refused: [{ text, reason }] } };
}
