import { type Changes, noChanges } from './changes.ts';
import type { Evidence } from './evidence.ts';
import type { Written } from './facts.ts';
import { propose } from './propose.ts';
import type { Memory, ProposedOperation } from './types.ts';

/** Why a good change waits under the policy `ask`. */
export const ASKED = 'you are asked before anything is remembered';

/** One thing that is done to the memory. */
export type Step = (current: Memory) => Written;

/**
 * The step of a preference, the name or the summary with what it would have written put into the
 * review list instead.
 */
export function askFirst(step: Step, { turns, now, newId }: Evidence): Step {
  return (current) => {
    const written = step(current);
    const wanted = [...written.changes.added, ...written.changes.replaced];
    const [entry = written.changes.retired[0]] = wanted;
    if (entry === undefined) return written;
    const operation = operationOf(entry.id, current, written.memory);
    const isRemoval = wanted.length === 0;
    const proposed = propose(
      current,
      {
        turn: turns.at(-1)?.id ?? '',
        reason: ASKED,
        text: isRemoval ? `No longer: ${entry.text}` : entry.text,
        operation,
      },
      { now, newId },
    );
    const changes: Changes = {
      ...noChanges(),
      proposed: proposed.changes.proposed,
      refused: [...written.changes.refused, ...proposed.changes.refused],
    };
    return { memory: proposed.memory, changes };
  };
}

function operationOf(id: string, before: Memory, after: Memory): ProposedOperation {
  if (id === 'name') return { op: 'name', value: after.name ?? '', quote: '' };
  if (id === 'summary') return { op: 'summary', value: after.summary, quote: '' };
  const key = id.replace(/^preference:/, '');
  const value = Object.hasOwn(after.preferences, key) ? after.preferences[key] : undefined;
  const quote = (value ?? before.preferences[key])?.source.quote ?? '';
  return { op: 'preference', key, value: value?.value ?? null, quote };
}
