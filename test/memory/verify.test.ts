import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/memory/types.ts';
import { type Saying, verifyFacts } from '../../src/memory/verify.ts';
import { toStale, verificationSchema } from '../../src/prompt/verification-schema.ts';
import { evidence, fact, memory, NOW, texts } from './world.ts';

const LATER = '2026-02-10T09:00:00.000Z';

interface Case {
  name: string;
  /** "tag: text", listed from 1, said on 1 February. */
  facts: string[];
  /** What was typed on 10 February, and later one by one. */
  said: string[];
  /** The facts, by number and quote, that the model takes to be over. */
  good: [number, string][];
  review: string[];
  bad: [number, string][];
  refused: string[];
}

const NOBODY = 'you did not say these words';
const ELSEWHERE = 'your words are about something else';
const AGAIN = 'your words say it again';
const ONE = 'one word is too little to go by';
const GONE = 'it is not in memory any more';

const CASES: Case[] = [
  {
    name: 'what was given up is over; what was never said is no reason',
    facts: ['work: Works at Acme'],
    said: ['I quit Acme yesterday'],
    good: [[1, 'I quit Acme yesterday']],
    review: ['No longer: Works at Acme'],
    bad: [[1, 'I was fired from Acme']],
    refused: [NOBODY],
  },
  {
    name: 'a move that was learned is about the home before it',
    facts: ['home: Lives in Berlin', 'home: Moved to Hamburg'],
    said: ['I moved to Hamburg last week'],
    good: [[1, 'I moved to Hamburg last week']],
    review: ['No longer: Lives in Berlin'],
    bad: [[9, 'I moved to Hamburg last week']],
    refused: [GONE],
  },
  {
    name: 'what is said again holds',
    facts: ['home: Lives in Berlin'],
    said: ['I live in Berlin and I love it'],
    good: [],
    review: [],
    bad: [[1, 'I live in Berlin']],
    refused: [AGAIN],
  },
  {
    name: 'a denial speaks against it',
    facts: ['diet: Eats meat'],
    said: ["I don't eat meat any more"],
    good: [[1, "I don't eat meat any more"]],
    review: ['No longer: Eats meat'],
    bad: [[1, 'eat']],
    refused: [ONE],
  },
  {
    name: 'what used to be is over',
    facts: ['home: Lives in Oslo'],
    said: ['I used to live in Oslo'],
    good: [[1, 'I used to live in Oslo']],
    review: ['No longer: Lives in Oslo'],
    bad: [[1, 'used to love Oslo']],
    refused: [NOBODY],
  },
  {
    name: 'another taste ends none',
    facts: ['drinks: Likes tea'],
    said: ['I had a coffee today'],
    good: [],
    review: [],
    bad: [[1, 'I had a coffee today']],
    refused: [ELSEWHERE],
  },
  {
    name: 'a taste that turned',
    facts: ['music: Loves jazz'],
    said: ['honestly, I hate jazz now.'],
    good: [[1, '“I hate jazz now.”']],
    review: ['No longer: Loves jazz'],
    bad: [[1, 'I hate all music']],
    refused: [NOBODY],
  },
  {
    name: 'several at once, each on its own',
    facts: ['pets: Has a dog named Rex', 'car: Drives a Volvo', 'drinks: Likes tea'],
    said: ['Rex died last month', 'sold the Volvo!'],
    good: [
      [1, 'Rex died last month'],
      [2, 'sold the Volvo'],
    ],
    review: ['No longer: Has a dog named Rex', 'No longer: Drives a Volvo'],
    bad: [
      [3, 'sold the Volvo'],
      [2, 'Volvo sold'],
    ],
    refused: [ELSEWHERE, NOBODY],
  },
  {
    name: 'the topic may be named instead of the thing',
    facts: ['editor: Uses vim'],
    said: ['I switched my editor to helix'],
    good: [[1, 'I switched my editor to helix']],
    review: ['No longer: Uses vim'],
    bad: [[1, '']],
    refused: [NOBODY],
  },
  {
    name: 'words of the assistant are no words of the user',
    facts: ['home: Lives in Rome'],
    said: ['do I live in Rome?'],
    good: [],
    review: [],
    bad: [[1, 'You moved away from Rome']],
    refused: [NOBODY],
  },
  {
    name: 'other languages are held to the same rules',
    facts: ['wohnort: Wohnt in Köln'],
    said: ['Ich wohne nicht mehr in Köln, sondern in Bonn'],
    good: [[1, 'Ich wohne nicht mehr in Köln']],
    review: ['No longer: Wohnt in Köln'],
    bad: [[1, 'Ich wohne in Bonn']],
    refused: [NOBODY],
  },
  {
    name: 'one fact waits once',
    facts: ['work: Works at Acme'],
    said: ['I quit Acme', 'Acme is history'],
    good: [
      [1, 'I quit Acme'],
      [1, 'Acme is history'],
    ],
    review: ['No longer: Works at Acme'],
    bad: [[1, 'Acme']],
    refused: [ONE],
  },
];

