import type { Memory } from './types.ts';

/** The fields of a memory that this memchat knows, and no others. */
export function knownFields(memory: Memory): Memory {
  const { version, user, revision, name, summary, preferences, keyFacts, retired } = memory;
  const { review, recentMessages, sessionCount, createdAt, lastSeen, appliedTurns } = memory;
  const { forgottenAt, preferencesReadTo, tidiedTo } = memory;
  return {
    version,
    user,
    revision,
    name,
    summary,
    preferences,
    keyFacts,
    retired,
    review,
    recentMessages,
    sessionCount,
    createdAt,
    lastSeen,
    appliedTurns,
    ...(forgottenAt === undefined ? {} : { forgottenAt }),
    ...(preferencesReadTo === undefined ? {} : { preferencesReadTo }),
    ...(tidiedTo === undefined ? {} : { tidiedTo }),
  };
}

/** The fields that the owner or a newer memchat added, with their names. */
export function unknownFields(memory: Memory): [string, unknown][] {
  const known = knownFields(memory);
  return Object.entries(memory).filter(([key]) => !Object.hasOwn(known, key));
}
