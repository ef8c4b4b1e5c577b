import { describe, expect, it } from 'vitest';
import type { Spendings } from '../../../src/chat/spendings.ts';
import { renderCost } from '../../../src/cli/output/cost.ts';

const NONE = { requests: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
const ASKED = { requests: 2, input: 1_000, output: 300, cacheRead: 3_000, cacheWrite: 0 };
const SESSION = { chat: [{ usage: ASKED, costUsd: 0.0123 }], memory: [] };

function spendings(times: number, unpriced = 0): Spendings {
  const usage = {
    requests: 2 * times,
    input: 1_000 * times,
    output: 300 * times,
    cacheRead: 1_000 * times,
    cacheWrite: 0,
  };
  const nothing = { usage: NONE, costUsd: 0, unpriced: 0 };
  return times === 0
    ? { chat: nothing, memory: nothing }
    : {
        chat: { usage, costUsd: 0.0123 * times, unpriced },
        memory: { usage: { ...NONE, requests: times, input: 500 }, costUsd: 0.0004, unpriced: 0 },
      };
}

describe('the cost', () => {
  it('is that of the session, of today and of all time, chat and memory apart', () => {
    const ledger = {
      today: spendings(1),
      total: spendings(12, 3),
      budget: { spentUsd: 0.0127, allowedUsd: 0.05, isSpent: false },
    };
    expect(renderCost(SESSION, ledger)).toMatchInlineSnapshot(`
      "                requests   input  from cache  to cache  output     cost
      session
        conversation         2   1,000       3,000         0     300  $0.0123
        memory               0       0           0         0       0       $0
        together             2   1,000       3,000         0     300  $0.0123
      today
        conversation         2   1,000       1,000         0     300  $0.0123
        memory               1     500           0         0       0  $0.0004
        together             3   1,500       1,000         0     300  $0.0127
      all time
        conversation        24  12,000      12,000         0   3,600  $0.1476
        memory              12     500           0         0       0  $0.0004
        together            36  12,500      12,000         0   3,600  $0.1480
      75 % of the input came from the cache.
      40 % of the input came from the cache today.
      49 % of the input came from the cache in all.
      3 requests in all without a known price: not in the cost.
      Today's budget: $0.0373 of $0.05 is left; a day begins at 00:00 UTC."
    `);
  });

  it('is that of the session alone where the ledger has nothing, or is not known', () => {
    const empty = { today: spendings(0), total: spendings(0), budget: null };
    expect(renderCost(SESSION, empty)).toBe(renderCost(SESSION));
    expect(renderCost(SESSION)).toMatchInlineSnapshot(`
      "              requests  input  from cache  to cache  output     cost
      conversation         2  1,000       3,000         0     300  $0.0123
      memory               0      0           0         0       0       $0
      together             2  1,000       3,000         0     300  $0.0123
      75 % of the input came from the cache."
    `);
  });

  it('is told of other sessions before this one has asked anything', () => {
    const budget = { spentUsd: 0.06, allowedUsd: 0.05, isSpent: true };
    const ledger = { today: spendings(0), total: spendings(1), budget };
    expect(renderCost({ chat: [], memory: [] }, ledger)).toMatchInlineSnapshot(`
      "Nothing was asked of a model yet in this session.
                      requests  input  from cache  to cache  output     cost
      all time
        conversation         2  1,000       1,000         0     300  $0.0123
        memory               1    500           0         0       0  $0.0004
        together             3  1,500       1,000         0     300  $0.0127
      40 % of the input came from the cache in all.
      Today's budget: nothing of $0.05 is left; a day begins at 00:00 UTC."
    `);
    expect(renderCost({ chat: [], memory: [] })).toBe(
      'Nothing was asked of a model yet in this session.',
    );
  });

  it('is not known where no request has a price', () => {
    const total = spendings(1, 2);
    total.chat.costUsd = 0;
    expect(renderCost(SESSION, { today: total, total, budget: null })).toMatchInlineSnapshot(`
      "                requests  input  from cache  to cache  output       cost
      session
        conversation         2  1,000       3,000         0     300    $0.0123
        memory               0      0           0         0       0         $0
        together             2  1,000       3,000         0     300    $0.0123
      today
        conversation         2  1,000       1,000         0     300  not known
        memory               1    500           0         0       0    $0.0004
        together             3  1,500       1,000         0     300  not known
      all time
        conversation         2  1,000       1,000         0     300  not known
        memory               1    500           0         0       0    $0.0004
        together             3  1,500       1,000         0     300  not known
      75 % of the input came from the cache.
      40 % of the input came from the cache today.
      40 % of the input came from the cache in all.
      2 requests in all without a known price: not in the cost."
    `);
  });
});
