import { noChanges } from './changes.ts';
import type { Written } from './facts.ts';
import { IMPORTED_TURN } from './no-turns.ts';
import type { ApprovalMeans } from './review-facts.ts';
import { dropPreference, writePreference } from './revise-preference.ts';
import { clean, nameText, preferenceText, summaryText } from './revise-texts.ts';
import { preferenceKey } from './slug.ts';
import type { Memory, Proposal, ProposedOperation, Source } from './types.ts';

type Proposed<Op extends ProposedOperation['op']> = Extract<ProposedOperation, { op: Op }>;

/**
 * Sets or drops the preference that was proposed. Other words for it are its value, with its key and
 * a colon before them or without.
 * @throws MemchatError `usage` for a value that cannot be one.
 */
export function approvePreference(
  memory: Memory,
  proposal: Proposal,
  { key, value, quote }: Proposed<'preference'>,
  text: string | undefined,
  { now }: Pick<ApprovalMeans, 'now'>,
): Written {
  const { turn } = proposal;
  const filed = preferenceKey(clean(key));
  const said = text === undefined ? value : withoutKey(text, filed);
  if (said === null) {
    const dropped = dropPreference(memory, filed, { turn, now });
    return dropped.memory === memory ? refused(memory, proposal, 'it is gone already') : dropped;
  }
  if (filed === '') return refused(memory, proposal, 'it has no key');
  const kept = preferenceText(said);
  const source: Source = { turn, role: 'user', quote: clean(text === undefined ? quote : kept) };
  const isImport = turn === IMPORTED_TURN && text === undefined;
  const origin = isImport ? 'imported' : 'confirmed';
  return writePreference(memory, filed, { value: kept, origin, source, updatedAt: now });
}

/** @throws MemchatError `usage` for a name that cannot be one. */
export function approveName(
  memory: Memory,
  { value }: Proposed<'name'>,
  text: string | undefined,
): Written {
  const name = nameText(text ?? value);
  const how = memory.name === null ? 'added' : memory.name === name ? 'confirmed' : 'replaced';
  return {
    memory: { ...memory, name },
    changes: { ...noChanges(), [how]: [{ id: 'name', text: name }] },
  };
}

/** @throws MemchatError `usage` for a summary that cannot be one. */
export function approveSummary(
  memory: Memory,
  { value }: Proposed<'summary'>,
  text: string | undefined,
): Written {
  const summary = summaryText(text ?? value);
  const how =
    memory.summary === '' ? 'added' : memory.summary === summary ? 'confirmed' : 'replaced';
  return {
    memory: { ...memory, summary },
    changes: { ...noChanges(), [how]: [{ id: 'summary', text: summary }] },
  };
}

function withoutKey(text: string, key: string): string {
  const colon = text.indexOf(':');
  return colon > 0 && preferenceKey(text.slice(0, colon)) === key ? text.slice(colon + 1) : text;
}

function refused(memory: Memory, { text }: Proposal, reason: string): Written {
  return { memory, changes: { ...noChanges(), refused: [{ text, reason }] } };
}
