import { describe, expect, it } from 'vitest';
import { statisticsOf } from '../../../src/chat/statistics.ts';
import { renderStatistics, type StatisticsLook } from '../../../src/cli/output/statistics.ts';
import { displayWidth } from '../../../src/cli/output/width.ts';
import { aSpending } from '../../store/ledger-contract.ts';
import { memoryOf, NOW } from '../../support/memories.ts';

const LOOK: StatisticsLook = { colour: false, columns: null, ascii: false };

/** The lines of what was spent in all: one request with a price, two without. */
function costLines(look: StatisticsLook): string[] {
  const memory = memoryOf();
  const spendings = [aSpending({ at: NOW, costUsd: 0.125 }), aSpending({ at: NOW, costUsd: null })];
  const statistics = statisticsOf({ memory, spendings, now: NOW, periods: 1 });
  const { user, createdAt: since, lastSeen, sessionCount: sessions } = memory;
  const told = { ...statistics, user, since, lastSeen, sessions, exchanges: 0, bytes: {} };
  const lines = renderStatistics(told, look).split('\n');
  return lines.slice(lines.findIndex((line) => line.startsWith('in all')));
}

describe('the costs in the statistics', () => {
  it('stand on one line where there is room', () => {
    expect(costLines(LOOK)).toMatchInlineSnapshot(`
      [
        "in all    $0.1250 (answers $0.1250 in 2, memory $0 in 0), 33 % of the prompts from the cache, 1 request without a known price",
      ]
    `);
  });

  it('take a line each where there is not, and nothing of them is cut', () => {
    const lines = costLines({ ...LOOK, columns: 80 });
    expect(lines).toMatchInlineSnapshot(`
      [
        "in all    $0.1250 (answers $0.1250 in 2, memory $0 in 0)",
        "          33 % of the prompts from the cache",
        "          1 request without a known price",
      ]
    `);
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(80);
  });
});
