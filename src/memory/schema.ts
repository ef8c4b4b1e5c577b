import * as z from 'zod/mini';
import { isTime } from './iso-time.ts';

const time = z.string().check(z.refine(isTime, { error: 'time' }));
const count = z.int().check(z.nonnegative());

// Loose objects: what a newer memchat or the owner added survives a rewrite. The output of a parse
// has the fields in the order written here, unknown ones after them; the codec builds on that.

const source = z.looseObject({
  turn: z.string(),
  role: z.enum(['user', 'assistant']),
  quote: z.string(),
});

const kind = z.enum(['semantic', 'episodic', 'procedural']);

const fact = z.looseObject({
  id: z.string().check(z.minLength(1)),
  kind,
  tag: z.string(),
  text: z.string(),
  source,
  origin: z.enum(['stated', 'confirmed', 'inferred', 'imported']),
  validFrom: time,
  validTo: z.nullable(time),
  recordedAt: time,
  updatedAt: time,
  expiresAt: z.nullable(time),
  lastRecalledAt: z.nullable(time),
  recallCount: count,
  pinned: z.boolean(),
  supersededBy: z.nullable(z.string()),
});

const preference = z.looseObject({
  value: z.string(),
  origin: z.enum(['stated', 'confirmed', 'inferred', 'imported', 'declined']),
  source,
  updatedAt: time,
});

const factOperation = z.looseObject({
  op: z.enum(['add', 'replace', 'retire', 'confirm']),
  target: z.nullable(z.string()),
  kind,
  tag: z.string(),
  text: z.nullable(z.string()),
  quote: z.string(),
  answers: z.nullable(z.string()),
  happenedOn: z.nullable(z.string()),
  expiresInDays: z.nullable(z.number()),
});

const otherOperation = z.looseObject({
  op: z.enum(['name', 'summary']),
  value: z.string(),
  quote: z.string(),
});

const preferenceOperation = z.looseObject({
  op: z.literal('preference'),
  key: z.string(),
  value: z.nullable(z.string()),
  quote: z.string(),
});

const operation = z.union([factOperation, preferenceOperation, otherOperation]);

const proposal = z.looseObject({
  id: z.string().check(z.minLength(1)),
  at: time,
  turn: z.string(),
  reason: z.string(),
  text: z.string(),
  operation: z.nullable(operation),
});

const message = z.looseObject({
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  at: time,
  turn: z.string(),
  status: z.exactOptional(z.enum(['interrupted', 'refused', 'truncated', 'failed'])),
});

/** A memory of the version that this memchat writes. Checks forms, not caps: the owner may edit. */
export const memorySchema = z.looseObject({
  version: z.literal(1),
  user: z.string(),
  revision: count,
  name: z.nullable(z.string()),
  summary: z.string(),
  preferences: z.record(z.string(), preference),
  keyFacts: z.array(fact),
  retired: z.array(fact),
  review: z.array(proposal),
  recentMessages: z.array(message),
  sessionCount: count,
  createdAt: time,
  lastSeen: time,
  appliedTurns: z.array(z.string()),
  forgottenAt: z.exactOptional(time),
  preferencesReadTo: z.exactOptional(z.string()),
  tidiedTo: z.exactOptional(count),
});

/**
 * The first thing that is wrong, as a place and what belongs there: `keyFacts[2].text must be a
 * string`. Holds no value of the file, only its keys.
 */
export function problemOf(error: z.core.$ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'it does not have the form of a memory';
  const place = issue.path.map(String).reduce(placeStep, '');
  return `${place === '' ? 'it' : place} ${expectation(issue)}`;
}

function placeStep(place: string, step: string): string {
  if (/^\d+$/.test(step)) return `${place}[${step}]`;
  const name = /^[A-Za-z_]\w{0,39}$/.test(step) ? step : JSON.stringify(step.slice(0, 40));
  return place === '' ? name : `${place}.${name}`;
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be of type ${issue.expected}`;
  if (issue.code === 'invalid_value') {
    return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
  }
  if (issue.message === 'time') return 'must be a date or a UTC time like 2026-01-31T08:00:00.000Z';
  if (issue.code === 'too_small') return 'is too small or empty';
  return 'is not valid';
}
