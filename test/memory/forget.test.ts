import { describe, expect, it } from 'vitest';
import { decodeMemory, encodeMemory } from '../../src/memory/codec.ts';
import { forget } from '../../src/memory/forget.ts';
import { find, isNothing, isQuery } from '../../src/memory/forget-target.ts';
import type { Fact, Memory, Message, Preference, Proposal } from '../../src/memory/types.ts';
import { BEFORE, fact, memory, NOW, operation, texts } from './world.ts';

const sentence = 'I have a dog named Bello and a cat named Minka';

function quoted(quote: string): Partial<Fact> {
  return { source: { turn: 't-1', role: 'user', quote } };
}

function said(turn: string, text: string, reply: string | null = null): Message[] {
  const message: Message = { role: 'user', text, at: BEFORE, turn };
  return reply === null ? [message] : [message, { ...message, role: 'assistant', text: reply }];
}

function preference(value: string, over: Partial<Preference> = {}): Preference {
  const source = { turn: 't-2', role: 'user' as const, quote: `give me ${value}` };
  return { value, origin: 'stated', source, updatedAt: BEFORE, ...over };
}

function proposal(id: string, text: string, over: Partial<Proposal> = {}): Proposal {
  return {
    id,
    at: BEFORE,
    turn: 't-3',
    reason: 'it was pasted',
    text,
    operation: operation(text, text),
    ...over,
  };
}

const dog = fact('f-dog', 'Has a dog named Bello', quoted(sentence));
const cat = fact('f-cat', 'Has a cat named Minka', quoted(sentence));
const nurse = fact('f-nurse', 'Works as a nurse', { pinned: true });

const full = memory({
  revision: 7,
  name: 'Ana',
  summary: 'Ana has a dog named Bello. Ana works as a nurse.',
  preferences: { units: preference('metric units') },
  keyFacts: [dog, cat, nurse],
  recentMessages: [
    ...said('t-1', sentence, 'Bello and Minka, how nice!'),
    ...said('t-2', 'Bello barks', 'Dogs do.'),
    ...said('t-3', "I'm Ana.", 'Hello Ana!'),
  ],
  appliedTurns: ['t-1', 't-2', 't-3'],
  sessionCount: 3,
});

const aDog = { kind: 'fact', id: 'f-dog' } as const;

