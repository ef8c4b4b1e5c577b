import type { Models } from '../../chat/ports.ts';
import type { Leftover } from '../../chat/session.ts';
import type { Memory } from '../../memory/types.ts';
import { counted } from '../../memory/wording.ts';
import { sanitiseLine } from './sanitise.ts';

export interface Status {
  user: string;
  models: Models;
  /** Or why it cannot be read, safe for a terminal. */
  memory: Memory | string;
  leftover: Leftover;
  /** Further rows, safe for a terminal. */
  about: readonly (readonly [name: string, value: string])[];
}

const LEFTOVER: Record<Leftover, string> = {
  nothing: 'nothing: all that was said is in the memory',
  pending: 'something that was said is not in the memory yet',
  unsaved: 'something that was said could not be written to the disk',
};

/** Who and what is in use, a row for each. Ends without a line break. */
export function renderStatus({ user, models, memory, leftover, about }: Status): string {
  const rows: (readonly [string, string])[] = [
    ['user', sanitiseLine(user)],
    ['model', sanitiseLine(models.chat)],
    ['memory model', sanitiseLine(models.memory)],
    ...about,
    ['remembered', typeof memory === 'string' ? memory : sizeOf(memory)],
    ['pending', LEFTOVER[leftover]],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
}

function sizeOf(memory: Memory): string {
  const { keyFacts, retired, preferences, review, revision } = memory;
  const parts = [
    counted(keyFacts.length, 'fact'),
    counted(Object.keys(preferences).length, 'preference'),
  ];
  if (retired.length > 0) parts.push(counted(retired.length, 'past fact'));
  if (review.length > 0) parts.push(`${review.length} for your yes`);
  const size = Math.ceil(Buffer.byteLength(JSON.stringify(memory)) / 1024);
  return `${parts.join(', ')}; ${size} KB, revision ${revision}`;
}
