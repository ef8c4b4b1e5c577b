import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { age, expiryOf, renewedExpiry } from '../../src/memory/retention.ts';
import type { Fact } from '../../src/memory/types.ts';
import { fact, memory, texts } from './world.ts';

const SAID = '2026-01-01T08:00:00.000Z';
const DAY = 86_400_000;

/** The time so many days, and milliseconds, after it was said. */
function since(days: number, milliseconds = 0): string {
  return new Date(Date.parse(SAID) + days * DAY + milliseconds).toISOString();
}

function episode(fields: Partial<Fact> = {}): Fact {
  const times = { validFrom: SAID, recordedAt: SAID, updatedAt: SAID, expiresAt: since(90) };
  return fact('f-1', 'Ran a marathon', { kind: 'episodic', ...times, ...fields });
}

/** Whether the fact still holds at that time. */
function holds(one: Fact, now: string, retainDays: number | null = null): boolean {
  const aged = age(memory({ keyFacts: [one] }), now, retainDays);
  expect(aged.keyFacts.length + aged.retired.length).toBe(1);
  return aged.keyFacts.length === 1;
}

describe('when a new fact expires', () => {
  it('is 90 days after it was said, or after it happened if that is later, for an episode', () => {
    expect(expiryOf('episodic', SAID, SAID, null)).toBe(since(90));
    expect(expiryOf('episodic', SAID, since(-30), null)).toBe(since(90));
    expect(expiryOf('episodic', SAID, since(30), null)).toBe(since(120));
  });

  it.each(['semantic', 'procedural'] as const)('is never for a %s one', (kind) => {
    expect(expiryOf(kind, SAID, SAID, null)).toBeNull();
  });

  it.each(['semantic', 'episodic', 'procedural'] as const)(
    'is after the days that it was given, whatever it is: %s',
    (kind) => {
      expect(expiryOf(kind, SAID, since(30), 7)).toBe(since(7));
      expect(expiryOf(kind, SAID, since(30), 0)).toBe(since(0));
    },
  );
});

describe('when a fact expires that was said again', () => {
  it('is never when it never did', () => {
    expect(renewedExpiry(episode({ expiresAt: null }), since(5), 7)).toBeNull();
  });

  it('is after the days that it is given now', () => {
    expect(renewedExpiry(episode(), since(5), 7)).toBe(since(12));
  });

  it('is as long again as it had, and never sooner than before', () => {
    expect(renewedExpiry(episode(), since(10), null)).toBe(since(100));
    expect(renewedExpiry(episode(), since(-10), null)).toBe(since(90));
    expect(renewedExpiry(episode({ updatedAt: since(80) }), since(85), null)).toBe(since(95));
    expect(renewedExpiry(episode({ updatedAt: since(95) }), since(99), null)).toBe(since(99));
  });
});

describe('an episode', () => {
  it('holds until one millisecond before 90 days, and not at 90 days', () => {
    expect(holds(episode(), since(90, -1))).toBe(true);
    expect(holds(episode(), since(90))).toBe(false);
  });

  it('has 90 days from when it was recalled', () => {
    const recalled = episode({ lastRecalledAt: since(80), recallCount: 1 });
    expect(holds(recalled, since(170, -1))).toBe(true);
    expect(holds(recalled, since(170))).toBe(false);
  });

  it('loses no day by a recall long before its end', () => {
    const planned = episode({ expiresAt: since(300), lastRecalledAt: since(10) });
    expect(holds(planned, since(300, -1))).toBe(true);
    expect(holds(planned, since(300))).toBe(false);
  });

  it('holds while it is pinned', () => {
    expect(holds(episode({ pinned: true }), since(4000), 1)).toBe(true);
  });
});