describe('forgetting a fact', () => {
  const done = forget(full, aDog, NOW);

  it('takes away the fact and keeps the other one of the same sentence', () => {
    expect(texts(done.memory.keyFacts)).toEqual(['Has a cat named Minka', 'Works as a nurse']);
    expect(done.memory.keyFacts[0]?.source).toEqual({
      ...cat.source,
      quote: '[forgotten] and a cat named Minka',
    });
    expect(done.memory.keyFacts[1]).toBe(nurse);
  });

  it('takes the sentence out of the summary, clauses out of messages, and turns that are empty then', () => {
    expect(done.memory.summary).toBe('Ana works as a nurse.');
    expect(done.memory.recentMessages.map(({ text }) => text)).toEqual([
      '[forgotten] and a cat named Minka',
      '[forgotten] and Minka, how nice!',
      "I'm Ana.",
      'Hello Ana!',
    ]);
  });

  it('says what is gone, and counts each passage once', () => {
    expect(done.entries).toEqual([
      { id: 'f-dog', text: 'Has a dog named Bello' },
      { id: 'summary', text: 'Ana has a dog named Bello.' },
    ]);
    expect([...done.passages]).toEqual(['user t-1', 'assistant t-1', 'user t-2', 'assistant t-2']);
    expect(isNothing(done.found)).toBe(false);
  });

  it('notes when, and leaves name, counts, revision and applied turns', () => {
    const { name, revision, sessionCount, appliedTurns, lastSeen, preferences } = full;
    expect(done.memory).toMatchObject({ name, revision, sessionCount, appliedTurns, lastSeen });
    expect(done.memory.forgottenAt).toBe(NOW);
    expect(done.memory.preferences).toEqual(preferences);
  });

  it('gives a memory that can be read back, without a word of it', () => {
    const text = encodeMemory(done.memory);
    expect(decodeMemory(text, 'alice').state).toBe('valid');
    expect(text.replaceAll('f-dog', '')).not.toMatch(/bello|\bdog/iu);
  });

  it('leaves what the owner added', () => {
    const own = Object.assign({}, full, { note: 'about Bello' });
    expect(forget(own, aDog, NOW).memory).toMatchObject({ note: 'about Bello' });
  });

  it('takes a pinned one as well', () => {
    const pinned = { ...full, keyFacts: [{ ...dog, pinned: true }, cat] };
    expect(texts(forget(pinned, aDog, NOW).memory.keyFacts)).toEqual(['Has a cat named Minka']);
  });

  it('takes a retired one', () => {
    const retired = { ...full, keyFacts: [cat], retired: [dog, nurse] };
    const { memory: left } = forget(retired, aDog, NOW);
    expect([left.keyFacts, left.retired].map(texts)).toEqual([
      ['Has a cat named Minka'],
      ['Works as a nurse'],
    ]);
  });

  it('that is not there takes nothing', () => {
    const none = forget(full, { kind: 'fact', id: 'f-none' }, NOW);
    expect(none.memory).toEqual({ ...full, forgottenAt: NOW });
    expect(none).toMatchObject({ entries: [], passages: new Set() });
    expect(isNothing(none.found)).toBe(true);
  });

  it('that was found in an earlier revision takes what is left of it', () => {
    const later = { ...full, keyFacts: [cat] };
    const { memory: left, entries } = forget(later, aDog, NOW, find(full, aDog));
    expect(left.summary).toBe('Ana works as a nurse.');
    expect(entries.map(({ id }) => id)).toEqual(['summary']);
    expect(left.recentMessages).toEqual(done.memory.recentMessages);
  });
});

describe('the facts that go with a fact', () => {
  const rest = (over: Partial<Memory>, id: string) => {
    const { memory: left } = forget(memory(over), { kind: 'fact', id }, NOW);
    return texts([...left.keyFacts, ...left.retired]);
  };

  it('say the same, or the same with more behind it', () => {
    const keyFacts = [
      fact('f-1', 'Has a dog'),
      fact('f-2', 'Has a dog named Bello'),
      fact('f-3', 'has a dog.'),
      fact('f-4', 'Sister has a dog'),
      fact('f-5', 'Has a doghouse'),
    ];
    expect(rest({ keyFacts }, 'f-1')).toEqual(['Sister has a dog', 'Has a doghouse']);
    expect(rest({ keyFacts }, 'f-2')).toHaveLength(4);
  });

  it('are those before and after it that share a telling word with it, link by link', () => {
    const chain = [
      fact('f-1', 'Loves tea', { supersededBy: 'f-2' }),
      fact('f-2', 'Hates tea', { supersededBy: 'f-3' }),
      fact('f-3', 'Likes tea with milk', { supersededBy: 'f-4' }),
    ];
    const keyFacts = [fact('f-4', 'Likes milk'), fact('f-5', 'Has a tea pot')];
    for (const id of ['f-1', 'f-2', 'f-3']) {
      expect(rest({ keyFacts, retired: chain }, id)).toEqual(['Has a tea pot']);
    }
  });

  it('are not those that only had their place; these lose the link', () => {
    const retired = [fact('f-1', 'Lives in Berlin', { supersededBy: 'f-2' })];
    const keyFacts = [fact('f-2', 'Lives in Hamburg')];
    const before = memory({ keyFacts, retired });
    const { memory: left } = forget(before, { kind: 'fact', id: 'f-2' }, NOW);
    expect(left).toMatchObject({ keyFacts: [], retired: [{ id: 'f-1', supersededBy: null }] });
    expect(rest({ keyFacts, retired }, 'f-1')).toEqual(['Lives in Hamburg']);
  });

  it('are not those that share a word; and that word stays in conversation', () => {
    const before = memory({
      keyFacts: [fact('f-1', 'Moved from Berlin to Hamburg'), fact('f-2', 'Born in Berlin')],
      recentMessages: said('t-1', 'I was born in Berlin, then came Hamburg'),
    });
    const { memory: left } = forget(before, { kind: 'fact', id: 'f-1' }, NOW);
    expect(texts(left.keyFacts)).toEqual(['Born in Berlin']);
    expect(left.recentMessages[0]?.text).toBe('I was born in Berlin, [forgotten]');
  });

  it('keep the link to what stays', () => {
    const retired = [fact('f-1', 'Lives in Berlin', { supersededBy: 'f-2' })];
    const before = memory({ keyFacts: [fact('f-2', 'Lives in Rome'), dog], retired });
    expect(forget(before, aDog, NOW).memory.retired).toEqual(retired);
  });
});

