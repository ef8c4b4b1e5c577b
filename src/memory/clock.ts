/** The time now, as ISO 8601 UTC with milliseconds. An argument everywhere, so that runs repeat. */
export type Clock = () => string;

/** What an id is for; the id starts with its first letter. */
export type IdKind = 'turn' | 'fact' | 'proposal' | 'session';

/** A new id, never given before: `[a-z0-9-]{3,40}`, safe as a file name. */
export type NewId = (kind: IdKind) => string;
