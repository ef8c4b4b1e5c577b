import { describe, expect, it } from 'vitest';
import { renderFact, renderWhy, storyOf } from '../../../src/cli/output/fact.ts';
import { fact } from '../../support/memories.ts';
import { aMemory, aWhy, recalledTurn } from '../repl/scripted.ts';

const HOSTILE = 'x\u001b[2J\u202e\nforged';

describe('a fact with its story', () => {
  it('says what it comes from, when it is true and what it replaced', () => {
    const oslo = fact('Lives in Oslo', {
      ...{ id: 'f-3', tag: 'home', pinned: true, recallCount: 2, origin: 'confirmed' },
      source: { turn: 't-9', role: 'user', quote: 'yes, Oslo' },
      updatedAt: '2026-11-09T09:00:00.000Z',
      expiresAt: '2027-01-31T00:00:00.000Z',
      lastRecalledAt: '2026-11-10T09:00:00.000Z',
    });
    const rome = fact('Lives in Rome', { id: 'f-2', supersededBy: 'f-3', validTo: '2026-11-01' });
    const bonn = fact('Lives in Bonn', { id: 'f-1', supersededBy: 'f-2', validFrom: '2020-01-01' });
    const memory = aMemory({ keyFacts: [oslo], retired: [bonn, rome] });
    expect(renderFact(storyOf(memory, oslo), false)).toMatchInlineSnapshot(`
      "Lives in Oslo
        id        f-3
        topic     home
        kind      semantic
        true      from 2026-11-01
        written   2026-11-01, last confirmed or changed 2026-11-09
        source    you confirmed “yes, Oslo”
        turn      t-9
        pinned    yes: it is always kept
        expires   2027-01-31
        recalled  2 times, last 2026-11-10
        replaced  Lives in Rome (2026-11-01 to 2026-11-01, f-2)
        replaced  Lives in Bonn (2020-01-01, f-1)"
    `);
    expect(storyOf(memory, bonn)).toEqual({ fact: bonn, replaced: [], replacedBy: rome });
    expect(renderFact(storyOf(memory, rome), false)).toContain('now       Lives in Oslo (');
  });

  it('ends where facts of an edited file replace one another in a circle', () => {
    const a = fact('A', { id: 'f-a', supersededBy: 'f-b' });
    const b = fact('B', { id: 'f-b', supersededBy: 'f-a' });
    const memory = aMemory({ keyFacts: [], retired: [a, b] });
    expect(storyOf(memory, a)).toEqual({ fact: a, replaced: [b], replacedBy: b });
  });

  it.each([
    [{ origin: 'stated', quote: 'I like tea' }, 'you said “I like tea”'],
    [{ origin: 'stated', quote: '' }, 'you said'],
    [{ origin: 'confirmed', quote: 'yes' }, 'you confirmed “yes”'],
    [{ origin: 'inferred', quote: 'tl;dr' }, 'inferred from “tl;dr”'],
    [{ origin: 'inferred', quote: '' }, 'inferred'],
    [{ origin: 'imported', quote: '' }, 'imported'],
    [{ origin: 'imported', quote: 'Likes tea' }, 'imported: “Likes tea”'],
  ] as const)('%j is told as %s', ({ origin, quote }, words) => {
    const one = fact('A', { origin, source: { turn: 't-1', role: 'user', quote } });
    expect(renderFact(storyOf(aMemory(), one), false)).toMatch(
      new RegExp(`^  source +${words.replace(/[.;]/g, '\\$&')}$`, 'm'),
    );
  });

  it('tells what the user told by a command, and what was imported, as that and of no turn', () => {
    const told = fact('A', { source: { turn: 't-told', role: 'user', quote: 'A' } });
    expect(renderFact(storyOf(aMemory(), told), false)).toContain('you told it by a command');
    const source = { turn: 't-imported', role: 'user', quote: '' } as const;
    const imported = fact('A', { origin: 'imported', source });
    for (const one of [told, imported]) {
      expect(renderFact(storyOf(aMemory(), one), false)).not.toMatch(/^ +turn/m);
    }
  });

  it('lets no control sequence through, and no text make lines of its own', () => {
    const source = { turn: HOSTILE, role: 'user', quote: HOSTILE } as const;
    const over = { id: HOSTILE, tag: HOSTILE, validFrom: HOSTILE, updatedAt: HOSTILE, source };
    const one = fact(HOSTILE, over);
    const memory = aMemory({
      retired: [fact(HOSTILE, { ...over, id: 'f-2', supersededBy: HOSTILE })],
    });
    const text = renderFact(storyOf(memory, one), false);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(text).not.toMatch(/^ *forged/m);
  });
});

describe('why', () => {
  it('names what the prompt carried, with the words, the date, the turn and the id', () => {
    expect(renderWhy(aWhy(), false)).toMatchInlineSnapshot(`
      "In the prompt of your last message, beside the conversation:
        name: Alice
        tone: dry \\u{1b}[31mhumour (inferred)
          inferred from “I live in Hamburg” · 2026-03-01 · turn t-1
        summary: Alice plans a move.
        Lives in Hamburg
          you said “I live in Hamburg” · 2026-03-01 · turn t-1 · f-1"
    `);
  });

  it('says when there was nothing', () => {
    const nothing = { name: null, summary: '', facts: [], preferences: [], recalled: [] };
    expect(renderWhy(nothing, false)).toBe(
      'Nothing of the memory was in the last prompt, only what was said in this conversation.',
    );
  });

  it('is faint in what is beside the text, with colour, and lets nothing through', () => {
    expect(renderWhy(aWhy(), true)).toContain('\u001b[2m  you said');
    const source = { turn: HOSTILE, role: 'user', quote: HOSTILE } as const;
    const preference = { value: HOSTILE, origin: 'stated', source, updatedAt: HOSTILE } as const;
    const why = {
      name: HOSTILE,
      summary: HOSTILE,
      facts: [fact(HOSTILE, { id: HOSTILE, source, recordedAt: HOSTILE })],
      recalled: [recalledTurn({ text: HOSTILE, date: HOSTILE, speaker: { name: HOSTILE } })],
    };
    const text = renderWhy({ ...why, preferences: [[HOSTILE, preference]] }, false);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(text).not.toMatch(/^ *forged/m);
  });
});