describe('forgetting a preference', () => {
  const before = memory({
    preferences: {
      units: preference('metric units'),
      'answer length': preference('one paragraph', { origin: 'inferred' }),
    },
    keyFacts: [fact('f-1', 'Likes tea', quoted('I like tea, give me metric units'))],
    recentMessages: said('t-2', 'Please give me metric units. I like tea.'),
  });

  it('takes a stated one away, with its words', () => {
    const { memory: left, entries } = forget(before, { kind: 'preference', key: 'units' }, NOW);
    expect(Object.keys(left.preferences)).toEqual(['answer length']);
    expect(entries).toEqual([{ id: 'preference:units', text: 'units: metric units' }]);
    expect(left.keyFacts[0]?.source.quote).toBe('I like tea, [forgotten]');
    expect(left.recentMessages[0]?.text).toBe('[forgotten]. I like tea.');
  });

  it('leaves of an inferred one that it is declined, under its key however it is written', () => {
    const target = { kind: 'preference', key: 'Answer_Length' } as const;
    const { memory: left, entries } = forget(before, target, NOW);
    expect(left.preferences['answer length']).toEqual({
      value: '',
      origin: 'declined',
      source: { turn: 't-2', role: 'user', quote: '' },
      updatedAt: NOW,
    });
    expect(entries).toEqual([
      { id: 'preference:answer length', text: 'answer length: one paragraph' },
    ]);
    expect(left.preferences.units).toBe(before.preferences.units);
    expect(isNothing(find(left, target))).toBe(true);
  });

  it('prefers the key as it is written', () => {
    const preferences = { 'a b': preference('metric'), 'A B': preference('imperial') };
    const { memory: left } = forget(
      memory({ preferences }),
      { kind: 'preference', key: 'A B' },
      NOW,
    );
    expect(Object.keys(left.preferences)).toEqual(['a b']);
  });

  it('erases its words from the quotes of others', () => {
    const quote = 'metric units, and be brief';
    const source = { turn: 't-9', role: 'user' as const, quote };
    const preferences = {
      units: preference('metric units'),
      style: preference('brief', { source }),
    };
    const target = { kind: 'preference', key: 'units' } as const;
    const { style } = forget(memory({ preferences }), target, NOW).memory.preferences;
    expect(style?.source.quote).toBe('[forgotten], and be brief');
    expect(style?.value).toBe('brief');
  });
});

