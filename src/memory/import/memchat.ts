import { decodeMemory } from '../codec.ts';
import type { Fact, Memory } from '../types.ts';
import { type ImportedFact, type Reading, unreadable } from './imported.ts';

/** The time that the tutorial's format gets where it has none. */
const UNKNOWN_TIME = Date.parse('1970-01-01T00:00:00.000Z');

/** A memory of memchat, or in the tutorial's format that came before it, of whichever user. */
export function readMemchat(text: string, record: Record<string, unknown>): Reading {
  const decoded = decodeMemory(text, userOf(record));
  if (decoded.state === 'invalid') return unreadable(decoded.problem);
  if (decoded.state === 'newer') {
    return unreadable(
      `it was written by a newer memchat (version ${decoded.version}): update memchat first`,
    );
  }
  const { memory, migratedFrom } = decoded;
  return {
    ok: true,
    imported: {
      format: migratedFrom === null ? 'memchat' : 'tutorial',
      name: memory.name,
      summary: memory.summary === '' ? null : memory.summary,
      facts: factsOf(memory),
      preferences: Object.entries(memory.preferences).flatMap(([key, { value, origin }]) =>
        origin === 'declined' ? [] : [{ key, value }],
      ),
      problems: [],
    },
  };
}

function userOf({ user, user_id }: Record<string, unknown>): string {
  if (typeof user === 'string') return user;
  return typeof user_id === 'string' || typeof user_id === 'number' ? String(user_id) : 'imported';
}

function factsOf({ keyFacts, retired }: Memory): ImportedFact[] {
  return [
    ...keyFacts.map((fact) => importedOf(fact, fact.validTo)),
    ...retired.map((fact) => importedOf(fact, fact.validTo ?? fact.updatedAt)),
  ];
}

function importedOf(fact: Fact, validTo: string | null): ImportedFact {
  const { text, kind, tag, validFrom, expiresAt, pinned } = fact;
  const since = Date.parse(validFrom) === UNKNOWN_TIME ? {} : { validFrom };
  return { text, kind, tag, ...since, validTo, expiresAt, pinned };
}
