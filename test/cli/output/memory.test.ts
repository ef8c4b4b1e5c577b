import { describe, expect, it } from 'vitest';
import { renderMemory } from '../../../src/cli/output/memory.ts';
import { aMemory } from '../repl/scripted.ts';

describe('the memory as text', () => {
  it('shows name, preferences, summary and facts, on a line each', () => {
    const proposal = { id: 'p-1', at: '', turn: 't-1', reason: '', text: '', operation: null };
    expect(renderMemory(aMemory({ review: [proposal] }))).toMatchInlineSnapshot(`
      "Name: Alice
      Preferences:
        tone: dry \\u{1b}[31mhumour (inferred)
      Summary: Alice plans a move.
      Facts:
        Lives in Hamburg (2026-03-01)
      1 thing waits for your yes."
    `);
  });

  it('says when there is nothing', () => {
    const empty = aMemory({ name: null, summary: '', preferences: {}, keyFacts: [] });
    expect(renderMemory(empty)).toBe('Nothing is remembered yet.');
  });

  it('lets no text make lines of its own', () => {
    expect(renderMemory(aMemory({ name: 'A\nFacts:\r\n  fake' }))).toContain(
      'Name: A Facts: fake\n',
    );
  });
});