describe('forgetting the name', () => {
  const before = memory({
    name: 'Ana',
    summary: 'Ana is a nurse. She likes tea.',
    preferences: { address: preference('call me Ana'), units: preference('metric') },
    keyFacts: [
      fact('f-1', "Ana's sister is a baker", quoted("Ana here, Ana's sister bakes")),
      fact('f-2', 'Is called Ana'),
      nurse,
    ],
    review: [
      proposal('p-1', 'Ana', { operation: { op: 'name', value: 'Ana', quote: "I'm Ana" } }),
      proposal('p-2', 'Ana has a boat'),
    ],
    recentMessages: said('t-1', 'My name is Ana and I like tea', 'Nice to meet you, Ana!'),
  });
  const done = forget(before, { kind: 'name' }, NOW);

  it('takes away the name and what is nothing without it', () => {
    expect(done.memory.name).toBeNull();
    expect(done.memory.user).toBe('alice');
    expect(done.entries).toEqual([
      { id: 'name', text: 'Ana' },
      { id: 'f-2', text: 'Is called Ana' },
      { id: 'preference:address', text: 'address: call me Ana' },
      { id: 'p-1', text: 'Ana' },
    ]);
  });

  it('blots out only its words elsewhere', () => {
    const { summary, keyFacts, review, recentMessages, preferences } = done.memory;
    expect(summary).toBe('The user is a nurse. She likes tea.');
    expect(texts(keyFacts)).toEqual(["[forgotten]'s sister is a baker", 'Works as a nurse']);
    expect(keyFacts[0]?.source.quote).toBe("[forgotten], [forgotten]'s sister bakes");
    expect(review).toMatchObject([
      {
        id: 'p-2',
        text: '[forgotten] has a boat',
        operation: { text: '[forgotten] has a boat', quote: '[forgotten] has a boat' },
      },
    ]);
    expect(recentMessages.map(({ text }) => text)).toEqual([
      '[forgotten] and I like tea',
      'Nice to meet you, [forgotten]!',
    ]);
    expect(Object.keys(preferences)).toEqual(['units']);
    expect(encodeMemory(done.memory)).not.toMatch(/\bana\b/iu);
  });

  it('that is not known takes nothing', () => {
    const none = forget({ ...before, name: null }, { kind: 'name' }, NOW);
    expect(none.memory).toEqual({ ...before, name: null, forgottenAt: NOW });
  });

  it('of an earlier revision leaves the one of today', () => {
    const now = { ...before, name: 'Eva' };
    const earlier = find(before, { kind: 'name' });
    expect(forget({ ...now, name: null }, { kind: 'name' }, NOW, earlier).memory.summary).toBe(
      'The user is a nurse. She likes tea.',
    );
    expect(forget(now, { kind: 'query', query: 'xyzzy' }, NOW, earlier).memory.name).toBe('Eva');
  });
});

