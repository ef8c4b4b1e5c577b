import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMemory, encodeMemory } from '../../src/memory/codec.ts';
import { Eraser } from '../../src/memory/eraser.ts';
import { forget } from '../../src/memory/forget.ts';
import { find } from '../../src/memory/forget-target.ts';
import { withRecent } from '../../src/memory/recent.ts';
import type { Forgotten } from '../../src/memory/traces.ts';
import type { Fact, Memory } from '../../src/memory/types.ts';
import { fact, memory, NOW, operation, turn } from './world.ts';

const RUNS = { numRuns: 300 };

// Words of which none is a form or a part of another, and none is an everyday word.
const WORDS = (
  'bello minka peanut hamburg lisbon nurse violin kayak granite tulip saxophone quilt falcon ' +
  'cinnamon marble pelican'
).split(' ');

const word = fc.constantFrom(...WORDS);
const filler = fc.constantFrom(
  'i',
  'have',
  'the',
  'my',
  'good',
  'is',
  'with',
  'very',
  'old',
  'not',
);
const separator = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  ' ',
  ', ',
  '; ',
  '. ',
  '! ',
  ' and ',
  ' but ',
  ': ',
  '\n',
  '\n- ',
  ' (',
  ') ',
  '。',
  ' – ',
  '"',
  "'s ",
  '-',
);
const mark = fc.constantFrom('[forgotten]', '[redacted: API key]', '[redacted: card number]');
const piece = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 4, arbitrary: filler },
  { weight: 1, arbitrary: mark },
  { weight: 1, arbitrary: word.map((one) => `${one.toUpperCase()}s`) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);

/** Texts of words, marks and odd signs, with all sorts of things between them. */
function textOf(part: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(part, separator), { maxLength: 24 })
    .map((parts) => parts.map((pair) => pair.join('')).join(''));
}

const text = textOf(piece);
const statement = fc.array(fc.oneof(word, filler), { minLength: 1, maxLength: 5 });
const aFact = fc
  .record({ words: statement, quote: text })
  .map(({ words, quote }) =>
    fact('f-gone', words.join(' '), { source: { turn: 't-1', role: 'user', quote } }),
  );

const forgotten: fc.Arbitrary<Forgotten> = fc.record({
  facts: fc.array(aFact, { maxLength: 3 }),
  preferences: fc.constant([]),
  name: fc.option(fc.constantFrom('Bello', 'Anna Tulip', 'Will', 'Ana de la Cruz', '田中')),
  query: fc.option(fc.array(word, { minLength: 1, maxLength: 3 }).map((all) => all.join(' '))),
});

describe('an eraser, whatever is forgotten and whatever the text', () => {
  it('leaves nothing that speaks of it, so that erasing again changes nothing', () => {
    fc.assert(
      fc.property(forgotten, fc.array(text, { maxLength: 2 }), text, (gone, remains, given) => {
        const eraser = new Eraser(gone, remains);
        const left = eraser.erase(given);
        expect(eraser.speaksOf(left)).toBe(false);
        expect(eraser.tellsOf(left)).toBe(false);
        expect(eraser.erase(left)).toBe(left);
        expect(eraser.speaksOf(given)).toBe(left !== given);
      }),
      RUNS,
    );
  });

  it('gives a text back byte for byte that has none of its words', () => {
    const [own, others] = [WORDS.slice(0, 8), WORDS.slice(8)];
    const foreign = textOf(
      fc.oneof(
        fc.constantFrom(...others),
        filler,
        mark,
        fc.constantFrom('🍕', '\u0000', '42', '犬'),
      ),
    );
    fc.assert(
      fc.property(fc.subarray(own, { minLength: 1 }), foreign, (gone, given) => {
        const facts = [fact('f-1', gone.join(' '))];
        const eraser = new Eraser({ facts, preferences: [], name: null, query: null }, []);
        expect(eraser.erase(given)).toBe(given);
      }),
      RUNS,
    );
  });

  it('takes out each telling word wherever it stands, and keeps the lines and the other clauses', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(word, { minLength: 1, maxLength: 4 }), { minLength: 1 }),
        (lines) => {
          const facts = [fact('f-1', 'Has a bello')];
          const eraser = new Eraser({ facts, preferences: [], name: null, query: null }, []);
          const given = lines.map((clauses) => clauses.join(', ')).join('\n');
          const left = eraser.erase(given);
          expect(left).not.toMatch(/bello/iu);
          const kept = (all: string) =>
            all.split(/, |\n/u).filter((one) => one !== 'bello' && one !== '[forgotten]');
          expect(kept(left)).toEqual(kept(given));
        },
      ),
      RUNS,
    );
  });

  it('comes to an end on the longest message, whatever it is made of', () => {
    const long = 200_000;
    const eraser = new Eraser(
      {
        facts: [fact('f-1', 'Has a dog named Bello'), fact('f-2', '犬を飼う')],
        preferences: [],
        name: 'Ana de la Cruz',
        query: 'a b c',
      },
      ['Born in Berlin'],
    );
    const units = [
      ' ',
      '.',
      '-',
      '(',
      '\n',
      '"',
      'a',
      '犬',
      'de la ',
      'Bello, ',
      '[forgotten]',
      '[redacted: ',
      ' and',
      "'",
      '\u0301',
    ];
    for (const unit of units) {
      const given = unit.repeat(Math.ceil(long / unit.length)).slice(0, long);
      const left = eraser.erase(`${given}, Bello`);
      expect(left).not.toContain('Bello');
    }
  });
});