function verified(given: Case, stale: [number, string][]) {
  const keyFacts = given.facts.map((line, index) => {
    const [, tag = '', text = ''] = /^([^:]+): (.+)$/.exec(line) ?? [];
    const learned = text === 'Moved to Hamburg' ? 't-said-0' : 't-old';
    const source = { turn: learned, role: 'user' as const, quote: text };
    return fact(`f-${index}`, text, { tag, source });
  });
  const sayings = given.said.map((typed, index) => ({
    turn: `t-said-${index}`,
    at: LATER.replace('T09', `T1${index}`),
    typed,
  }));
  const answer = stale.map(([target, quote]) => ({ target, quote, reason: '' }));
  const read = verificationSchema.read(JSON.stringify({ reasoning: '', stale: answer }));
  if (!read.ok) throw new Error(read.problem);
  const before = memory({ keyFacts });
  const written = verifyFacts(before, toStale(read.value, keyFacts), sayings, evidence());
  return { before, ...written };
}

describe.each(CASES)('verification: $name', (given) => {
  it('with the answer of a good model', () => {
    const { before, memory: after } = verified(given, given.good);
    expect(texts(after.review)).toEqual(given.review);
    expect({ ...after, review: [] }).toEqual({ ...before, review: [] });
  });

  it('with the answer of a bad model', () => {
    const { before, memory: after, changes } = verified(given, given.bad);
    expect(changes.refused.map(({ reason }) => reason)).toEqual(given.refused);
    expect(after).toBe(before);
  });
});

