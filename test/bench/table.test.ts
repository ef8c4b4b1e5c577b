import { describe, expect, it } from 'vitest';
import { type Row, renderTable, verdictOf } from '../../bench/table.ts';

const row = (over: Partial<Row> = {}): Row => ({
  name: 'a start',
  value: '60.0 ms',
  against: 'node -e 0: 50.0 ms',
  ratio: 1.2,
  ...over,
});

describe('the verdict of a row', () => {
  it('goes by the ratio, and the limit itself is met, from either side', () => {
    expect(verdictOf(row({ goal: { atMost: 1.2 } }))).toBe('pass');
    expect(verdictOf(row({ goal: { atMost: 1.19 } }))).toBe('short');
    expect(verdictOf(row({ goal: { atLeast: 1.2 } }))).toBe('pass');
    expect(verdictOf(row({ goal: { atLeast: 1.21 } }))).toBe('short');
  });

  it('goes by the figure where the goal names one, whatever the ratio is', () => {
    expect(verdictOf(row({ ratio: 9, goal: { atMost: 50, figure: 50 } }))).toBe('pass');
    expect(verdictOf(row({ ratio: 0, goal: { atMost: 50, figure: 51 } }))).toBe('short');
    expect(verdictOf(row({ ratio: null, goal: { atMost: 0, figure: 0 } }))).toBe('pass');
  });

  it('never says that a goal is met or missed where nothing was measured', () => {
    expect(verdictOf(row({ ratio: null, goal: { atMost: 1 } }))).toBe('unmeasured');
    expect(verdictOf(row({ ratio: Number.NaN, goal: { atLeast: 1 } }))).toBe('unmeasured');
    expect(verdictOf(row({ goal: { atLeast: 75, figure: Number.NaN } }))).toBe('unmeasured');
  });

  it('is empty without a goal', () => {
    expect(verdictOf(row())).toBe('');
  });
});

it('is one table: what, goal, figure, what it was measured against, ratio, verdict', () => {
  const rows = [
    row({ goal: { atMost: 1.2 } }),
    row({ name: 'a longer name', goal: { atMost: 150, figure: 200 } }),
    row({ name: 'lost', ratio: null, goal: { atMost: 0, figure: 3, unit: 'lost' } }),
    row({ name: 'a peer', against: 'not installed: no network', ratio: null, goal: { atMost: 1 } }),
    row({ name: 'plain' }),
  ];
  expect(`\n${renderTable(rows)}`).toBe(`
what           goal      figure   measured against           ratio
a start        ≤ 1.2×    60.0 ms  node -e 0: 50.0 ms         1.20×  pass
a longer name  ≤ 150 ms  60.0 ms  node -e 0: 50.0 ms         1.20×  short
lost           ≤ 0 lost  60.0 ms  node -e 0: 50.0 ms                short
a peer         ≤ 1×      60.0 ms  not installed: no network         unmeasured
plain                    60.0 ms  node -e 0: 50.0 ms         1.20×
`);
});