/** A memory of facts that say one word each or two, quoted together, with all else that may hold them. */
const world = fc
  .record({
    facts: fc.uniqueArray(fc.tuple(word, fc.option(word), fc.boolean(), fc.boolean()), {
      minLength: 1,
      maxLength: 6,
      selector: ([one, other]) => `${one} ${other}`,
    }),
    summary: textOf(fc.oneof(word, filler)),
    talk: fc.array(text, { maxLength: 3 }),
    notes: fc.array(text, { maxLength: 2 }),
    proposed: fc.array(fc.tuple(word, text), { maxLength: 2 }),
    pick: fc.nat(),
  })
  .map(({ facts, summary, talk, notes, proposed, pick }) => {
    const quote = facts.map(([one, other]) => `I have the ${one} ${other ?? ''}`).join(' and ');
    const source = { turn: 't-1', role: 'user' as const, quote };
    const all = facts.map(([one, other, pinned], index) =>
      fact(`f-${index}`, `Has the ${one}${other === null ? '' : ` with ${other}`}`, {
        pinned,
        source,
      }),
    );
    const turns = talk.map((one, index) => turn(`t-${index}`, one, { reply: `So ${one}` }));
    const given = memory({
      summary,
      keyFacts: all.filter((_, index) => facts[index]?.[3] !== true),
      retired: all.filter((_, index) => facts[index]?.[3] === true),
      recentMessages: withRecent([], turns),
      review: [
        ...notes.map((one, index) => proposalOf(`p-${index}`, one, null)),
        ...proposed.map(([one, said], index) =>
          proposalOf(`q-${index}`, `Has ${one}`, operation(`Has ${one}`, said)),
        ),
      ],
    });
    const target = all[pick % all.length];
    if (target === undefined) throw new Error('a memory with a fact');
    return { given, target };
  });

function proposalOf(
  id: string,
  said: string,
  proposed: Memory['review'][number]['operation'],
): Memory['review'][number] {
  return { id, at: NOW, turn: 't-1', reason: 'pasted', text: said, operation: proposed };
}

function wordsOf({ text: said }: Pick<Fact, 'text'>): string[] {
  return WORDS.filter((one) => said.toLowerCase().includes(one));
}

function factsOf({ keyFacts, retired }: Memory): Fact[] {
  return [...keyFacts, ...retired];
}

describe('forgetting a fact, whatever the memory', () => {
  it('leaves its own words nowhere: those that no fact which stays has', () => {
    fc.assert(
      fc.property(world, ({ given, target }) => {
        const { memory: left } = forget(given, { kind: 'fact', id: target.id }, NOW);
        const stays = new Set(factsOf(left).flatMap(wordsOf));
        const json = encodeMemory(left).toLowerCase();
        for (const own of wordsOf(target)) if (!stays.has(own)) expect(json).not.toContain(own);
        expect(decodeMemory(encodeMemory(left), 'alice').state).toBe('valid');
      }),
      RUNS,
    );
  });

  it('takes away no fact that shares none of its words, and leaves the text and pin of those that stay', () => {
    fc.assert(
      fc.property(world, ({ given, target }) => {
        const { memory: left, entries } = forget(given, { kind: 'fact', id: target.id }, NOW);
        const now = new Map(factsOf(left).map((one) => [one.id, one]));
        expect(now.has(target.id)).toBe(false);
        for (const before of factsOf(given)) {
          const after = now.get(before.id);
          const isKin = wordsOf(before).some((one) => wordsOf(target).includes(one));
          if (!isKin) expect(after).toBeDefined();
          if (after === undefined) {
            expect(entries).toContainEqual({ id: before.id, text: before.text });
          } else {
            const { source: _, ...rest } = before;
            expect(after).toMatchObject(rest);
          }
        }
      }),
      RUNS,
    );
  });

  it('is done once: a second time finds nothing, and changes nothing but when', () => {
    fc.assert(
      fc.property(world, ({ given, target }) => {
        const goal = { kind: 'fact', id: target.id } as const;
        const { memory: left, found } = forget(given, goal, NOW);
        expect(forget(left, goal, NOW).memory).toEqual(left);
        // From what it was before, as after a stop.
        const again = forget(left, goal, NOW, found);
        expect(again.memory).toEqual(left);
        expect(again).toMatchObject({ entries: [], passages: new Set() });
      }),
      RUNS,
    );
  });

  it('by a query of one word leaves that word nowhere', () => {
    fc.assert(
      fc.property(world, word, ({ given }, query) => {
        const { memory: left } = forget(given, { kind: 'query', query }, NOW);
        expect(encodeMemory(left).toLowerCase()).not.toContain(query);
        expect(find(left, { kind: 'query', query }).facts).toEqual([]);
      }),
      RUNS,
    );
  });
});
