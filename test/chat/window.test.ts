import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Window } from '../../src/chat/window.ts';
import type { ChatMessage } from '../../src/model/port.ts';
import { unpaired } from '../support/tool-pairs.ts';
import { aTurn } from '../support/turns.ts';

const BUDGET = 2_000;

/** The rounds of a turn: so many calls in each, and how long what they were given and answered is. */
function roundsOf(turn: string, calls: readonly number[], length: number): ChatMessage[] {
  return calls.flatMap((count, round): ChatMessage[] => {
    const ids = Array.from({ length: count }, (_, index) => `toolu_${turn}_${round}_${index}`);
    const blocks = [
      { type: 'thinking', thinking: '…', signature: 's' },
      ...ids.map((id) => ({
        type: 'tool_use',
        id,
        name: 'recall_memory',
        input: { query: 'x'.repeat(length) },
      })),
    ];
    const results = ids.map((call) => ({ call, text: 'y'.repeat(length), isError: false }));
    const text = results.map((result) => result.text).join('\n');
    return [
      { role: 'assistant', text: '', blocks },
      { role: 'user', text, results },
    ];
  });
}

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      calls: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 5 }),
      length: fc.integer({ min: 0, max: 400 }),
      lastText: fc.constantFrom('Fine.', '', ' \n', null),
      status: fc.constantFrom('answered', 'interrupted', 'truncated', 'failed'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ drop: fc.nat({ max: 30 }) }) },
);

/** Characters of everything that stands in a message. */
function sizeOf(messages: readonly ChatMessage[]): number {
  return messages.reduce(
    (sum, message) =>
      sum + ('blocks' in message ? JSON.stringify(message.blocks).length : message.text.length),
    0,
  );
}

describe('a window with tools in it', () => {
  it('is what the API takes, holds whole turns, and keeps its budget, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const window = new Window([], BUDGET);
        const added: string[] = [];
        const sent = new Map<string, string>();
        for (const [index, one] of steps.entries()) {
          const before = window.messages('next');
          if ('drop' in one) {
            const id = `t-${one.drop}`;
            window.drop(new Set([id]));
            expect(window.turns.has(id)).toBe(false);
          } else {
            const id = `t-${index}`;
            const { calls, length, lastText, status } = one;
            const rounds = roundsOf(id, calls, length);
            const turn = aTurn({ id, status, reply: 'Well.' });
            const isTrimmed = window.add(turn, {
              text: `message ${id}`,
              rounds,
              lastText,
              recalled: [],
            });
            added.push(id);
            const now = window.messages('next');
            const own = now.slice(-3 - rounds.length, -1);
            expect(own[0]?.text).toBe(`message ${id}`);
            expect(own.slice(1, -1)).toEqual(rounds);
            sent.set(id, JSON.stringify(own));
            if (!isTrimmed) {
              expect(JSON.stringify(now.slice(0, before.length - 1))).toBe(
                JSON.stringify(before.slice(0, -1)),
              );
            }
          }
          const messages = window.messages('next');
          expect(unpaired(messages)).toEqual([]);
          expect(
            messages.every(
              ({ text, ...rest }) => text !== '' || 'blocks' in rest || 'results' in rest,
            ),
          ).toBe(true);
          if (window.turns.size > 1) expect(sizeOf(messages) - 4).toBeLessThanOrEqual(BUDGET);
          const kept = [...window.turns];
          expect(kept).toEqual(added.filter((id) => kept.includes(id)));
          const whole = kept.map((id) => sent.get(id)?.slice(1, -1)).join(',');
          expect(JSON.stringify(messages.slice(0, -1))).toBe(`[${whole}]`);
        }
      }),
    );
  });

  it('counts what tools were given and what they answered', () => {
    const window = new Window([], BUDGET);
    const add = (id: string, rounds: ChatMessage[]) =>
      window.add(aTurn({ id }), { text: 'a', rounds, lastText: 'b', recalled: [] });
    expect(add('t-1', [])).toBe(false);
    expect(add('t-2', roundsOf('t-2', [2], 600))).toBe(true);
    expect([...window.turns]).toEqual(['t-2']);
    expect(add('t-3', [])).toBe(true);
    expect([...window.turns]).toEqual(['t-3']);
  });
});
