import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from '../../src/memory/apply.ts';
import type { Changes } from '../../src/memory/changes.ts';
import { decodeMemory, encodeMemory } from '../../src/memory/codec.ts';
import type { Memory } from '../../src/memory/types.ts';
import { extractionSchema, toOperations } from '../../src/prompt/extraction-schema.ts';
import { evidence, fact, memory, texts, turn } from '../memory/world.ts';
import { add, confirm, prefer, replace } from './fixture.ts';

const SAID = 'I like tea, I moved to Hamburg, short answers please. I play the cello. Call me Ana.';
const start = memory({ keyFacts: [fact('f-home', 'Lives in Berlin', { tag: 'home' })] });
const listed = start.keyFacts;

const good = {
  reasoning: 'The user told three things.',
  summary: 'Ana likes tea.',
  name: { value: 'Ana', quote: 'Call me Ana' },
  facts: [
    add('drinks', 'Likes tea', 'I like tea'),
    replace(1, 'home', 'Moved from Berlin to Hamburg', 'I moved to Hamburg'),
    add('music', 'Plays the cello', 'I play the cello'),
  ],
  preferences: [prefer('answer length', 'short', 'short answers please')],
};
const GOOD_TEXTS = ['Moved from Berlin to Hamburg', 'Likes tea', 'Plays the cello'];

interface Remembered {
  written: Memory;
  changes: Changes;
  problems: string[];
}

/** The memory that an answer leads to, or why it cannot be read. */
function remembered(answer: string): Remembered | { unreadable: string } {
  const read = extractionSchema.read(answer);
  if (!read.ok) return { unreadable: read.problem };
  const { memory: written, changes } = apply(
    start,
    toOperations(read.value, listed),
    evidence(turn('t-1', SAID)),
  );
  return { written, changes, problems: read.problems };
}

function writtenBy(answer: unknown): Remembered {
  const result = remembered(JSON.stringify(answer));
  if (!('written' in result)) throw new Error(result.unreadable);
  return result;
}

