import type { Changes, Refusal } from './changes.ts';
import { noChanges } from './changes.ts';
import { difference } from './difference.ts';
import { knownFields, unknownFields } from './known-fields.ts';
import { type Keyed, putBack, reversalOf } from './three-way.ts';
import type { Memory, Preference, Proposal } from './types.ts';
import { undoFacts } from './undo-facts.ts';
import { undoRecent } from './undo-recent.ts';

export interface Undone {
  memory: Memory;
  /** What differs from the memory as it was until now. */
  changes: Changes;
  /** What stays although the commit changed it, and why. */
  left: Refusal[];
}

/**
 * The memory `now` with what one commit changed (from `before` to `after`) as it was before it. What
 * has changed again since stays as it is and is `left`. Revision, session count, times and applied
 * turns are never undone: no turn is applied twice. The same memory if nothing goes back. Never throws.
 */
export function undo(before: Memory, after: Memory, now: Memory): Undone {
  const facts = undoFacts(before, after, now);
  const texts = undoThings(textFields(before), textFields(after), textFields(now), labelOf);
  const preferences = undoThings(
    Object.entries(before.preferences),
    inOrder(Object.entries(after.preferences)),
    Object.entries(now.preferences),
    (key, preference: Preference | undefined) => `${key}: ${preference?.value ?? ''}`,
  );
  const review = undoThings(proposals(before), proposals(after), proposals(now), proposalText);
  const others = undoThings(
    unknownFields(before),
    inOrder(unknownFields(after)),
    unknownFields(now),
  );
  const recentMessages = undoRecent(before, after, now);

  const parts = [facts, texts, preferences, review, others];
  const left = parts.flatMap((part) => part.left);
  if (!parts.some(({ undone }) => undone) && recentMessages === now.recentMessages) {
    return { memory: now, changes: noChanges(), left };
  }
  const text = new Map(texts.things);
  const memory: Memory = {
    ...Object.fromEntries(others.things),
    ...knownFields(now),
    name: text.get('name') ?? null,
    summary: text.get('summary') ?? '',
    preferences: Object.fromEntries([
      ...preferences.things,
      ...notInferredAgain(before, after, preferences.things),
    ]),
    keyFacts: facts.keyFacts,
    retired: facts.retired,
    review: review.things.map(([, proposal]) => proposal),
    recentMessages,
    // Facts that are back would be tidied away again at once.
    ...(now.tidiedTo === undefined
      ? {}
      : { tidiedTo: Math.max(now.tidiedTo, facts.keyFacts.length) }),
  };
  return { memory, changes: difference(now, memory), left };
}

/** Fields of an object have no order that means anything: what is said of them is to have one. */
function inOrder<T>(fields: Keyed<T>): Keyed<T> {
  return fields.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** A preference that was inferred and is taken back would be inferred again, but for this mark. */
function notInferredAgain(
  before: Memory,
  after: Memory,
  left: Keyed<Preference>,
): [string, Preference][] {
  const kept = new Set(left.map(([key]) => key));
  return Object.entries(after.preferences)
    .filter(([key, { origin }]) => origin === 'inferred' && !kept.has(key))
    .filter(([key]) => !Object.hasOwn(before.preferences, key))
    .map(([key, preference]) => {
      const source = { ...preference.source, quote: '' };
      return [key, { ...preference, value: '', origin: 'declined', source }];
    });
}

/** The name and the summary; what there is none of is not among them. */
function textFields({ name, summary }: Memory): Keyed<string> {
  const fields: (readonly [string, string])[] = [];
  if (name !== null) fields.push(['name', name]);
  if (summary !== '') fields.push(['summary', summary]);
  return fields;
}

function labelOf(key: string, text: string | undefined): string {
  return `${key}: ${text ?? ''}`;
}

function proposals({ review }: Memory): Keyed<Proposal> {
  return review.map((proposal) => [proposal.id, proposal] as const);
}

function proposalText(id: string, proposal: Proposal | undefined): string {
  return proposal?.text ?? id;
}

interface UndoneThings<T> {
  things: Keyed<T>;
  undone: boolean;
  left: Refusal[];
}

function undoThings<T>(
  before: Keyed<T>,
  after: Keyed<T>,
  now: Keyed<T>,
  textOf: (key: string, thing: T | undefined) => string = (key) => key,
): UndoneThings<T> {
  const { open, changedSince } = reversalOf(before, after, now);
  const left = changedSince.map((key) => {
    const find = (things: Keyed<T>) => things.find(([other]) => other === key)?.[1];
    const current = find(now);
    const reason = current === undefined ? 'it was deleted since' : 'it has changed again since';
    return { text: textOf(key, current ?? find(after) ?? find(before)), reason };
  });
  return {
    things: open.length === 0 ? now : putBack(now, before, new Set(open)),
    undone: open.length > 0,
    left,
  };
}
