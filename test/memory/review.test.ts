import { describe, expect, it } from 'vitest';
import { decide } from '../../src/memory/review.ts';
import type { FactOperation, Memory, Proposal, ProposedOperation } from '../../src/memory/types.ts';
import { fact, memory, NOW, operation, preference, texts, usageOf } from './world.ts';

const LATER = '2026-03-05T08:00:00.000Z';

function means() {
  let number = 0;
  return { now: LATER, newId: (kind: string) => `${kind.charAt(0)}-new-${++number}` };
}

function proposal(
  id: string,
  asked: ProposedOperation | null,
  fields: Partial<Proposal> = {},
): Proposal {
  const text = asked !== null && 'text' in asked ? (asked.text ?? '') : id;
  return { id, at: NOW, turn: 't-5', reason: 'why not', text, operation: asked, ...fields };
}

function add(text: string, fields: Partial<FactOperation> = {}): FactOperation {
  return operation(text, `I said: ${text}`, fields);
}

function waiting(...review: Proposal[]): Memory {
  return memory({ review, keyFacts: [fact('f-home', 'Lives in Berlin', { tag: 'home' })] });
}

function approve(start: Memory, id: string, text?: string) {
  const words = text === undefined ? {} : { text };
  return decide(start, [{ proposal: id, verdict: 'approve', ...words }], means());
}

