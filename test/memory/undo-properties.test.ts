import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMemory, encodeMemory } from '../../src/memory/codec.ts';
import { difference } from '../../src/memory/difference.ts';
import { restore } from '../../src/memory/restore.ts';
import type { Fact, Memory } from '../../src/memory/types.ts';
import { undo } from '../../src/memory/undo.ts';
import { histories } from './commits.ts';

const RUNS = { numRuns: 200 };

/** A memory without what an undo leaves alone. */
function substance(memory: Memory): unknown {
  const { revision: _, sessionCount: __, lastSeen: ___, appliedTurns: ____, ...rest } = memory;
  return { ...rest, keyFacts: rest.keyFacts.map(content), retired: rest.retired.map(content) };
}

function content({ recallCount: _, lastRecalledAt: __, ...rest }: Fact): unknown {
  return rest;
}

/** Every thing of a memory under a name: what one commit changes and another leaves alone. */
function things(memory: Memory): Map<string, unknown> {
  const { keyFacts, retired, preferences, review, recentMessages } = memory;
  const known = ['version', 'user', 'createdAt', 'lastSeen', 'revision', 'sessionCount'];
  const lists = ['appliedTurns', 'keyFacts', 'retired', 'preferences', 'review', 'recentMessages'];
  const others = Object.entries(memory).filter(([key]) => ![...known, ...lists].includes(key));
  return new Map<string, unknown>([
    ...keyFacts.map((fact) => [`fact ${fact.id}`, { active: true, fact: content(fact) }] as const),
    ...retired.map((fact) => [`fact ${fact.id}`, { active: false, fact: content(fact) }] as const),
    ...Object.entries(preferences).map(([key, value]) => [`preference ${key}`, value] as const),
    ...review.map((proposal) => [`proposal ${proposal.id}`, proposal] as const),
    ...recentMessages.map(
      (message) => [`message ${message.turn} ${message.role}`, message] as const,
    ),
    ...others.map(([key, value]) => [`field ${key}`, value] as const),
  ]);
}

const json = (value: unknown) => JSON.stringify(value) ?? 'absent';

/** The same memory with the fields of every object in the opposite order. */
function reordered<T>(value: T): T {
  return JSON.parse(json(value), (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).reverse())
      : inner,
  );
}

function linksOf({ keyFacts, retired }: Memory): [string, string][] {
  return [...keyFacts, ...retired].flatMap(({ id, supersededBy }): [string, string][] =>
    supersededBy === null ? [] : [[id, supersededBy]],
  );
}