describe('an extraction answer', () => {
  it('that is whole is written as a whole', () => {
    const { written, problems, changes } = writtenBy(good);
    expect(texts(written.keyFacts)).toEqual(GOOD_TEXTS);
    expect(written).toMatchObject({ name: 'Ana', summary: 'Ana likes tea.' });
    expect([problems, changes.refused]).toEqual([[], []]);
  });

  it('cut off at any length is unreadable, never an empty success', () => {
    const whole = JSON.stringify(good);
    for (let length = 0; length < whole.length; length++) {
      expect(remembered(whole.slice(0, length))).toHaveProperty('unreadable');
    }
  });

  it.each([
    ['a preamble', `Here is the JSON: ${JSON.stringify(good)}`],
    ['an afterthought', `${JSON.stringify(good)}\nAnything else?`],
    ['a fence', `\`\`\`json\n${JSON.stringify(good)}\n\`\`\``],
    ['NaN', JSON.stringify(good).replace('"target":1', '"target":NaN')],
    ['a comment', JSON.stringify(good).replace('{', '{ /* ok */')],
    ['single quotes', "{'facts': []}"],
    ['a trailing comma', '{"facts": [],}'],
    ['an apology', 'I am sorry, but I cannot help with that.'],
    ['an empty text', ''],
    ['white space', ' \n\t '],
    ['an empty object', '{}'],
    ['nothing but its reasoning', '{"reasoning": "Nothing lasting was said."}'],
    ['another object', '{"answer": "none", "items": []}'],
    ['an error object', '{"error": {"type": "overloaded_error"}}'],
    ['a list', '[]'],
    ['a number', '1e999'],
    ['the schema itself', JSON.stringify(extractionSchema.jsonSchema)],
    ['facts as text', '{"facts": "none", "preferences": []}'],
    ['facts as an object', '{"facts": {"0": {}}}'],
    ['more than a megabyte', JSON.stringify({ ...good, reasoning: 'x'.repeat(1_000_000) })],
    ['lists in lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('with or of %s is unreadable to the schema', (_what, answer) => {
    expect(remembered(answer)).toHaveProperty('unreadable');
  });

  it('that is almost a megabyte is read', () => {
    const { written } = writtenBy({ ...good, reasoning: 'x'.repeat(900_000) });
    expect(texts(written.keyFacts)).toEqual(GOOD_TEXTS);
  });

  it('with parts that are nested ever deeper keeps the rest', () => {
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    const answer = JSON.stringify(good).replace('"preferences":[', `"preferences":[${deep},`);
    const result = remembered(answer);
    // A parser may give up on the depth: then all of it is unreadable.
    if ('written' in result) expect(texts(result.written.keyFacts)).toEqual(GOOD_TEXTS);
    else expect(result.unreadable).toContain('not a JSON object');
  });

  it('with a key twice counts the last one, checked like any other', () => {
    const twice = JSON.stringify(good).replace(
      '"reasoning"',
      '"facts":[{"op":"add"}],"__proto__":{"name":"x"},"reasoning"',
    );
    const result = remembered(twice);
    expect('written' in result && texts(result.written.keyFacts)).toEqual(GOOD_TEXTS);
  });

  it.each([
    ['a target that was never listed', { target: 2 }],
    ['target 0', { target: 0 }],
    ['a negative target', { target: -1 }],
    ['a huge target', { target: Number.MAX_SAFE_INTEGER }],
    ['a broken target', { target: 1.5 }],
    ['an id as target', { target: 'f-home' }],
    ['no target', { target: null }],
    ['an unknown operation', { op: 'merge' }],
    ['an unknown kind', { kind: 'vibe' }],
    ['a number as text', { text: 7 }],
    ['no quote', { quote: null }],
    ['a list as quote', { quote: ['I moved to Hamburg'] }],
    ['a date that is a number', { happened_on: 20260301 }],
    ['days in words', { expires_in_days: 'ten' }],
    ['days below zero', { expires_in_days: -3 }],
    ['a huge number of days', { expires_in_days: 1e308 }],
    ['lone surrogates as text', { text: '\ud800\udfff\ud83d' }],
    ['lone surrogates as quote', { quote: '\ud83d' }],
    ['a control sequence as text', { text: '\u001b]0;x\u0007' }],
    ['nothing at all as text', { text: '\u200b\u2060' }],
  ])('with %s in one operation refuses that one alone', (_what, over) => {
    const [tea, move, cello] = good.facts;
    const { written, changes, problems } = writtenBy({
      ...good,
      facts: [tea, { ...move, ...over }, cello],
    });
    expect(texts(written.keyFacts)).toEqual(['Lives in Berlin', 'Likes tea', 'Plays the cello']);
    expect(written.name).toBe('Ana');
    expect(changes.refused.length + changes.proposed.length + problems.length).toBe(1);
    expect(decodeMemory(encodeMemory(written), 'alice').state).toBe('valid');
  });

  const rubbish = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>(null, 0, '', [], {}, '\ud800', 1e308, confirm(9, 'x', 'I like tea')),
  );

  it('with rubbish in any place keeps the good operations around it', () => {
    fc.assert(
      fc.property(
        fc.array(rubbish, { maxLength: 5 }),
        fc.array(rubbish, { maxLength: 5 }),
        rubbish,
        (before, after, other) => {
          const { written } = writtenBy({
            ...good,
            facts: [...before, ...good.facts, ...after],
            preferences: [...after, ...good.preferences, ...before],
            summary: other === null ? null : [other],
          });
          expect(texts(written.keyFacts)).toEqual(GOOD_TEXTS);
          expect(Object.keys(written.preferences)).toEqual(['answer length']);
          expect(written.summary).toBe('');
        },
      ),
      { numRuns: 200 },
    );
  });

  it('with a few of its characters changed is read or not, and what is written is valid', () => {
    const whole = JSON.stringify(good);
    const change = fc.tuple(fc.nat(whole.length - 1), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (edits) => {
        let text = whole;
        for (const [at, by] of edits) text = `${text.slice(0, at)}${by}${text.slice(at + 1)}`;
        const result = remembered(text);
        if (!('written' in result)) return;
        expect(decodeMemory(encodeMemory(result.written), 'alice').state).toBe('valid');
        const all = [...result.written.keyFacts, ...result.written.retired];
        expect(texts(all)).toContain('Lives in Berlin');
      }),
      { numRuns: 300 },
    );
  });
});