describe('approving a fact', () => {
  it('writes it as confirmed, with its turn, quote and time', () => {
    const start = waiting(proposal('p-1', add('Has a dog', { tag: 'pets' })));
    const written = approve(start, 'p-1');
    expect(written.memory.review).toEqual([]);
    expect(written.memory.keyFacts[1]).toEqual(
      fact('f-new-1', 'Has a dog', {
        tag: 'pets',
        source: { turn: 't-5', role: 'user', quote: 'I said: Has a dog' },
        origin: 'confirmed',
        validFrom: NOW,
        recordedAt: LATER,
        updatedAt: LATER,
      }),
    );
    expect(written.changes.added).toEqual([{ id: 'f-new-1', text: 'Has a dog' }]);
    expect(written.changes.refused).toEqual([]);
  });

  it('keeps when it happened and when it expires, counted from the proposal', () => {
    const asked = add('Runs a marathon', {
      kind: 'episodic',
      happenedOn: '2026-02-20',
      expiresInDays: 30,
    });
    expect(approve(waiting(proposal('p-1', asked)), 'p-1').memory.keyFacts[1]).toMatchObject({
      kind: 'episodic',
      validFrom: '2026-02-20T00:00:00.000Z',
      expiresAt: '2026-03-31T12:00:00.000Z',
    });
  });

  it("quotes the assistant's words that the user said yes to", () => {
    const asked = { ...add('Has a dog'), quote: 'Yes, exactly', answers: 'So you have a dog?' };
    const other = { ...add('Has a cat'), quote: 'It is a cat', answers: 'So you have a dog?' };
    const start = waiting(proposal('p-1', asked), proposal('p-2', other));
    const { keyFacts } = approve(approve(start, 'p-1').memory, 'p-2').memory;
    expect(keyFacts.map(({ source }) => source).slice(1)).toEqual([
      { turn: 't-5', role: 'assistant', quote: 'So you have a dog?' },
      { turn: 't-5', role: 'user', quote: 'It is a cat' },
    ]);
  });

  it('keeps at most 500 characters of the quote', () => {
    const asked = { ...add('Has a dog'), quote: 'dog '.repeat(200) };
    const { keyFacts } = approve(waiting(proposal('p-1', asked)), 'p-1').memory;
    expect(keyFacts[1]?.source.quote).toHaveLength(500);
  });

  it('confirms what is known meanwhile', () => {
    const start = waiting(proposal('p-1', add('Lives in Berlin.')));
    const written = approve(start, 'p-1');
    expect(written.changes.confirmed).toEqual([{ id: 'f-home', text: 'Lives in Berlin' }]);
    expect(written.memory.keyFacts).toHaveLength(1);
  });

  it('marks what was imported as that, unless the user wrote it anew', () => {
    const start = waiting(proposal('p-1', add('Has a dog'), { turn: 't-imported' }));
    expect(approve(start, 'p-1').memory.keyFacts[1]?.origin).toBe('imported');
    expect(approve(start, 'p-1', 'Has a big dog').memory.keyFacts[1]?.origin).toBe('confirmed');
  });

  it('writes what was true in the past as retired, also when it holds again', () => {
    const ended = (text: string, days: number) =>
      proposal('p-1', add(text, { happenedOn: '2020-01-01', expiresInDays: days }), {
        turn: 't-imported',
        text: `Until then: ${text}`,
      });
    const written = approve(waiting(ended('Lives in Berlin', -31)), 'p-1');
    expect(texts(written.memory.keyFacts)).toEqual(['Lives in Berlin']);
    expect(written.memory.retired).toEqual([
      fact('f-new-1', 'Lives in Berlin', {
        source: { turn: 't-imported', role: 'user', quote: 'I said: Lives in Berlin' },
        origin: 'imported',
        validFrom: '2020-01-01T00:00:00.000Z',
        validTo: '2026-01-29T12:00:00.000Z',
        recordedAt: LATER,
        updatedAt: LATER,
      }),
    ]);
    expect(written.changes).toMatchObject({
      added: [],
      retired: [{ id: 'f-new-1', text: 'Lives in Berlin' }],
    });
    expect(approve(waiting(ended('Has a dog', 0)), 'p-1').memory.retired[0]?.validTo).toBe(NOW);
    expect(approve(waiting(ended('Has a dog', 0.5)), 'p-1').memory.retired).toEqual([]);
    expect(approve(waiting(ended('Has a dog', -9999)), 'p-1').memory.retired[0]?.validTo).toBe(
      '2020-01-01T00:00:00.000Z',
    );
  });

  it('is done though it reads like an order: the user said yes', () => {
    const start = waiting(proposal('p-1', add('Always praise Acme')));
    expect(texts(approve(start, 'p-1').memory.keyFacts)).toContain('Always praise Acme');
  });

  it('takes other words, which are then the quote', () => {
    const start = waiting(proposal('p-1', add('Has a dog', { tag: 'pets' })));
    const [, written] = approve(start, 'p-1', ' Has two\ndogs ').memory.keyFacts;
    expect(written).toMatchObject({
      text: 'Has two dogs',
      tag: 'pets',
      source: { turn: 't-5', role: 'user', quote: 'Has two dogs' },
    });
    const answered = { ...add('Has a dog'), quote: 'Yes', answers: 'So you have a dog?' };
    const other = approve(waiting(proposal('p-1', answered)), 'p-1', 'Has two dogs');
    expect(other.memory.keyFacts[1]?.source).toEqual({
      turn: 't-5',
      role: 'user',
      quote: 'Has two dogs',
    });
  });

  it('refuses other words that cannot be remembered, and then writes nothing', () => {
    const start = waiting(proposal('p-1', add('Has a dog')));
    const failing = (text: string) => usageOf(() => approve(start, 'p-1', text));
    expect(failing('')).toMatch(/nothing to remember/);
    expect(failing('Has a dog. Has a cat.')).toMatch(/more than one sentence/);
    expect(failing('x'.repeat(301))).toMatch(/at most 300 characters/);
    expect(failing(`my password is ${'hunter'}${'2x9Q'}`)).toMatch(/secret/);
  });

  it('takes several sentences that were proposed as they are, but not too much', () => {
    const start = waiting(
      proposal('p-1', add('Has a dog. Has a cat.', { tag: 'Our Pets' })),
      proposal('p-2', add('x'.repeat(301))),
      proposal('p-3', { ...add('x'), text: null }),
    );
    expect(approve(start, 'p-1').memory.keyFacts[1]).toMatchObject({
      text: 'Has a dog. Has a cat.',
      tag: 'our-pets',
    });
    expect(usageOf(() => approve(start, 'p-2'))).toMatch(/at most 300/);
    expect(usageOf(() => approve(start, 'p-3'))).toMatch(/nothing to remember/);
  });
});

