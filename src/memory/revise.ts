import { MemchatError } from '../errors.ts';
import { noChanges } from './changes.ts';
import type { NewId } from './clock.ts';
import { duplicateOf } from './dedupe.ts';
import { type Warrant, type Written, writeFact } from './facts.ts';
import { fold } from './fold.ts';
import { later, toTime } from './iso-time.ts';
import { TOLD_TURN } from './no-turns.ts';
import { dropPreference, preferenceOf, writePreference } from './revise-preference.ts';
import { clean, factText, preferenceText } from './revise-texts.ts';
import { preferenceKey, tagSlug } from './slug.ts';
import type { Fact, FactKind, Memory, Source } from './types.ts';

/** A fact that the user dictates. */
export interface Dictated {
  text: string;
  /** Default: "other". */
  tag?: string;
  /** Default: `semantic`. */
  kind?: FactKind;
  /** Default: false. */
  pinned?: boolean;
}

/** What the user changes about a fact; what is absent stays. */
export type FactEdit = Partial<Pick<Fact, 'text' | 'tag' | 'kind' | 'pinned' | 'expiresAt'>>;

interface Means {
  now: string;
  newId: NewId;
}

/**
 * Adds what the user dictates. What is known already is confirmed, and pinned if they ask for it.
 * @throws MemchatError `usage` for a text that cannot be remembered.
 */
export function addFact(memory: Memory, dictated: Dictated, means: Means): Written {
  const { tag = '', kind = 'semantic', pinned = false } = dictated;
  const text = factText(dictated.text);
  const written = writeTold(memory, { text, tag: tagSlug(clean(tag)), kind }, means);
  const [entry] = [...written.changes.added, ...written.changes.confirmed];
  if (!pinned || entry === undefined) return written;
  return { ...written, memory: withFact(written.memory, entry.id, { pinned }) };
}

/**
 * Changes an active fact: another text makes a new fact that replaces it and keeps its tag, kind,
 * pin, expiry and recalls; spelling and the rest are changed in place. The same memory if nothing
 * differs.
 * @throws MemchatError `usage` for an id that no active fact has, a text that cannot be remembered,
 *   or an expiry that is no time to come.
 */
export function editFact(memory: Memory, id: string, edit: FactEdit, means: Means): Written {
  const fact = memory.keyFacts.find((one) => one.id === id);
  if (fact === undefined) throw noSuchFact(memory, id);
  const details = detailsOf(edit, means.now);
  const text = edit.text === undefined ? fact.text : factText(edit.text);
  return spelling(text) === spelling(fact.text)
    ? editInPlace(memory, fact, { ...details, text }, means.now)
    : rewrite(memory, fact, { ...details, text }, means);
}

/**
 * Sets a preference in the user's own name, or drops it (`value` null).
 * @throws MemchatError `usage` for a key without a word, a preference to drop that is not there, or
 *   a value that cannot be one.
 */
export function setPreference(
  memory: Memory,
  key: string,
  value: string | null,
  { now }: Pick<Means, 'now'>,
): Written {
  const filed = preferenceKey(clean(key));
  if (filed === '') {
    throw new MemchatError('The preference has no name: give one like "answer length".', 'usage');
  }
  if (value === null) {
    const old = preferenceOf(memory, filed);
    if (old !== undefined && old.origin !== 'declined') {
      return dropPreference(memory, filed, { turn: TOLD_TURN, now });
    }
    throw new MemchatError(`There is no preference "${filed}".`, 'usage');
  }
  const kept = preferenceText(value);
  const source = toldSource(kept);
  return writePreference(memory, filed, { value: kept, origin: 'stated', source, updatedAt: now });
}

function writeTold(
  memory: Memory,
  { text, tag, kind }: Pick<Fact, 'text' | 'tag' | 'kind'>,
  means: Means,
): Written {
  const rest = { target: null, answers: null, happenedOn: null, expiresInDays: null };
  const operation = { op: 'add' as const, text, tag, kind, quote: text, ...rest };
  const warrant: Warrant = { source: toldSource(text), origin: 'stated', at: means.now, ...means };
  return writeFact(memory, operation, undefined, warrant);
}

function toldSource(quote: string): Source {
  return { turn: TOLD_TURN, role: 'user', quote };
}