describe('a fact that was given days', () => {
  const given = episode({ kind: 'semantic', expiresAt: since(7) });

  it('holds until one millisecond before they are over', () => {
    expect(holds(given, since(7, -1))).toBe(true);
    expect(holds(given, since(7))).toBe(false);
  });

  it('is not kept longer by a recall when it is no episode', () => {
    expect(holds({ ...given, lastRecalledAt: since(6) }, since(7))).toBe(false);
  });
});

describe('with days to retain', () => {
  const lasting = episode({ kind: 'semantic', expiresAt: null });

  it('a fact goes that was neither updated nor recalled for that long', () => {
    expect(holds(lasting, since(30, -1), 30)).toBe(true);
    expect(holds(lasting, since(30), 30)).toBe(false);
    expect(holds({ ...lasting, updatedAt: since(5) }, since(35, -1), 30)).toBe(true);
    expect(holds({ ...lasting, updatedAt: since(5) }, since(35), 30)).toBe(false);
    expect(holds({ ...lasting, lastRecalledAt: since(9) }, since(39, -1), 30)).toBe(true);
    expect(holds({ ...lasting, lastRecalledAt: since(9) }, since(39), 30)).toBe(false);
    const recalledFirst = { ...lasting, updatedAt: since(9), lastRecalledAt: since(5) };
    expect(holds(recalledFirst, since(39, -1), 30)).toBe(true);
  });

  it('a fact goes at the sooner of its ends', () => {
    expect(holds(episode(), since(30), 30)).toBe(false);
    expect(holds(episode(), since(90), 365)).toBe(false);
    expect(holds(episode(), since(90, -1), 365)).toBe(true);
  });

  it('and without them a lasting fact stays for good', () => {
    expect(holds(lasting, since(40_000))).toBe(true);
  });

  it('pinned facts stay', () => {
    expect(holds({ ...lasting, pinned: true }, since(4000), 1)).toBe(true);
  });
});

describe('what has expired', () => {
  it('is retired as it was, true until its end, behind what was retired before', () => {
    const before = fact('f-0', 'Lived in Rome');
    const start = memory({ keyFacts: [episode(), fact('f-2', 'Likes tea')], retired: [before] });
    const aged = age(start, since(100));
    expect(texts(aged.keyFacts)).toEqual(['Likes tea']);
    const retired = { ...episode(), validTo: since(90), updatedAt: since(100) };
    expect(aged.retired).toEqual([before, retired]);
    expect({ ...aged, keyFacts: start.keyFacts, retired: start.retired }).toEqual(start);
  });

  it('keeps the end that it had', () => {
    const ended = episode({ validTo: since(3) });
    expect(age(memory({ keyFacts: [ended] }), since(90)).retired[0]?.validTo).toBe(since(3));
  });

  it('is nothing in the very same memory when nothing has', () => {
    const start = memory({ keyFacts: [episode()] });
    expect(age(start, since(89))).toBe(start);
    expect(age(start, since(89), 90)).toBe(start);
  });

  it('never is a pinned fact, and none is lost, whenever', () => {
    const day = fc.integer({ min: -200, max: 200 });
    const some = fc.record({
      kind: fc.constantFrom('semantic' as const, 'episodic' as const),
      pinned: fc.boolean(),
      expiresAt: fc.option(day.map((days) => since(days))),
      lastRecalledAt: fc.option(day.map((days) => since(days))),
      updatedAt: day.map((days) => since(days)),
    });
    fc.assert(
      fc.property(fc.array(some), day, fc.option(fc.nat(300)), (fields, now, retainDays) => {
        const keyFacts = fields.map((over, index) => ({ ...episode(over), id: `f-${index}` }));
        const aged = age(memory({ keyFacts }), since(now), retainDays);
        const ids = [...aged.keyFacts, ...aged.retired].map(({ id }) => id).sort();
        expect(ids).toEqual(keyFacts.map(({ id }) => id).sort());
        expect(aged.retired.some(({ pinned }) => pinned)).toBe(false);
        expect(age(aged, since(now), retainDays)).toBe(aged);
      }),
    );
  });
});