describe('a fact that the user spoke against', () => {
  const at = (time: string, turn = 't-1'): Saying => ({
    turn,
    at: time,
    typed: 'I quit Acme, ok?',
  });
  const check = (fields: Partial<Fact>, sayings: Saying[], quote = 'I quit Acme') => {
    const keyFacts = [fact('f-a', 'Works at Acme', { tag: 'work', ...fields })];
    return verifyFacts(memory({ keyFacts }), [{ target: 'f-a', quote }], sayings, evidence());
  };

  it('is proposed with the words, their day and their turn', () => {
    const { memory: after, changes } = check({}, [at(LATER)]);
    expect(after.review).toEqual([
      {
        id: 'p-1',
        at: NOW,
        turn: 't-1',
        reason: 'you said “I quit Acme” on 2026-02-10',
        text: 'No longer: Works at Acme',
        operation: {
          op: 'retire',
          target: 'f-a',
          kind: 'semantic',
          tag: 'work',
          text: null,
          quote: 'I quit Acme',
          answers: null,
          happenedOn: LATER,
          expiresInDays: null,
        },
      },
    ]);
    expect(changes.proposed).toEqual([{ id: 'p-1', text: 'No longer: Works at Acme' }]);
    expect(after.keyFacts).toHaveLength(1);
  });

  it('is proposed even if it is pinned, and not touched', () => {
    const { memory: after } = check({ pinned: true }, [at(LATER)]);
    expect(after.review).toHaveLength(1);
    expect(after.keyFacts).toMatchObject([{ pinned: true }]);
  });

  it('must have been said before, by the time it was confirmed last and by when it began', () => {
    const tooEarly = 'you said it before the fact was noted';
    const reason = (fields: Partial<Fact>) => check(fields, [at(LATER)]).changes.refused[0]?.reason;
    expect(reason({ updatedAt: LATER })).toBe(tooEarly);
    expect(reason({ updatedAt: '2026-02-10T08:59:59.999Z' })).toBeUndefined();
    expect(reason({ validFrom: LATER })).toBe(tooEarly);
    expect(reason({ validFrom: '2026-02-10T08:59:59.999Z' })).toBeUndefined();
    expect(reason({ source: { turn: 't-1', role: 'user', quote: '' } })).toBe(tooEarly);
  });

  it('is spoken against by what is past, given up or denied, in two words or more', () => {
    const against = (text: string, quote: string) => {
      const sayings = [{ turn: 't-1', at: LATER, typed: quote }];
      const stale = [{ target: 'f-a', quote }];
      const before = memory({ keyFacts: [fact('f-a', text)] });
      return verifyFacts(before, stale, sayings, evidence()).memory.review.length;
    };
    expect(against('Works at Acme', 'I worked at Acme')).toBe(1);
    expect(against('Eats fish', 'I stopped to eat fish')).toBe(1);
    expect(against('Eats fish', "I don't eat fish")).toBe(1);
    expect(against('Eats fish', 'I eat fish')).toBe(0);
    expect(against('Works at Acme', 'quit Acme')).toBe(1);
    expect(against('Works at Acme', 'Acme')).toBe(0);
  });

  it('counts the newest time that the words were said', () => {
    const older = at('2026-01-01T00:00:00.000Z', 't-0');
    const { memory: after } = check({}, [
      older,
      at(LATER, 't-2'),
      { ...at(NOW, 't-3'), typed: '' },
    ]);
    expect(after.review).toMatchObject([{ turn: 't-2' }]);
  });

  it('shows long words in short, and never a secret', () => {
    const secret = ['sk', 'ant', 'api03', 'q'.repeat(80)].join('-');
    const typed = `I quit Acme ${'because '.repeat(40)} ${secret}`;
    const { memory: after } = check({}, [{ ...at(LATER), typed }], typed);
    expect(JSON.stringify(after)).not.toContain(secret);
    expect(after.review[0]?.reason).toMatch(/^you said “I quit Acme [a-z ]{148}…” on 2026-02-10$/);
    const exact = `I quit Acme ${'x'.repeat(148)}`;
    const [whole] = check({}, [{ ...at(LATER), typed: exact }], exact).memory.review;
    expect(whole?.reason).toBe(`you said “${exact}” on 2026-02-10`);
  });

  it('is about the fact where a fact of the same tag was learned from the words', () => {
    const other = (fields: Partial<Fact>) => {
      const source = { turn: 't-1', role: 'user', quote: '' } as const;
      const keyFacts = [
        fact('f-a', 'Lives in Berlin', { tag: 'base' }),
        fact('f-b', 'Moved to Hamburg', { tag: 'base', source, ...fields }),
      ];
      const sayings = [{ turn: 't-1', at: LATER, typed: 'I moved to Hamburg' }];
      const stale = [{ target: 'f-a', quote: 'I moved to Hamburg' }];
      return verifyFacts(memory({ keyFacts }), stale, sayings, evidence()).memory.review.length;
    };
    expect(other({})).toBe(1);
    expect(other({ tag: 'work' })).toBe(0);
    expect(other({ text: 'Has a garden' })).toBe(0);
    expect(other({ source: { turn: 't-0', role: 'user', quote: '' } })).toBe(0);
  });

  it('is about the fact where the words speak of what it is filed under', () => {
    const about = (tag: string, typed: string) => {
      const keyFacts = [fact('f-a', 'Something with Quux', { tag })];
      const stale = [{ target: 'f-a', quote: typed }];
      const sayings = [{ turn: 't-1', at: LATER, typed }];
      return verifyFacts(memory({ keyFacts }), stale, sayings, evidence()).memory.review.length;
    };
    expect(about('home', 'I moved to Hamburg')).toBe(1);
    expect(about('City', 'I moved to Hamburg')).toBe(1);
    expect(about('job', 'I got fired today')).toBe(1);
    expect(about('pet', 'Bello died last week')).toBe(1);
    expect(about('editor', 'I switched to helix')).toBe(1);
    expect(about('work', 'I moved to Hamburg')).toBe(0);
    expect(about('constructor', 'I moved to Hamburg')).toBe(0);
    expect(about('hamburg', 'I moved to Hamburg')).toBe(1);
  });
});