/** Details that a person may set, checked and in the form in which they are kept. */
function detailsOf({ tag, kind, pinned, expiresAt }: FactEdit, now: string): Partial<Fact> {
  return {
    ...(tag === undefined ? {} : { tag: tagSlug(clean(tag)) }),
    ...(kind === undefined ? {} : { kind }),
    ...(pinned === undefined ? {} : { pinned }),
    ...(expiresAt === undefined ? {} : { expiresAt: expiryOf(expiresAt, now) }),
  };
}

function expiryOf(expiresAt: string | null, now: string): string | null {
  if (expiresAt === null) return null;
  const time = toTime(expiresAt);
  if (time === null) {
    throw new MemchatError('The expiry is not a date like 2026-01-31.', 'usage');
  }
  if (Date.parse(time) <= Date.parse(now)) {
    throw new MemchatError('The expiry has passed already: give a date to come.', 'usage');
  }
  return time;
}

/** What stays of a text when only spelling changes: case, punctuation and white space do not count. */
function spelling(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{M}\p{N}\p{S}#]+/gu, ' ')
    .trim();
}

const DETAILS = ['tag', 'kind', 'pinned', 'expiresAt'] as const;

function editInPlace(memory: Memory, fact: Fact, edit: Partial<Fact>, now: string): Written {
  const edited: Fact = { ...fact, ...edit };
  const details = DETAILS.filter((detail) => edited[detail] !== fact[detail]);
  if (details.length === 0 && edited.text === fact.text) return { memory, changes: noChanges() };
  const updatedAt = later(fact.updatedAt, now);
  const notes = details.map((detail) => `${detail}: ${edited[detail] ?? 'none'}`).join(', ');
  const text = notes === '' ? edited.text : `${edited.text} (${notes})`;
  const keyFacts = memory.keyFacts.map((one) => (one === fact ? { ...edited, updatedAt } : one));
  return {
    memory: { ...memory, keyFacts },
    changes: { ...noChanges(), replaced: [{ id: fact.id, text }] },
  };
}

function rewrite(
  memory: Memory,
  old: Fact,
  edit: Partial<Fact> & { text: string },
  means: Means,
): Written {
  const { now, newId } = means;
  const others = memory.keyFacts.filter((fact) => fact !== old);
  const known = duplicateOf(edit.text, others);
  if (known !== undefined) {
    const left = retire(memory, old, known.id, now);
    const { tag, kind } = known;
    const { memory: written, changes } = writeTold(left, { text: edit.text, tag, kind }, means);
    const { text: _, ...details } = { ...(old.pinned ? { pinned: true } : {}), ...edit };
    const retired = [{ id: old.id, text: old.text }];
    return { memory: withFact(written, known.id, details), changes: { ...changes, retired } };
  }
  const fact: Fact = {
    ...old,
    ...edit,
    id: newId('fact'),
    source: toldSource(edit.text),
    origin: 'stated',
    validFrom: now,
    recordedAt: now,
    updatedAt: now,
  };
  const place = memory.keyFacts.indexOf(old);
  const left = retire(memory, old, fact.id, now);
  return {
    memory: { ...left, keyFacts: left.keyFacts.toSpliced(place, 0, fact) },
    changes: { ...noChanges(), replaced: [{ id: fact.id, text: fact.text }] },
  };
}

function retire(memory: Memory, fact: Fact, supersededBy: string, now: string): Memory {
  const validTo = later(now, fact.validFrom);
  return {
    ...memory,
    keyFacts: memory.keyFacts.filter((other) => other !== fact),
    retired: [...memory.retired, { ...fact, validTo, supersededBy, updatedAt: now }],
  };
}

/** The memory with something changed about one active fact. */
export function withFact(memory: Memory, id: string, edit: Partial<Fact>): Memory {
  const keyFacts = memory.keyFacts.map((fact) => (fact.id === id ? { ...fact, ...edit } : fact));
  return { ...memory, keyFacts };
}

function noSuchFact({ retired }: Memory, id: string): MemchatError {
  const isPast = retired.some((fact) => fact.id === id);
  return new MemchatError(
    isPast
      ? `The fact ${id} is retired: it is kept as it was, and cannot be edited. Add what is so now.`
      : `There is no fact ${id}; memchat memory list shows the facts with their ids.`,
    'usage',
  );
}
