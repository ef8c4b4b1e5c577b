import { describe, expect, it } from 'vitest';
import { renderMemory } from '../../../src/cli/output/memory.ts';
import { fact } from '../../support/memories.ts';
import { aMemory, aProposal } from '../repl/scripted.ts';

const LOOK = { colour: false, review: '/review' };

describe('the memory as text', () => {
  it('shows name, summary, preferences and facts, and what waits', () => {
    const review = [aProposal('p-1', 'Likes tea')];
    expect(renderMemory(aMemory({ review }), LOOK)).toMatchInlineSnapshot(`
      "Name: Alice
      Summary: Alice plans a move.

      Preferences:
        tone: dry \\u{1b}[31mhumour (inferred)

      Facts:
        home
          Lives in Hamburg · 2026-03-01 · f-1

      1 thing waits for your yes: /review"
    `);
  });

  it('groups facts by topic, pinned ones and their topics first, and says what is special', () => {
    const expiresAt = '2027-01-31T00:00:00.000Z';
    const keyFacts = [
      fact('Works at Acme', { tag: 'work', id: 'f-1' }),
      fact('Has a cat', { tag: 'home', id: 'f-2', origin: 'imported' }),
      fact('Rents', { tag: 'home', id: 'f-3', origin: 'inferred', expiresAt }),
      fact('Is a nurse', { tag: 'work', id: 'f-4', pinned: true, origin: 'confirmed' }),
    ];
    const memory = aMemory({ name: null, summary: '', preferences: {}, keyFacts });
    expect(renderMemory(memory, LOOK)).toMatchInlineSnapshot(`
      "Facts:
        work
          Is a nurse · 2026-11-01 · pinned · f-4
          Works at Acme · 2026-11-01 · f-1
        home
          Has a cat · 2026-11-01 · imported · f-2
          Rents · 2026-11-01 · inferred · until 2027-01-31 · f-3"
    `);
  });

  it('shows past facts and dropped preferences when all is asked for, and only then', () => {
    const source = { turn: 't-1', role: 'user', quote: '' } as const;
    const updatedAt = '2026-11-01T09:00:00.000Z';
    const memory = aMemory({
      preferences: { tone: { value: '', origin: 'declined', source, updatedAt } },
      keyFacts: [],
      retired: [fact('Lives in Berlin', { id: 'f-0', validTo: '2026-11-20T00:00:00.000Z' })],
    });
    expect(renderMemory(memory, LOOK)).toBe('Name: Alice\nSummary: Alice plans a move.');
    expect(renderMemory(memory, { ...LOOK, all: true })).toMatchInlineSnapshot(`
      "Name: Alice
      Summary: Alice plans a move.

      Preferences:
        tone (dropped: not inferred again)

      Past facts:
        Lives in Berlin · 2026-11-01 to 2026-11-20 · f-0"
    `);
  });

  it('is faint in what is beside the text, with colour', () => {
    expect(renderMemory(aMemory(), { ...LOOK, colour: true })).toContain(
      'Lives in Hamburg\u001b[2m · 2026-03-01 · f-1\u001b[22m',
    );
  });

  it('says when there is nothing', () => {
    const empty = aMemory({ name: null, summary: '', preferences: {}, keyFacts: [] });
    expect(renderMemory(empty, LOOK)).toBe('Nothing is remembered yet.');
  });

  it('lets no text make lines of its own or command the terminal', () => {
    const hostile = 'A\nFacts:\r\n  fake\u001b[2J\u202e';
    const source = { turn: hostile, role: 'user', quote: hostile } as const;
    const preference = { value: hostile, origin: 'stated', source, updatedAt: hostile } as const;
    const bad = { id: hostile, tag: hostile, validFrom: hostile, expiresAt: hostile };
    const memory = aMemory({
      name: hostile,
      summary: hostile,
      preferences: { [hostile]: preference },
      keyFacts: [fact(hostile, bad)],
      retired: [fact(hostile, { ...bad, validTo: hostile })],
    });
    const text = renderMemory(memory, { ...LOOK, all: true });
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(text).not.toMatch(/^ *fake/m);
    expect(text.split('\n')).toHaveLength(12);
  });
});