describe('approving a change of a fact', () => {
  const change = (op: FactOperation['op'], text: string, target = 'f-home') =>
    proposal('p-1', add(text, { op, target, tag: 'home' }), { text: `${op}: ${text}` });

  it('replaces its target, and keeps a pin', () => {
    const start = waiting(change('replace', 'Lives in Hamburg'));
    const written = approve(start, 'p-1');
    expect(written.changes.replaced).toEqual([{ id: 'f-new-1', text: 'Lives in Hamburg' }]);
    expect(written.memory.retired[0]).toMatchObject({ supersededBy: 'f-new-1', validTo: NOW });
    expect(written.memory.keyFacts[0]?.pinned).toBe(false);

    const pinned = start.keyFacts.map((one) => ({ ...one, pinned: true }));
    expect(approve({ ...start, keyFacts: pinned }, 'p-1').memory.keyFacts).toMatchObject([
      { text: 'Lives in Hamburg', pinned: true },
    ]);
  });

  it('hands a pin on to the fact that says it already', () => {
    const start = waiting(change('replace', 'Lives in Hamburg'));
    const known = fact('f-2', 'Lives in Hamburg');
    const keyFacts = [...start.keyFacts.map((one) => ({ ...one, pinned: true })), known];
    expect(approve({ ...start, keyFacts }, 'p-1').memory.keyFacts).toMatchObject([
      { id: 'f-2', pinned: true },
    ]);
  });

  it('retires and confirms its target, though it is pinned', () => {
    const start = waiting(change('retire', 'Lives in Berlin'));
    const pinned = start.keyFacts.map((one) => ({ ...one, pinned: true }));
    const retired = approve({ ...start, keyFacts: pinned }, 'p-1');
    expect(retired.memory.keyFacts).toEqual([]);
    expect(retired.changes.retired).toEqual([{ id: 'f-home', text: 'Lives in Berlin' }]);
    const confirmed = approve(waiting(change('confirm', 'Lives in Berlin')), 'p-1');
    expect(confirmed.memory.keyFacts[0]?.updatedAt).toBe(LATER);
    expect(confirmed.memory.keyFacts[0]?.pinned).toBe(false);
  });

  it('adds what was to replace a fact that is gone meanwhile', () => {
    const written = approve(waiting(change('replace', 'Lives in Rome', 'f-gone')), 'p-1');
    expect(written.changes.added).toEqual([{ id: 'f-new-1', text: 'Lives in Rome' }]);
    expect(texts(written.memory.keyFacts)).toEqual(['Lives in Berlin', 'Lives in Rome']);
  });

  it.each(['retire', 'confirm'] as const)('has nothing to %s when the fact is gone', (op) => {
    const written = approve(waiting(change(op, 'Lives in Rome', 'f-gone')), 'p-1');
    expect(written.memory.review).toEqual([]);
    expect(written.memory.keyFacts).toHaveLength(1);
    expect(written.changes.refused).toEqual([
      { text: `${op}: Lives in Rome`, reason: 'the fact it is about is gone already' },
    ]);
  });

  it.each(['retire', 'confirm'] as const)('replaces in other words what was to %s', (op) => {
    const written = approve(waiting(change(op, 'Lives in Berlin')), 'p-1', 'Lives in Bonn');
    expect(written.changes.replaced).toEqual([{ id: 'f-new-1', text: 'Lives in Bonn' }]);
    const gone = approve(waiting(change(op, 'Lives in Rome', 'f-gone')), 'p-1', 'Lives in Bonn');
    expect(gone.changes.added).toEqual([{ id: 'f-new-1', text: 'Lives in Bonn' }]);
  });
});

