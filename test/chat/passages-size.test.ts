import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { type Passage, passagesOf } from '../../src/chat/recalled.ts';

const TURNS = 20_000;

/** In bytes, after a garbage collection. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
  return process.memoryUsage().heapUsed;
}

it('holds a passage in little more than its fields: there may be 200,000 of them', () => {
  const before = heldBytes();
  const all: Passage[] = [];
  for (let n = 0; n < TURNS; n++) {
    const exchange = { turn: 't-1', session: 's-1', at: '2026-03-01T10:00:00.000Z' };
    const said = { user: 'I like tea.', typed: 'I like tea.', reply: 'Noted.' };
    all.push(...passagesOf({ ...exchange, ...said, status: 'answered', speaker: null }));
  }
  const each = (heldBytes() - before) / all.length;
  expect(all).toHaveLength(2 * TURNS);
  // Seven fields of 8 bytes, a header of 24, a place in a list, and the id of a reply.
  expect(each).toBeLessThan(200);
});
