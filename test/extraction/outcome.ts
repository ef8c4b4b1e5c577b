import { apply } from '../../src/memory/apply.ts';
import type { Turn } from '../../src/memory/turn.ts';
import type { Fact, Memory, Preference } from '../../src/memory/types.ts';
import { extractionPrompt } from '../../src/prompt/extraction.ts';
import { extractionSchema, toOperations } from '../../src/prompt/extraction-schema.ts';
import { fact, memory, turn } from '../memory/world.ts';
import { type Answer, type Fixture, SAID_AT } from './fixture.ts';

const LONG_AGO = '2026-01-10T12:00:00.000Z';

function memoryBefore({ before = {} }: Fixture): Memory {
  const { name = null, summary = '', facts = [], preferences = {}, reply } = before;
  return memory({
    name,
    summary,
    keyFacts: facts.map((line, index) => {
      const [, tag = '', text = ''] = /^([^:]+): (.+)$/u.exec(line) ?? [];
      return fact(`f-old-${index + 1}`, text, {
        tag,
        validFrom: LONG_AGO,
        recordedAt: LONG_AGO,
        updatedAt: LONG_AGO,
      });
    }),
    preferences: Object.fromEntries(
      Object.entries(preferences).map(([key, value]) => [key, preference(value)]),
    ),
    recentMessages:
      reply === undefined
        ? []
        : [{ role: 'assistant', text: reply, at: LONG_AGO, turn: 't-before' }],
  });
}

function preference(value: string): Preference {
  const source = { turn: 't-0', role: 'user' as const, quote: value };
  return { value, origin: 'stated', source, updatedAt: LONG_AGO };
}

function turnsOf({ said, reply = 'I see.', at = SAID_AT, earlier }: Fixture): Turn[] {
  const last = turn('t-2', said, { reply, at });
  if (earlier === undefined) return [last];
  return [turn('t-1', earlier.said, { reply: earlier.reply, at: LONG_AGO }), last];
}

/** Everything but the model: the prompt's numbering, reading, rules. What changed, line by line. */
export function outcome(fixture: Fixture, answer: Answer): string[] {
  const before = memoryBefore(fixture);
  const turns = turnsOf(fixture);
  const { facts } = extractionPrompt({ memory: before, turns });
  const whole = {
    reasoning: 'x',
    summary: null,
    name: null,
    facts: [],
    preferences: [],
    ...answer,
  };
  const read = extractionSchema.read(JSON.stringify(whole));
  if (!read.ok) return [`unreadable: ${read.problem}`];
  const at = fixture.at ?? SAID_AT;
  let number = 0;
  const { memory: after, changes } = apply(before, toOperations(read.value, facts), {
    turns,
    now: at,
    newId: (kind) => `${kind.charAt(0)}-new-${++number}`,
  });
  return [
    ...factLines(before, after, at),
    ...(after.name === before.name ? [] : [`name: ${after.name}`]),
    ...preferenceLines(before, after),
    ...(after.summary === before.summary ? [] : [`summary: ${after.summary}`]),
    ...after.review.map(({ text, reason }) => `? ${text} (${reason})`),
    ...changes.refused.map(({ text, reason }) => `! ${text} (${reason})`),
    ...read.problems.map((problem) => `! ${problem}`),
  ];
}

function factLines(before: Memory, after: Memory, at: string): string[] {
  const active = after.keyFacts.flatMap((now) => {
    const then = before.keyFacts.find(({ id }) => id === now.id);
    if (then !== undefined) {
      if (now.updatedAt === then.updatedAt) return [];
      return [`= ${now.text}${now.origin === then.origin ? '' : ` (${now.origin})`}`];
    }
    const old = after.retired.filter(({ supersededBy }) => supersededBy === now.id);
    const sign = old.length === 0 ? '+' : '~';
    return [`${sign} ${now.tag}: ${now.text}${notes(now, at)}`];
  });
  const retired = after.retired.map(
    ({ text, validTo, supersededBy }) =>
      `- ${text}, until ${validTo?.slice(0, 10)}${supersededBy === null ? '' : ', replaced'}`,
  );
  return [...active, ...retired];
}

function notes({ kind, origin, validFrom, expiresAt }: Fact, at: string): string {
  const found = [
    ...(kind === 'semantic' ? [] : [kind]),
    ...(origin === 'stated' ? [] : [origin]),
    ...(validFrom === at ? [] : [`from ${validFrom.slice(0, 10)}`]),
    ...(expiresAt === null ? [] : [`expires ${expiresAt.slice(0, 10)}`]),
  ];
  return found.length === 0 ? '' : ` (${found.join(', ')})`;
}

function preferenceLines(before: Memory, after: Memory): string[] {
  const gone = Object.keys(before.preferences).filter((key) => !(key in after.preferences));
  const now = Object.entries(after.preferences).filter(
    ([key, { updatedAt }]) => updatedAt !== before.preferences[key]?.updatedAt,
  );
  return [
    ...now.map(([key, { value, origin }]) => `prefer ${key}: ${value} (${origin})`),
    ...gone.map((key) => `no preference: ${key}`),
  ];
}
