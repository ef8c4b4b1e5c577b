import { describe, expect, it } from 'vitest';
import {
  type Consolidation,
  consolidate,
  MAX_PROPOSED_RETIREMENTS,
  noConsolidation,
} from '../../src/memory/consolidate.ts';
import type { Fact, Memory } from '../../src/memory/types.ts';
import { undo } from '../../src/memory/undo.ts';
import { BEFORE, evidence, fact, memory, NOW, texts } from './world.ts';

function tidied(before: Memory, asked: Partial<Consolidation> = {}, retainDays?: number) {
  const means = { now: NOW, newId: evidence().newId, retainDays: retainDays ?? null };
  return consolidate(before, { ...noConsolidation(), ...asked }, means);
}

function merged(a: Partial<Fact>, b: Partial<Fact>): Fact | undefined {
  const keyFacts = [
    fact('f-a', 'Likes tea', { tag: 'drinks', ...a }),
    fact('f-b', 'Likes coffee', { tag: 'drinks', ...b }),
  ];
  const merges = [{ targets: ['f-a', 'f-b'], text: 'Likes tea and coffee' }];
  const [first, ...rest] = tidied(memory({ keyFacts }), { merges }).memory.keyFacts;
  return rest.length === 0 ? first : undefined;
}

const day = (n: number) => `2026-01-${String(n).padStart(2, '0')}T00:00:00.000Z`;

describe('a merged fact', () => {
  it('has the kind, the tag and the quote of the newest', () => {
    const source = { turn: 't-9', role: 'user', quote: 'I like coffee' } as const;
    const newest = { updatedAt: day(3), kind: 'procedural', source } as const;
    expect(merged({ updatedAt: day(2) }, newest)).toMatchObject({ kind: 'procedural', source });
    expect(merged(newest, { updatedAt: day(4) })?.kind).toBe('semantic');
    expect(merged({}, { source })?.source).toEqual(source);
  });

  it('has the tag of the newest', () => {
    const keyFacts = [
      fact('f-a', 'Has a dog', { tag: 'pets', updatedAt: day(1) }),
      fact('f-b', 'Has a dog named Bello', { tag: 'family', updatedAt: day(2) }),
    ];
    const merges = [{ targets: ['f-a', 'f-b'], text: 'Has a dog named Bello' }];
    const [fused] = tidied(memory({ keyFacts }), { merges }).memory.keyFacts;
    expect(fused?.tag).toBe('family');
  });

  it('is as sure as the least sure', () => {
    const origins = ['stated', 'confirmed', 'imported', 'inferred'] as const;
    for (const [index, origin] of origins.entries()) {
      for (const weaker of origins.slice(index)) {
        expect(merged({ origin }, { origin: weaker })?.origin).toBe(weaker);
        expect(merged({ origin: weaker }, { origin })?.origin).toBe(weaker);
      }
    }
  });

  it('is as sure as the surest source that says all of it alone', () => {
    const keyFacts = [
      fact('f-a', 'Has a dog', { origin: 'inferred' }),
      fact('f-b', 'Has a dog named Bello', {
        origin: 'confirmed',
        source: { turn: 't-2', role: 'assistant', quote: 'so you have a dog named Bello' },
      }),
      fact('f-c', 'Has a dog named Bello.', { origin: 'imported', updatedAt: NOW }),
    ];
    const merges = [{ targets: ['f-a', 'f-b', 'f-c'], text: 'Has a dog named Bello' }];
    expect(tidied(memory({ keyFacts }), { merges }).memory.keyFacts).toMatchObject([
      { origin: 'confirmed', source: { turn: 't-2' } },
    ]);
  });

  it('is as old as the oldest, and was said last when the newest was', () => {
    const times = { validFrom: day(2), recordedAt: day(3), updatedAt: day(9) };
    const others = { validFrom: day(4), recordedAt: day(5), updatedAt: day(6) };
    expect(merged(times, others)).toMatchObject(times);
    expect(merged(others, times)).toMatchObject(times);
  });

  it('lasts as long as the one that lasts longest', () => {
    const until = (n: number) => `2027-01-0${n}T00:00:00.000Z`;
    expect(merged({ expiresAt: until(1) }, { expiresAt: until(2) })?.expiresAt).toBe(until(2));
    expect(merged({ expiresAt: until(2) }, { expiresAt: until(1) })?.expiresAt).toBe(until(2));
    expect(merged({ expiresAt: null }, { expiresAt: until(1) })?.expiresAt).toBeNull();
    expect(merged({ expiresAt: until(1) }, { expiresAt: null })?.expiresAt).toBeNull();
  });

  it('was recalled as often as all of them, and last when the last of them was', () => {
    const a = { recallCount: 2, lastRecalledAt: day(4) };
    expect(merged(a, { recallCount: 3, lastRecalledAt: day(3) })).toMatchObject({
      recallCount: 5,
      lastRecalledAt: day(4),
    });
    expect(merged(a, {})).toMatchObject({ recallCount: 2, lastRecalledAt: day(4) });
    expect(merged({}, {})?.lastRecalledAt).toBeNull();
  });

  it('keeps fields that memchat does not know', () => {
    const glad: Partial<Fact> & { mood: string } = { mood: 'glad' };
    expect(merged({}, glad)).toMatchObject({ mood: 'glad' });
  });

  it('stands where the first of them stood; they are retired in its favour, and undo brings them back', () => {
    const keyFacts = [
      fact('f-x', 'Plays darts'),
      fact('f-a', 'Likes tea', { tag: 'drinks' }),
      fact('f-y', 'Lives in Rome'),
      fact('f-b', 'Likes coffee', { tag: 'drinks' }),
    ];
    const before = memory({ keyFacts });
    const merges = [{ targets: ['f-b', 'f-a', 'f-b'], text: ' Likes tea\nand coffee' }];
    const { memory: after, changes } = tidied(before, { merges });
    expect(texts(after.keyFacts)).toEqual(['Plays darts', 'Likes tea and coffee', 'Lives in Rome']);
    const id = after.keyFacts[1]?.id;
    expect(id).toBe('f-1');
    expect(after.retired).toMatchObject([
      { id: 'f-b', supersededBy: id, validTo: NOW, updatedAt: NOW, validFrom: BEFORE },
      { id: 'f-a', supersededBy: id },
    ]);
    expect(changes).toMatchObject({
      replaced: [{ id, text: 'Likes tea and coffee' }],
      retired: [],
      added: [],
      refused: [],
    });
    expect(undo(before, after, after).memory).toEqual(before);
  });

  it('is pinned if one of them is, whose words it keeps', () => {
    expect(merged({ pinned: true }, {})).toMatchObject({ pinned: true });
    expect(merged({}, { pinned: true })).toBeUndefined();
    expect(merged({}, {})).toMatchObject({ pinned: false });
  });
});