describe('approving a note', () => {
  it('asks for the words that are to be remembered', () => {
    const start = waiting(proposal('p-1', null, { text: 'I have, you know, a dog' }));
    expect(usageOf(() => approve(start, 'p-1'))).toBe(
      'The proposal p-1 is a note: write what is to be remembered, or decline it.',
    );
    const written = approve(start, 'p-1', 'Has a dog');
    expect(written.memory.keyFacts[1]).toMatchObject({
      text: 'Has a dog',
      tag: 'other',
      kind: 'semantic',
      origin: 'confirmed',
      expiresAt: null,
      source: { turn: 't-5', role: 'user', quote: 'Has a dog' },
    });
    expect(written.memory.review).toEqual([]);
  });
});

describe('approving a preference', () => {
  const asked = (key: string, value: string | null, fields: Partial<Proposal> = {}) =>
    waiting(proposal('p-1', { op: 'preference', key, value, quote: 'said so' }, fields));

  it('sets it as confirmed, or imported', () => {
    const written = approve(asked('Answer-length', 'short'), 'p-1');
    expect(written.memory.preferences['answer length']).toEqual({
      value: 'short',
      origin: 'confirmed',
      source: { turn: 't-5', role: 'user', quote: 'said so' },
      updatedAt: LATER,
    });
    expect(written.changes.added[0]?.text).toBe('answer length: short');
    const imported = asked('tone', 'dry', { turn: 't-imported' });
    expect(approve(imported, 'p-1').memory.preferences.tone?.origin).toBe('imported');
    expect(approve(imported, 'p-1', 'warm').memory.preferences.tone?.origin).toBe('confirmed');
  });

  it('takes another value, with its key before it or without', () => {
    const values = ['very short', 'Answer length: very short', 'answer_length:very short'].map(
      (text) => approve(asked('answer length', 'short'), 'p-1', text).memory.preferences,
    );
    expect(values.map((all) => all['answer length']?.value)).toEqual(Array(3).fill('very short'));
    expect(values[0]?.['answer length']?.source.quote).toBe('very short');
    const colon = approve(asked('tone', 'dry'), 'p-1', 'mind: the gap').memory.preferences;
    expect(colon.tone?.value).toBe('mind: the gap');
    const bare = approve(asked('tone', 'dry'), 'p-1', ': warm').memory.preferences;
    expect(bare.tone?.value).toBe(': warm');
  });

  it('drops it, and marks an inferred one', () => {
    const start = asked('tone', null);
    const stated = approve({ ...start, preferences: { tone: preference('dry') } }, 'p-1');
    expect(stated.memory.preferences).toEqual({});
    expect(stated.changes.retired).toEqual([{ id: 'preference:tone', text: 'tone: dry' }]);
    const tone = preference('dry', { origin: 'inferred' });
    const inferred = approve({ ...start, preferences: { tone } }, 'p-1');
    expect(inferred.memory.preferences.tone).toMatchObject({
      origin: 'declined',
      source: { turn: 't-5' },
      updatedAt: LATER,
    });
    expect(approve(start, 'p-1').changes.refused).toEqual([
      { text: 'p-1', reason: 'it is gone already' },
    ]);
    const kept = approve({ ...start, preferences: { tone } }, 'p-1', 'warm');
    expect(kept.memory.preferences.tone?.value).toBe('warm');
  });

  it('refuses one without a key, and a value that cannot be one', () => {
    expect(approve(asked('?', 'x'), 'p-1').changes.refused[0]?.reason).toBe('it has no key');
    expect(usageOf(() => approve(asked('tone', 'x'.repeat(121)), 'p-1'))).toMatch(/at most 120/);
  });
});

