import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { interleaved, renderTiming, timingOf } from '../../bench/interleaved.ts';
import { describeMachine } from '../../bench/machine.ts';
import { renderReport, writeReport } from '../../bench/report.ts';
import type { Row } from '../../bench/table.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'memchat-bench-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const met: Row = {
  name: 'a start',
  value: '60.0 ms',
  against: 'node -e 0: 50.0 ms',
  ratio: 1.2,
  goal: { atMost: 1.2 },
  samples: { memchat: [59, 60, 61] },
};
const report = {
  machine: describeMachine(),
  areas: [{ name: 'startup', seconds: 3, rows: [met, { ...met, goal: { atMost: 1 } }] }],
};

it('is headed by the machine and the versions of all peers, and counts the goals', () => {
  const text = renderReport(report);
  expect(text).toContain(process.version);
  expect(text).toMatch(/mem0ai \d+\.\d+\.\d+/);
  expect(text).toContain('1 goals are met, 1 short, 0 not measured.');
});

it('is written with its verdicts and all that was measured, where the folder is not there yet', () => {
  const file = writeReport(report, join(folder, 'new', 'results.json'));
  const { areas } = JSON.parse(readFileSync(file, 'utf8'));
  expect(areas[0].rows).toMatchObject([
    { verdict: 'pass', samples: { memchat: [59, 60, 61] } },
    { verdict: 'short' },
  ]);
});

it('has medians with the 10th and 90th percentile of samples in any order', () => {
  const timing = timingOf([30, 10, 20, 50, 40, 60, 70, 80, 90, 100, 110]);
  expect(timing).toMatchObject({ median: 60, low: 20, high: 100 });
  expect(renderTiming(timing)).toBe('60.0 ms (20.0–100.0)');
  expect(timingOf([]).median).toBeNaN();
});

it('runs what is compared in turn, and does not count the first round', async () => {
  const order: string[] = [];
  const run = (name: string, figures: number[]) => async () => {
    order.push(name);
    return figures.shift() ?? Number.NaN;
  };
  const timing = await interleaved(2, { a: run('a', [99, 1, 2]), b: run('b', [99, 3, 4]) });
  expect(order.join('')).toBe('ababab');
  expect(timing('a').samples).toEqual([1, 2]);
  expect(timing('b').samples).toEqual([3, 4]);
});