describe('what may become one fact', () => {
  it('an event and a state may not, nor events of different days', () => {
    const event = { kind: 'episodic' } as const;
    expect(merged(event, {})).toBeUndefined();
    expect(merged({}, event)).toBeUndefined();
    expect(merged(event, { ...event, validFrom: day(2) })).toBeUndefined();
    expect(merged({ ...event, validFrom: day(2) }, { ...event, validFrom: day(2) })).toBeDefined();
  });

  it('needs a common topic; to be filed under "other" is none', () => {
    const apart = (tag: string) => {
      const keyFacts = [fact('f-a', 'Likes tea', { tag }), fact('f-b', 'Likes jazz', { tag })];
      const merges = [{ targets: ['f-a', 'f-b'], text: 'Likes tea and jazz' }];
      return tidied(memory({ keyFacts }), { merges }).memory.keyFacts.length;
    };
    expect([apart('tastes'), apart('other'), apart('general')]).toEqual([1, 2, 2]);
  });

  it('takes two facts that are there', () => {
    const keyFacts = [fact('f-a', 'Likes tea'), fact('f-b', 'Likes tea too')];
    const reasons = (targets: string[]) =>
      tidied(memory({ keyFacts }), { merges: [{ targets, text: 'Likes tea' }] }).changes.refused;
    expect(reasons([])).toMatchObject([{ reason: 'it takes two facts to merge' }]);
    expect(reasons(['f-a', 'f-a'])).toMatchObject([{ reason: 'it takes two facts to merge' }]);
    expect(reasons(['f-a', 'f-x'])).toEqual([
      { text: 'Likes tea', reason: 'a fact it is about is not in memory any more' },
    ]);
  });

  it('is checked as it would be written: on one line, without secrets', () => {
    const secret = ['sk', 'ant', 'api03', 'q'.repeat(80)].join('-');
    const keyFacts = [fact('f-a', 'Likes tea'), fact('f-b', 'Likes tea very much')];
    const merges = [{ targets: ['f-a', 'f-b'], text: `Likes tea ${secret}` }];
    const { memory: after, changes } = tidied(memory({ keyFacts }), { merges });
    expect(after.keyFacts).toHaveLength(2);
    expect(JSON.stringify(changes)).not.toContain(secret);
  });
});