describe('an undo, whatever was done', () => {
  it('right after the commit gives the memory before it', () => {
    fc.assert(
      fc.property(histories(1), ([before, after]) => {
        if (before === undefined || after === undefined) throw new Error('a history of two');
        const { memory, left } = undo(before, after, after);
        expect(substance(memory)).toEqual(substance(before));
        expect(left).toEqual([]);
        const { revision, sessionCount, lastSeen, appliedTurns } = after;
        expect(memory).toMatchObject({ revision, sessionCount, lastSeen, appliedTurns });
      }),
      RUNS,
    );
  });

  it('and its undo give back what was there', () => {
    fc.assert(
      fc.property(histories(1), ([before, after]) => {
        if (before === undefined || after === undefined) throw new Error('a history of two');
        const undone = undo(before, after, after).memory;
        expect(substance(undo(after, undone, undone).memory)).toEqual(substance(after));
      }),
      RUNS,
    );
  });

  it('touches nothing that later commits wrote, and nothing that the commit left alone', () => {
    fc.assert(
      fc.property(histories(3), ([before, after, , now]) => {
        if (before === undefined || after === undefined || now === undefined) throw new Error();
        const [was, became, is, result] = [before, after, now, undo(before, after, now).memory].map(
          things,
        );
        for (const key of new Set([...(became?.keys() ?? []), ...(is?.keys() ?? [])])) {
          const isLater = json(is?.get(key)) !== json(became?.get(key));
          const isUntouched = json(was?.get(key)) === json(became?.get(key));
          if (isLater || isUntouched) expect([key, result?.get(key)]).toEqual([key, is?.get(key)]);
        }
      }),
      RUNS,
    );
  });

  it('leaves no fact beside the one that replaced it, and no link that leads nowhere', () => {
    fc.assert(
      fc.property(histories(3), ([before, after, , now]) => {
        if (before === undefined || after === undefined || now === undefined) throw new Error();
        const { memory } = undo(before, after, now);
        const active = new Set(memory.keyFacts.map(({ id }) => id));
        const held = [before, now].map(({ keyFacts }) => new Set(keyFacts.map(({ id }) => id)));
        for (const [id, heir] of [...linksOf(after), ...linksOf(now)]) {
          // Of two that were known beside each other, one may give way and come back.
          if (held.some((ids) => ids.has(id) && ids.has(heir))) continue;
          expect([id, heir].filter((one) => active.has(one))).not.toHaveLength(2);
        }
        const there = new Set(things(memory).keys());
        const had = new Set(things(now).keys());
        for (const [, heir] of linksOf(memory)) {
          if (had.has(`fact ${heir}`)) expect(there).toContain(`fact ${heir}`);
        }
      }),
      RUNS,
    );
  });

  it('gives a memory that can be written and read, and says what it changed', () => {
    fc.assert(
      fc.property(histories(2), ([before, after, now]) => {
        if (before === undefined || after === undefined || now === undefined) throw new Error();
        const inputs = json([before, after, now]);
        const { memory, changes } = undo(before, after, now);
        const decoded = decodeMemory(encodeMemory(memory), 'alice');
        expect(decoded).toMatchObject({ state: 'valid', memory });
        expect(memory.recentMessages.length).toBeLessThanOrEqual(6);
        expect(changes).toEqual(difference(now, memory));
        expect(json([before, after, now])).toBe(inputs);
      }),
      RUNS,
    );
  });

  it('says of each thing that the commit changed and that is not as it was before', () => {
    fc.assert(
      fc.property(histories(3), ([before, after, , now]) => {
        if (before === undefined || after === undefined || now === undefined) throw new Error();
        const { memory, left } = undo(before, after, now);
        const [was, became, result] = [before, after, memory].map(things);
        const stays = [...new Set([...(was?.keys() ?? []), ...(became?.keys() ?? [])])].filter(
          (key) =>
            !key.startsWith('message ') &&
            json(was?.get(key)) !== json(became?.get(key)) &&
            json(was?.get(key)) !== json(result?.get(key)),
        );
        expect([left.length, stays, left]).toEqual([stays.length, stays, left]);
      }),
      RUNS,
    );
  });

  it('does not depend on the order of fields', () => {
    fc.assert(
      fc.property(histories(2), ([before, after, now]) => {
        if (before === undefined || after === undefined || now === undefined) throw new Error();
        const plain = undo(before, after, now);
        const mixed = undo(before, reordered(after), now);
        expect(mixed.memory).toEqual(plain.memory);
        expect(mixed.left).toEqual(plain.left);
      }),
      RUNS,
    );
  });
});

describe('a restore, whatever was done', () => {
  it('gives the old memory, as the successor of the one that is there', () => {
    fc.assert(
      fc.property(histories(3), ([past, , , now]) => {
        if (past === undefined || now === undefined) throw new Error('a history of four');
        const restored = restore(past, now);
        expect(substance(restored)).toEqual(substance(past));
        const { revision, sessionCount, createdAt, lastSeen } = now;
        expect(restored).toMatchObject({ revision, sessionCount, createdAt, lastSeen });
        expect(restored.appliedTurns).toEqual(now.appliedTurns);
        expect(decodeMemory(encodeMemory(restored), 'alice').state).toBe('valid');
      }),
      RUNS,
    );
  });
});