describe('forgetting by a query', () => {
  const ask = (over: Partial<Memory>, query: string) =>
    forget(memory(over), { kind: 'query', query }, NOW);

  it('takes the facts that have all its words in text, tag or quote', () => {
    const keyFacts = [
      fact('f-1', 'Is vegetarian', quoted("I don't eat meat")),
      fact('f-2', 'Likes tea', { tag: 'meat' }),
      fact('f-3', 'Sells meat'),
      fact('f-4', 'Likes milk'),
    ];
    const done = ask({ keyFacts, retired: [fact('f-5', 'Ate meat balls')] }, 'MEAT');
    expect(texts(done.memory.keyFacts)).toEqual(['Likes milk']);
    expect(done.memory.retired).toEqual([]);
    expect(done.entries.map(({ id }) => id)).toEqual(['f-1', 'f-2', 'f-3', 'f-5']);
    expect(ask({ keyFacts }, 'meat sells').entries.map(({ id }) => id)).toEqual(['f-3']);
  });

  it('takes no fact whose quote only tells of something else beside it', () => {
    const done = ask({ keyFacts: [dog, cat] }, 'Minka');
    expect(texts(done.memory.keyFacts)).toEqual(['Has a dog named Bello']);
    expect(done.memory.keyFacts[0]?.source.quote).toBe('I have a dog named Bello and [forgotten]');
  });

  it('blots out what the facts are about as well', () => {
    const recentMessages = said('t-1', 'My dog barks, I like tea');
    expect(ask({ keyFacts: [dog], recentMessages }, 'Bello').memory.recentMessages).toMatchObject([
      { text: '[forgotten], I like tea' },
    ]);
  });

  it('takes preferences, by key, value or quote, the name and proposals', () => {
    const preferences = {
      tone: preference('friendly'),
      units: preference('metric'),
      style: preference('none', { source: { turn: 't-1', role: 'user', quote: 'no emoji' } }),
    };
    const keys = (query: string) => Object.keys(ask({ preferences }, query).memory.preferences);
    expect(keys('tone')).toEqual(['units', 'style']);
    expect(keys('metric units')).toEqual(['tone', 'style']);
    expect(keys('emoji')).toEqual(['tone', 'units']);
    const named = ask({ name: 'Ana Cruz', recentMessages: said('t-1', 'Ana likes tea') }, 'cruz');
    expect(named.entries).toEqual([{ id: 'name', text: 'Ana Cruz' }]);
    expect(named.memory.recentMessages[0]?.text).toBe('[forgotten] likes tea');
    expect(ask({ name: 'Ana' }, 'Eva').memory.name).toBe('Ana');
  });

  it('that finds nothing takes nothing', () => {
    const done = forget(full, { kind: 'query', query: 'xyzzy' }, NOW);
    expect(done.memory).toEqual({ ...full, forgottenAt: NOW });
    expect(done).toMatchObject({ entries: [], passages: new Set() });
  });

  it('needs a word or a sign', () => {
    expect(['tea', '犬', '7', '🍕', ' "tea" '].map(isQuery)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(['', '  \n', '...', '"!?"'].map(isQuery)).toEqual([false, false, false, false]);
  });

  it('of signs finds them in facts', () => {
    const keyFacts = [fact('f-1', 'Likes 🍕'), fact('f-2', 'Likes tea')];
    expect(texts(ask({ keyFacts }, ' 🍕 ').memory.keyFacts)).toEqual(['Likes tea']);
  });
});

describe('a proposal', () => {
  const left = (...review: Proposal[]) => forget({ ...full, review }, aDog, NOW).memory.review;

  it.each([
    ['says it', proposal('p-1', 'Has a dog with spots')],
    ['would write it', proposal('p-1', 'A pet', { operation: operation('Bello barks', 'pet') })],
    ['has no other quote', proposal('p-1', 'Has a pet', { operation: operation('Pet', 'Bello!') })],
    [
      'is about a fact that is gone',
      proposal('p-1', 'Pet', {
        operation: operation(null, 'pet', { op: 'retire', target: 'f-dog' }),
      }),
    ],
    [
      'sums it up',
      proposal('p-1', 'A pet', { operation: { op: 'summary', value: 'Bello barks.', quote: '' } }),
    ],
    [
      'prefers it',
      proposal('p-1', 'A pet', {
        operation: { op: 'preference', key: 'topics', value: 'dogs', quote: 'pets' },
      }),
    ],
    ['is a note of nothing else', proposal('p-1', 'Bello barks.', { operation: null })],
  ])('goes when it %s', (_, given) => {
    expect(left(given)).toEqual([]);
  });

  it('stays without the clause when it quotes something else beside it', () => {
    const cats = operation('Has a cat named Minka', sentence, { answers: 'A dog? And a cat?' });
    const [kept] = left(proposal('p-1', 'Has a cat named Minka', { operation: cats }));
    expect(kept).toMatchObject({
      text: 'Has a cat named Minka',
      operation: { quote: '[forgotten] and a cat named Minka', answers: '[forgotten]? And a cat?' },
    });
  });

  it('stays without the clause when it is a note', () => {
    expect(left(proposal('p-1', 'Bello barks, I like tea', { operation: null }))).toMatchObject([
      { text: '[forgotten], I like tea' },
    ]);
  });

  it('that has nothing to do with it stays as it is', () => {
    const drop = { op: 'preference', key: 'units', value: null, quote: 'no units' } as const;
    const others = [
      proposal('p-1', 'Likes tea'),
      proposal('p-2', 'Call me', { operation: null }),
      proposal('p-3', 'No longer: units', { operation: drop }),
      proposal('p-4', 'Nurse', {
        operation: operation(null, 'x', { op: 'retire', target: 'f-nurse' }),
      }),
    ];
    const kept = left(...others);
    for (const [index, one] of others.entries()) expect(kept[index]).toBe(one);
  });
});