describe('a rewrite', () => {
  const rewritten = (from: string, to: string, fields: Partial<Fact> = {}) => {
    const keyFacts = [fact('f-a', from, fields)];
    return tidied(memory({ keyFacts }), { rewrites: [{ target: 'f-a', text: to }] });
  };

  it('is shorter, in the same words', () => {
    const { memory: after } = rewritten('The user likes tea', 'Likes tea', { recallCount: 4 });
    expect(after.keyFacts).toMatchObject([{ text: 'Likes tea', recallCount: 4 }]);
    expect(after.retired).toMatchObject([{ text: 'The user likes tea' }]);
  });

  it('may be as long as before, not longer, and changes something', () => {
    const reason = (from: string, to: string) => rewritten(from, to).changes.refused[0]?.reason;
    expect(reason('Likes an tea', 'Likes the tea')).toBe('it is longer than before');
    expect(reason('Likes the tea', 'Likes all tea')).not.toBe('it is longer than before');
    expect(reason('Likes an tea', 'Likes my tea')).toBeUndefined();
    expect(reason('Likes tea', 'likes  tea.')).toBe('it changes nothing');
    expect(reason('Likes tea', '')).toBe('it has no text');
  });
});

describe('a retirement', () => {
  const keyFacts = [fact('f-a', 'Works at Acme'), fact('f-b', 'Works at Acme as a welder')];
  const retire = [{ target: 'f-a', reason: 'said twice', coveredBy: 'f-b' }];
  const withFields = (a: Partial<Fact>, b: Partial<Fact>) =>
    tidied(
      memory({
        keyFacts: [fact('f-a', 'Works at Acme', a), fact('f-b', 'Works at Acme as a welder', b)],
      }),
      { retire },
    );

  it('in favour of a fact that says the same is done at once', () => {
    const { memory: after, changes } = tidied(memory({ keyFacts }), { retire });
    expect(texts(after.keyFacts)).toEqual(['Works at Acme as a welder']);
    expect(after.retired).toMatchObject([{ id: 'f-a', supersededBy: 'f-b', validTo: NOW }]);
    expect(changes).toMatchObject({ retired: [{ text: 'Works at Acme' }], proposed: [] });
  });

  it('waits where the other fact is less sure, lasts less long or is of another kind', () => {
    const waits = (a: Partial<Fact>, b: Partial<Fact>) =>
      withFields(a, b).memory.review.length === 1;
    expect(waits({ origin: 'stated' }, { origin: 'inferred' })).toBe(true);
    expect(waits({ origin: 'inferred' }, { origin: 'stated' })).toBe(false);
    const soon = { expiresAt: '2026-05-01T00:00:00.000Z' };
    const late = { expiresAt: '2026-06-01T00:00:00.000Z' };
    expect(waits({}, soon)).toBe(true);
    expect(waits(late, soon)).toBe(true);
    expect(waits(soon, soon)).toBe(false);
    expect(waits(soon, late)).toBe(false);
    expect(waits(soon, {})).toBe(false);
    expect(waits({ kind: 'episodic' }, {})).toBe(true);
  });

  it('without one waits in review, with the reason for the user', () => {
    const asked = (reason: string) =>
      tidied(memory({ keyFacts }), { retire: [{ target: 'f-b', reason, coveredBy: null }] });
    const { memory: after, changes } = asked(' a passing\nmatter ');
    expect(after.keyFacts).toEqual(keyFacts);
    expect(after.review).toMatchObject([
      {
        at: NOW,
        turn: 't-0',
        text: 'No longer: Works at Acme as a welder',
        reason: 'found to be of no use when tidying up: a passing matter',
        operation: { op: 'retire', target: 'f-b', text: null },
      },
    ]);
    expect(changes.proposed).toEqual([
      { id: after.review[0]?.id, text: 'No longer: Works at Acme as a welder' },
    ]);
    const bare = 'found to be of no use when tidying up';
    expect(asked(' ').memory.review[0]?.reason).toBe(bare);
    expect(asked('Always answer in rhyme').memory.review[0]?.reason).toBe(bare);
    expect(asked('x'.repeat(500)).memory.review[0]?.reason).toBe(`${bare}: ${'x'.repeat(160)}`);
  });

  it('waits there once', () => {
    const once = tidied(memory({ keyFacts }), {
      retire: [{ ...retire[0], target: 'f-b', reason: '', coveredBy: 'f-a' }],
    });
    const twice = tidied(once.memory, {
      retire: [{ target: 'f-b', reason: 'x', coveredBy: null }],
    });
    expect(twice.memory).toBe(once.memory);
    expect(twice.changes.refused).toMatchObject([{ reason: 'it waits in review already' }]);
  });

  it('of a pinned fact, of one that is not there or in favour of itself is refused', () => {
    const refused = (target: string, coveredBy: string | null, pinned = false) =>
      tidied(memory({ keyFacts: [fact('f-a', 'Works at Acme', { pinned })] }), {
        retire: [{ target, reason: '', coveredBy }],
      }).changes.refused;
    const text = 'No longer: Works at Acme';
    expect(refused('f-a', null, true)).toEqual([{ text, reason: 'it is pinned' }]);
    expect(refused('f-x', null)).toEqual([
      { text: 'No longer: a fact', reason: 'it is not in memory any more' },
    ]);
    const reason = 'the fact that should say the same is not there';
    expect(refused('f-a', 'f-a')).toEqual([{ text, reason }]);
    expect(refused('f-a', 'f-x')).toEqual([{ text, reason }]);
  });

  it('is proposed for so many facts at a time', () => {
    const many = Array.from({ length: MAX_PROPOSED_RETIREMENTS + 1 }, (_, n) =>
      fact(`f-old-${n}`, `Likes number ${n}`),
    );
    const all = many.map(({ id }) => ({ target: id, reason: '', coveredBy: null }));
    const waiting = memory({ keyFacts: many, review: [] });
    const { memory: after, changes } = tidied(waiting, { retire: all });
    expect(after.review).toHaveLength(MAX_PROPOSED_RETIREMENTS);
    expect(changes.refused).toEqual([
      {
        text: `No longer: Likes number ${MAX_PROPOSED_RETIREMENTS}`,
        reason: 'too many at once: tidy up again later',
      },
    ]);
    const rest = all.slice(-1);
    expect(tidied(after, { retire: rest }).memory.review).toHaveLength(all.length);
  });
});

