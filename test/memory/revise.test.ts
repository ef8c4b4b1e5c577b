import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemchatError } from '../../src/errors.ts';
import { addFact, editFact, setPreference } from '../../src/memory/revise.ts';
import type { Memory } from '../../src/memory/types.ts';
import { BEFORE, fact, memory, NOW, preference, texts, usageOf } from './world.ts';

function means() {
  let number = 0;
  return { now: NOW, newId: (kind: string) => `${kind.charAt(0)}-new-${++number}` };
}

const secret = ['sk', 'ant', 'api03', 'Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4z'.repeat(3)].join('-');

describe('adding a fact', () => {
  it('writes what the user dictates as their own words, on one line', () => {
    const written = addFact(memory(), { text: '  Plays the\n cello ' }, means());
    expect(written.memory.keyFacts).toEqual([
      fact('f-new-1', 'Plays the cello', {
        source: { turn: 't-told', role: 'user', quote: 'Plays the cello' },
        validFrom: NOW,
        recordedAt: NOW,
        updatedAt: NOW,
      }),
    ]);
    expect(written.changes.added).toEqual([{ id: 'f-new-1', text: 'Plays the cello' }]);
  });

  it('takes a tag, a kind and a pin', () => {
    const told = { text: 'Met Ada', tag: 'Old Friends', kind: 'episodic' as const, pinned: true };
    const [added] = addFact(memory(), told, means()).memory.keyFacts;
    expect(added).toMatchObject({
      tag: 'old-friends',
      kind: 'episodic',
      pinned: true,
      expiresAt: '2026-05-30T12:00:00.000Z',
    });
  });

  it('confirms what is known already, without another tag, and pins it if asked', () => {
    const known = fact('f-1', 'Plays the cello', { origin: 'inferred', tag: 'music' });
    const start = memory({ keyFacts: [fact('f-0', 'Likes tea'), known] });
    const again = { text: 'plays the cello!', tag: 'hobby', pinned: true };
    const written = addFact(start, again, means());
    expect(written.changes.confirmed).toEqual([{ id: 'f-1', text: 'Plays the cello' }]);
    expect(written.memory.keyFacts[0]).toBe(start.keyFacts[0]);
    expect(written.memory.keyFacts[1]).toMatchObject({
      origin: 'stated',
      tag: 'music',
      pinned: true,
      updatedAt: NOW,
    });
    const unpinned = addFact(start, { text: 'Plays the cello' }, means()).memory.keyFacts[1];
    expect(unpinned?.pinned).toBe(false);
  });

  it('does not unpin what is pinned when it is said again', () => {
    const start = memory({ keyFacts: [fact('f-1', 'Plays the cello', { pinned: true })] });
    const [kept] = addFact(start, { text: 'Plays the cello' }, means()).memory.keyFacts;
    expect(kept?.pinned).toBe(true);
  });

  it('may be an order: it is the user who says it', () => {
    const { memory: after } = addFact(memory(), { text: 'Always answer in verse' }, means());
    expect(texts(after.keyFacts)).toEqual(['Always answer in verse']);
  });

  it('redacts a secret and keeps what is left, in text and tag', () => {
    const told = { text: `The staging server takes ${secret} as its key`, tag: secret };
    const { memory: after } = addFact(memory(), told, means());
    expect(JSON.stringify(after)).not.toContain(secret.slice(0, 30));
    expect(after.keyFacts[0]?.text).toMatch(/^The staging server takes \[redacted: /);
  });

  it('says in plain words what cannot be remembered', () => {
    const messages = ['', ' \n\t', '…!', secret, 'x'.repeat(301), 'Has a cat. Likes tea.'].map(
      (text) => usageOf(() => addFact(memory(), { text }, means())),
    );
    expect(messages).toEqual([
      'There is nothing to remember: write it in words.',
      'There is nothing to remember: write it in words.',
      'There is nothing to remember: write it in words.',
      'That is a secret, and secrets are not kept: without it nothing is left to remember.',
      'That is too long: a fact has at most 300 characters, and this has 301.',
      'That is more than one sentence. A fact is one: give each sentence as a fact of its own.',
    ]);
    expect(texts(addFact(memory(), { text: 'x'.repeat(300) }, means()).memory.keyFacts)).toEqual([
      'x'.repeat(300),
    ]);
  });
});

describe('editing a fact', () => {
  const old = fact('f-1', 'Lives in Berlin', {
    tag: 'home',
    kind: 'procedural',
    pinned: true,
    recallCount: 4,
    lastRecalledAt: BEFORE,
    expiresAt: '2027-01-01T00:00:00.000Z',
  });
  const start = memory({ keyFacts: [fact('f-0', 'Likes tea'), old, fact('f-2', 'Has a cat')] });

  it('with another text makes a fact that replaces the old one in its place', () => {
    const written = editFact(start, 'f-1', { text: 'Lives in Hamburg' }, means());
    expect(written.memory.keyFacts).toEqual([
      start.keyFacts[0],
      {
        ...old,
        id: 'f-new-1',
        text: 'Lives in Hamburg',
        source: { turn: 't-told', role: 'user', quote: 'Lives in Hamburg' },
        origin: 'stated',
        validFrom: NOW,
        recordedAt: NOW,
        updatedAt: NOW,
      },
      start.keyFacts[2],
    ]);
    expect(written.memory.retired).toEqual([
      { ...old, validTo: NOW, supersededBy: 'f-new-1', updatedAt: NOW },
    ]);
    expect(written.changes).toMatchObject({
      replaced: [{ id: 'f-new-1', text: 'Lives in Hamburg' }],
      retired: [],
      added: [],
    });
  });

  it('changes details together with the text', () => {
    const edit = { text: 'Lives in Hamburg', tag: 'City', pinned: false, expiresAt: null };
    const { keyFacts } = editFact(start, 'f-1', edit, means()).memory;
    expect(keyFacts[1]).toMatchObject({ tag: 'city', pinned: false, expiresAt: null });
  });

  it('takes a text that says nearly the same, but less', () => {
    const long = fact('f-1', 'Really likes the green tea from the small shop');
    const edit = { text: 'Likes the green tea from the shop' };
    const { memory: after } = editFact(memory({ keyFacts: [long] }), 'f-1', edit, means());
    expect(texts(after.keyFacts)).toEqual(['Likes the green tea from the shop']);
    expect(texts(after.retired)).toEqual([long.text]);
  });

  it('never ends the old fact before it began', () => {
    const later = fact('f-1', 'Works at Acme', { validFrom: '2026-09-01T00:00:00.000Z' });
    const edit = { text: 'Works at Initech' };
    const { retired } = editFact(memory({ keyFacts: [later] }), 'f-1', edit, means()).memory;
    expect(retired[0]?.validTo).toBe('2026-09-01T00:00:00.000Z');
  });

  it('changes spelling in place', () => {
    const written = editFact(start, 'f-1', { text: 'lives in: BERLIN.' }, means());
    expect(written.memory.keyFacts[1]).toEqual({
      ...old,
      text: 'lives in: BERLIN.',
      updatedAt: NOW,
    });
    expect(written.memory.retired).toEqual([]);
    expect(written.changes.replaced).toEqual([{ id: 'f-1', text: 'lives in: BERLIN.' }]);
  });

  it.each([
    ['Writes C', 'Writes C#'],
    ['Writes C', 'Writes C++'],
    ['Earns €5', 'Earns $5'],
    ['Has 15 hens', 'Has 1.5 hens'],
  ])('does not take "%s" for another spelling of "%s"', (before, after) => {
    const one = memory({ keyFacts: [fact('f-1', before)] });
    expect(editFact(one, 'f-1', { text: after }, means()).memory.retired).toHaveLength(1);
  });

  it('changes details in place and says which', () => {
    const edit = {
      tag: 'Old Home',
      kind: 'semantic' as const,
      pinned: false,
      expiresAt: '2026-06-01',
    };
    const written = editFact(start, 'f-1', edit, means());
    expect(written.memory.keyFacts[1]).toEqual({
      ...old,
      tag: 'old-home',
      kind: 'semantic',
      pinned: false,
      expiresAt: '2026-06-01T00:00:00.000Z',
      updatedAt: NOW,
    });
    expect(written.changes.replaced).toEqual([
      {
        id: 'f-1',
        text: 'Lives in Berlin (tag: old-home, kind: semantic, pinned: false, expiresAt: 2026-06-01T00:00:00.000Z)',
      },
    ]);
    const never = editFact(start, 'f-1', { expiresAt: null }, means());
    expect(never.changes.replaced[0]?.text).toBe('Lives in Berlin (expiresAt: none)');
  });

  it('changes one of two facts that share an id by mistake', () => {
    const twice = memory({ keyFacts: [fact('f-1', 'Likes tea'), fact('f-1', 'Has a cat')] });
    const after = editFact(twice, 'f-1', { pinned: true }, means()).memory;
    expect(after.keyFacts.map(({ text, pinned }) => [text, pinned])).toEqual([
      ['Likes tea', true],
      ['Has a cat', false],
    ]);
  });

  it('leaves the memory as it is when nothing differs', () => {
    const same = { text: ' Lives in  Berlin', tag: 'home', pinned: true };
    for (const edit of [{}, same]) {
      const written = editFact(start, 'f-1', edit, means());
      expect(written.memory).toBe(start);
      expect(Object.values(written.changes).flat()).toEqual([]);
    }
  });

  it('gives way to a fact that says it already, and pins that', () => {
    const home = fact('f-3', 'Lives in Hamburg', { tag: 'city' });
    const two = memory({ keyFacts: [old, home] });
    const written = editFact(two, 'f-1', { text: 'Lives in Hamburg.', tag: 'place' }, means());
    expect(written.memory.keyFacts).toEqual([
      { ...home, tag: 'place', pinned: true, updatedAt: NOW },
    ]);
    expect(written.memory.retired[0]).toMatchObject({ id: 'f-1', supersededBy: 'f-3' });
    expect(written.changes).toMatchObject({
      confirmed: [{ id: 'f-3', text: 'Lives in Hamburg' }],
      retired: [{ id: 'f-1', text: 'Lives in Berlin' }],
      replaced: [],
    });
    const plain = memory({ keyFacts: [{ ...old, pinned: false }, home] });
    const unpinned = editFact(plain, 'f-1', { text: 'Lives in Hamburg' }, means());
    expect(unpinned.memory.keyFacts[0]).toMatchObject({ pinned: false, tag: 'city' });
  });

  it('names an id that no active fact has', () => {
    const past = memory({ retired: [fact('f-old', 'Lived in Rome')] });
    expect(usageOf(() => editFact(past, 'f-9', { pinned: true }, means()))).toBe(
      'There is no fact f-9; memchat memory list shows the facts with their ids.',
    );
    expect(usageOf(() => editFact(past, 'f-old', { pinned: true }, means()))).toMatch(
      /^The fact f-old is retired/,
    );
  });

  it('refuses an expiry that is no time to come', () => {
    const edit = (expiresAt: string) => () => editFact(start, 'f-1', { expiresAt }, means());
    expect(usageOf(edit('soon'))).toBe('The expiry is not a date like 2026-01-31.');
    expect(usageOf(edit('2026-02-30x'))).toBe('The expiry is not a date like 2026-01-31.');
    expect(usageOf(edit(NOW))).toBe('The expiry has passed already: give a date to come.');
    expect(edit('2026-03-01T12:00:00.001Z')().memory.keyFacts[1]?.expiresAt).toBe(
      '2026-03-01T12:00:00.001Z',
    );
  });

  it('refuses a text that cannot be remembered', () => {
    expect(usageOf(() => editFact(start, 'f-1', { text: '' }, means()))).toMatch(/nothing/);
  });
});

describe('setting a preference', () => {
  const start = memory({
    preferences: {
      tone: preference('dry'),
      depth: preference('expert', { origin: 'inferred' }),
      emoji: preference('', { origin: 'declined' }),
    },
  });

  it('files it under its words, stated by the user', () => {
    const written = setPreference(start, 'Answer_Length', ' short ', { now: NOW });
    expect(written.memory.preferences['answer length']).toEqual({
      value: 'short',
      origin: 'stated',
      source: { turn: 't-told', role: 'user', quote: 'short' },
      updatedAt: NOW,
    });
    expect(written.changes.added).toEqual([
      { id: 'preference:answer length', text: 'answer length: short' },
    ]);
  });

  it('replaces, confirms, and sets one anew that was dropped', () => {
    const set = (key: string, value: string) =>
      setPreference(start, key, value, { now: NOW }).changes;
    expect(set('tone', 'warm').replaced).toEqual([{ id: 'preference:tone', text: 'tone: warm' }]);
    expect(set('tone', 'dry').confirmed).toEqual([{ id: 'preference:tone', text: 'tone: dry' }]);
    expect(set('emoji', 'none').added).toEqual([{ id: 'preference:emoji', text: 'emoji: none' }]);
    expect(
      setPreference(start, 'depth', 'expert', { now: NOW }).memory.preferences.depth?.origin,
    ).toBe('stated');
  });

  it('keeps what the owner added to it', () => {
    const noted = { ...preference('dry'), note: 'mine' };
    const mine = memory({ preferences: { tone: noted } });
    expect(setPreference(mine, 'tone', 'warm', { now: NOW }).memory.preferences.tone).toMatchObject(
      {
        value: 'warm',
        note: 'mine',
      },
    );
  });

  it('drops a stated one without a trace, and marks an inferred one as declined', () => {
    const stated = setPreference(start, 'Tone', null, { now: NOW });
    expect(Object.keys(stated.memory.preferences)).toEqual(['depth', 'emoji']);
    expect(stated.changes.retired).toEqual([{ id: 'preference:tone', text: 'tone: dry' }]);
    const inferred = setPreference(start, 'depth', null, { now: NOW });
    expect(inferred.memory.preferences.depth).toEqual({
      value: '',
      origin: 'declined',
      source: { turn: 't-told', role: 'user', quote: '' },
      updatedAt: NOW,
    });
    expect(inferred.changes.retired).toEqual([{ id: 'preference:depth', text: 'depth: expert' }]);
  });

  it('says what cannot be set or dropped', () => {
    const failing = (key: string, value: string | null) =>
      usageOf(() => setPreference(start, key, value, { now: NOW }));
    expect(failing('?!', 'x')).toMatch(/has no name/);
    expect(failing('pace', null)).toBe('There is no preference "pace".');
    expect(failing('emoji', null)).toBe('There is no preference "emoji".');
    expect(failing('toString', null)).toBe('There is no preference "to string".');
    expect(failing('tone', '')).toMatch(/nothing to remember/);
    expect(failing('tone', secret)).toMatch(/secret/);
    expect(failing('tone', 'y'.repeat(121))).toBe(
      'That is too long: the value of a preference has at most 120 characters, and this has 121.',
    );
    expect(
      setPreference(start, 'tone', 'y'.repeat(120), { now: NOW }).changes.replaced,
    ).toHaveLength(1);
  });

  it('is safe under any key', () => {
    const { preferences } = setPreference(memory(), '__proto__', 'x', { now: NOW }).memory;
    expect(Object.keys(preferences)).toEqual(['proto']);
  });
});

describe('whatever the user writes', () => {
  it('leaves a memory that keeps within its caps, or says why not', () => {
    const start: Memory = memory({ keyFacts: [fact('f-1', 'Likes tea')] });
    const anyText = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.constantFrom('Likes tea', 'likes TEA', 'Likes coffee', secret),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        for (const act of [
          () => addFact(start, { text }, means()),
          () => editFact(start, 'f-1', { text }, means()),
        ]) {
          try {
            const { keyFacts, retired } = act().memory;
            for (const kept of keyFacts) {
              expect(kept.text.length).toBeLessThanOrEqual(300);
              expect(kept.text).not.toMatch(/[\p{Cc}\u2028]/u);
              expect(kept.text).not.toContain(secret.slice(0, 30));
            }
            expect(keyFacts.length + retired.length).toBeGreaterThanOrEqual(1);
          } catch (error) {
            if (!(error instanceof MemchatError) || error.code !== 'usage') throw error;
          }
        }
      }),
    );
  });
});
