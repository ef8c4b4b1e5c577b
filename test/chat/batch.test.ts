import { describe, expect, it } from 'vitest';
import { nextBatch } from '../../src/chat/batch.ts';
import type { Turn } from '../../src/memory/turn.ts';

const turn = (id: string, over: { attempts?: number; length?: number } = {}): Turn => ({
  id,
  user: 'alice',
  session: 's-1',
  at: '2026-11-20T09:00:00.000Z',
  message: [{ origin: 'typed', text: 'x'.repeat(over.length ?? 1) }],
  reply: null,
  status: 'answered',
  attempts: over.attempts ?? 0,
});
const ids = (turns: readonly Turn[]) => turns.map(({ id }) => id);

describe('the turns that are extracted together', () => {
  it('are none of none', () => {
    expect(nextBatch([])).toEqual([]);
  });

  it('are the oldest 20', () => {
    const queue = Array.from({ length: 25 }, (_, n) => turn(`t-${n}`));
    expect(nextBatch(queue)).toEqual(queue.slice(0, 20));
    expect(queue).toHaveLength(25);
  });

  it('are no more than fit into 60,000 characters', () => {
    const queue = [turn('a', { length: 30_000 }), turn('b', { length: 30_000 }), turn('c')];
    expect(ids(nextBatch(queue))).toEqual(['a', 'b']);
    expect(ids(nextBatch(queue.slice(0, 2)))).toEqual(['a', 'b']);
  });

  it('are at least one, however long it is', () => {
    expect(ids(nextBatch([turn('a', { length: 100_000 }), turn('b')]))).toEqual(['a']);
    expect(ids(nextBatch([turn('a', { length: 100_000 })]))).toEqual(['a']);
  });

  it('are one that failed before, alone', () => {
    expect(ids(nextBatch([turn('a', { attempts: 1 }), turn('b')]))).toEqual(['a']);
  });

  it('are those before one that failed, which comes next', () => {
    const queue = [turn('a'), turn('b'), turn('c', { attempts: 1 }), turn('d')];
    expect(ids(nextBatch(queue))).toEqual(['a', 'b']);
    expect(ids(nextBatch(queue.slice(2)))).toEqual(['c']);
  });
});