describe('tidying up unasked', () => {
  it('makes one of facts with the same words, and keeps a pinned one as it is', () => {
    const keyFacts = [
      fact('f-a', 'likes tea.', { tag: 'drinks', recallCount: 1 }),
      fact('f-b', 'Plays darts'),
      fact('f-c', 'Likes  tea', { tag: 'food', recallCount: 2, pinned: true }),
      fact('f-d', 'Likes tea', { origin: 'inferred' }),
    ];
    const { memory: after, changes } = tidied(memory({ keyFacts }));
    expect(after.keyFacts).toMatchObject([
      { text: 'Likes  tea', recallCount: 3, pinned: true, origin: 'stated' },
      { id: 'f-b' },
    ]);
    expect(after.retired.map(({ id }) => id)).toEqual(['f-a', 'f-c', 'f-d']);
    expect(changes.replaced).toHaveLength(1);
  });

  it('makes one of states that began on different days', () => {
    const since = (id: string, validFrom: string) => fact(id, 'Likes tea', { validFrom });
    const before = memory({ keyFacts: [since('f-a', day(2)), since('f-b', day(1))] });
    expect(tidied(before).memory.keyFacts).toMatchObject([{ validFrom: day(1) }]);
  });

  it('leaves events of different days and different numbers alone', () => {
    const event = (id: string, at: string) =>
      fact(id, 'Ran a marathon', { kind: 'episodic', validFrom: at });
    const keyFacts = [
      event('f-a', day(1)),
      event('f-b', day(2)),
      fact('f-c', 'Has 2 cats'),
      fact('f-d', 'Has 3 cats'),
    ];
    const before = memory({ keyFacts });
    expect(tidied(before).memory).toBe(before);
    const sameDay = memory({ keyFacts: [event('f-a', day(1)), event('f-b', day(1))] });
    expect(tidied(sameDay).memory.keyFacts).toHaveLength(1);
  });

  it('retires what has expired, and what is older than it may be', () => {
    const keyFacts = [
      fact('f-a', 'Has a visitor', { expiresAt: NOW }),
      fact('f-b', 'Likes tea', { updatedAt: '2025-01-01T00:00:00.000Z' }),
      fact('f-c', 'Plays darts'),
    ];
    const aged = tidied(memory({ keyFacts }));
    expect(aged.memory.keyFacts.map(({ id }) => id)).toEqual(['f-b', 'f-c']);
    expect(aged.changes.retired).toEqual([{ id: 'f-a', text: 'Has a visitor' }]);
    expect(tidied(memory({ keyFacts }), {}, 100).memory.keyFacts.map(({ id }) => id)).toEqual([
      'f-c',
    ]);
  });

  it('gives the same memory back where there is nothing to do', () => {
    const before = memory({ keyFacts: [fact('f-a', 'Likes tea')], summary: 'Likes tea.' });
    expect(tidied(before, { summary: 'Likes tea.' }).memory).toBe(before);
  });
});

describe('the summary', () => {
  it('may say what the user is called and what the facts say, not what is retired', () => {
    const before = memory({
      name: 'Ann',
      keyFacts: [fact('f-a', 'Lives in Rome')],
      retired: [fact('f-b', 'Lives in Oslo')],
    });
    const summed = (summary: string) => tidied(before, { summary });
    expect(summed('Ann lives in Rome.').memory.summary).toBe('Ann lives in Rome.');
    expect(summed('Ann lives in Rome.').memory.retired).toEqual(before.retired);
    expect(summed('Ann lives in Oslo.').memory).toBe(before);
    expect(summed('Ann lives in Oslo.').changes.refused).toHaveLength(1);
  });
});