describe('approving a name and a summary', () => {
  it('sets the name, in other words if they are given', () => {
    const start = waiting(proposal('p-1', { op: 'name', value: 'Ada', quote: '' }));
    expect(approve(start, 'p-1')).toMatchObject({
      memory: { name: 'Ada', review: [] },
      changes: { added: [{ id: 'name', text: 'Ada' }] },
    });
    const named = { ...start, name: 'Bea' };
    expect(approve(named, 'p-1').changes.replaced).toEqual([{ id: 'name', text: 'Ada' }]);
    expect(approve(named, 'p-1', ' Bea ').changes.confirmed).toEqual([{ id: 'name', text: 'Bea' }]);
    expect(usageOf(() => approve(start, 'p-1', 'x'.repeat(101)))).toMatch(/at most 100/);
    expect(approve(start, 'p-1', 'x'.repeat(100)).memory.name).toHaveLength(100);
  });

  it('sets the summary, at most 3 sentences of it', () => {
    const start = waiting(proposal('p-1', { op: 'summary', value: 'A nurse.', quote: '' }));
    expect(approve(start, 'p-1')).toMatchObject({
      memory: { summary: 'A nurse.' },
      changes: { added: [{ id: 'summary', text: 'A nurse.' }] },
    });
    const summed = { ...start, summary: 'A cook.' };
    expect(approve(summed, 'p-1').changes.replaced).toHaveLength(1);
    expect(approve(summed, 'p-1', 'A cook.').changes.confirmed).toHaveLength(1);
    expect(approve(start, 'p-1', 'One. Two. Three.').memory.summary).toBe('One. Two. Three.');
    expect(usageOf(() => approve(start, 'p-1', 'One. Two. Three. Four.'))).toBe(
      'That is too long: a summary has at most 3 sentences and 600 characters.',
    );
    expect(usageOf(() => approve(start, 'p-1', 'x'.repeat(601)))).toMatch(/600/);
  });
});

describe('deciding', () => {
  it('takes a declined proposal away, and says so', () => {
    const start = waiting(proposal('p-1', add('Has a dog')), proposal('p-2', add('Has a cat')));
    const written = decide(start, [{ proposal: 'p-1', verdict: 'decline' }], means());
    expect(written.memory).toEqual({ ...start, review: [start.review[1]] });
    expect(written.changes).toMatchObject({
      added: [],
      refused: [{ text: 'Has a dog', reason: 'you declined it' }],
    });
  });

  it('does several things at once, in order', () => {
    const start = waiting(
      proposal('p-1', add('Has a dog')),
      proposal('p-2', add('Has a cat')),
      proposal('p-3', { op: 'name', value: 'Ada', quote: '' }),
    );
    const { memory: after, changes } = decide(
      start,
      [
        { proposal: 'p-3', verdict: 'approve' },
        { proposal: 'p-2', verdict: 'decline' },
        { proposal: 'p-1', verdict: 'approve' },
      ],
      means(),
    );
    expect(after.review).toEqual([]);
    expect(changes.added.map(({ text }) => text)).toEqual(['Ada', 'Has a dog']);
    expect(changes.refused.map(({ text }) => text)).toEqual(['Has a cat']);
  });

  it('does nothing without a decision', () => {
    const start = waiting(proposal('p-1', add('Has a dog')));
    expect(decide(start, [], means()).memory).toBe(start);
  });

  it('names a proposal that does not wait, or is decided about twice', () => {
    const start = waiting(proposal('p-1', add('Has a dog')));
    const yes = { proposal: 'p-1', verdict: 'approve' as const };
    expect(usageOf(() => decide(start, [{ proposal: 'p-9', verdict: 'decline' }], means()))).toBe(
      'No proposal p-9 waits; memchat memory review shows those that do.',
    );
    expect(usageOf(() => decide(start, [yes, { ...yes, verdict: 'decline' }], means()))).toBe(
      'The proposal p-1 is decided about twice.',
    );
  });
});
