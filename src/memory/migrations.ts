import { toTime } from './iso-time.ts';
import { redact } from './privacy.ts';
import { preferenceKey, tagSlug } from './slug.ts';

type Fields = Record<string, unknown>;

/** Lifts a file by one version. Fields that it does not know stay; it never throws. */
export type Migration = (file: Fields, user: string) => Fields;

/** Number n lifts version n to n + 1. */
export const MIGRATIONS: readonly Migration[] = [importTutorialFormat];

const TUTORIAL_FIELDS = [
  'user_id',
  'conversation_summary',
  'key_facts',
  'recent_messages',
  'session_count',
  'last_seen',
] as const;

/**
 * Whether a file without a version is the tutorial format (version 0). One field of that format is
 * enough, unless it also has the facts of today: then somebody only lost the version.
 */
export function isTutorialFormat(file: Fields): boolean {
  return !('keyFacts' in file) && TUTORIAL_FIELDS.some((field) => Object.hasOwn(file, field));
}

/** The time of what has none: nothing is known about when it was said. */
const UNKNOWN_TIME = '1970-01-01T00:00:00.000Z';
const RECENT_MESSAGES = 6;

function importTutorialFormat(file: Fields, user: string): Fields {
  const {
    user_id,
    conversation_summary,
    key_facts,
    recent_messages,
    session_count,
    last_seen,
    ...rest
  } = file;
  const messages = list(recent_messages).filter(isFields);
  const seen = toTime(last_seen) ?? toTime(messages.at(-1)?.timestamp) ?? UNKNOWN_TIME;
  return {
    ...rest,
    version: 1,
    user: typeof user_id === 'string' || typeof user_id === 'number' ? String(user_id) : user,
    revision: 0,
    name: textOf(file.name) || null,
    summary: textOf(conversation_summary),
    preferences: importPreferences(file.preferences, seen),
    keyFacts: list(key_facts).flatMap((fact, index) => importFact(fact, index, seen)),
    retired: [],
    review: [],
    recentMessages: importMessages(messages, seen),
    sessionCount: countOf(session_count),
    createdAt: toTime(file.created_at) ?? seen,
    lastSeen: seen,
    appliedTurns: [],
  };
}

function importFact(fact: unknown, index: number, seen: string): Fields[] {
  const fields = isFields(fact) ? fact : {};
  const {
    text,
    fact: said,
    content,
    value,
    category,
    tag,
    type,
    timestamp,
    date,
    ...rest
  } = fields;
  const sentence = isFields(fact)
    ? [text, said, content, value].map(textOf).find((candidate) => candidate !== '')
    : textOf(fact);
  if (sentence === undefined || sentence === '') return [];
  const at = toTime(timestamp) ?? toTime(date) ?? toTime(fields.created_at) ?? seen;
  return [
    {
      ...rest,
      id: `f-imported-${index + 1}`,
      kind: 'semantic',
      tag: tagSlug([category, tag, type].map(textOf).find((candidate) => candidate !== '') ?? ''),
      text: sentence,
      source: { turn: 't-imported', role: 'user', quote: '' },
      origin: 'imported',
      validFrom: at,
      validTo: null,
      recordedAt: at,
      updatedAt: at,
      expiresAt: null,
      lastRecalledAt: null,
      recallCount: 0,
      pinned: false,
      supersededBy: null,
    },
  ];
}

/** A dictionary, a list of sentences, or a list of `{ key, value }`. */
function importPreferences(preferences: unknown, seen: string): Fields {
  const pairs: [string, unknown][] = Array.isArray(preferences)
    ? preferences.map((entry) => (isFields(entry) ? keyAndValue(entry) : [textOf(entry), entry]))
    : Object.entries(isFields(preferences) ? preferences : {});
  const imported = new Map<string, Fields>();
  for (const [key, raw] of pairs) {
    const value = textOf(raw);
    if (value === '') continue;
    const name = freeKey(preferenceKey(redact(key)) || 'preference', imported);
    imported.set(name, {
      value,
      origin: 'stated',
      source: { turn: 't-imported', role: 'user', quote: '' },
      updatedAt: seen,
    });
  }
  return Object.fromEntries(imported);
}

function keyAndValue(entry: Fields): [string, unknown] {
  const key = textOf(entry.key) || textOf(entry.name) || textOf(entry.category);
  const value = entry.value ?? entry.preference ?? entry.text;
  return [key || textOf(value), value];
}

function freeKey(key: string, taken: ReadonlyMap<string, unknown>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? key : `${key} ${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Whole exchanges from the end, 6 messages at most. */
function importMessages(messages: readonly Fields[], seen: string): Fields[] {
  const turns: Fields[][] = [];
  for (const { role, content, timestamp, ...rest } of messages) {
    const text = textOf(content) || textOf(rest.text);
    if (text === '' || (role !== 'user' && role !== 'assistant')) continue;
    if (role === 'user' || turns.length === 0) turns.push([]);
    const turn = `t-imported-${turns.length}`;
    turns.at(-1)?.push({ ...rest, role, text, at: toTime(timestamp) ?? seen, turn });
  }
  let recent: Fields[] = [];
  for (const turn of turns.reverse()) {
    if (recent.length + turn.length > RECENT_MESSAGES) break;
    recent = [...turn, ...recent];
  }
  return recent;
}

/** A value as redacted text: what is neither text, number nor list of them becomes JSON. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value) && value.every((entry) => typeof entry !== 'object')) {
    return redact(value.join(', ')).trim();
  }
  return redact(typeof value === 'object' ? JSON.stringify(value) : String(value)).trim();
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' && value !== '' ? [value] : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
