import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Usage } from '../../src/model/port.ts';
import { addUsage, costUsd, noUsage } from '../../src/model/prices.ts';

const usage = (given: Partial<Usage>): Usage => ({ ...noUsage(), requests: 1, ...given });
const million = 1_000_000;

describe('costUsd', () => {
  it.each([
    ['claude-sonnet-5-5', { input: million }, 2],
    ['claude-sonnet-5-5', { output: million }, 10],
    ['claude-sonnet-5-5', { cacheRead: million }, 0.2],
    ['claude-sonnet-5-5', { cacheWrite: million }, 2.5],
    ['claude-opus-5-5', { input: million, output: million }, 24],
    ['claude-haiku-4-5', { input: million, output: million }, 6],
    ['claude-haiku-5-5', { input: 100_000, output: million }, 0.51],
    ['claude-haiku-5-5', { input: 100_001 }, 0.0500005],
    ['claude-haiku-5-5', { input: 1, cacheRead: 100_000, output: million }, 2.5050005],
  ] as const)('prices %s with %o at %d dollars', (model, tokens, dollars) => {
    expect(costUsd(model, usage(tokens))).toBeCloseTo(dollars, 9);
  });

  it('prices a dated id like the one without a date', () => {
    const tokens = usage({ input: 1234, output: 56 });
    expect(costUsd('claude-sonnet-5-5-20261001', tokens)).toBe(
      costUsd('claude-sonnet-5-5', tokens),
    );
  });

  it.each([
    'claude-sonnet-4-5',
    'claude-sonnet-5-5-mini',
    'claude-sonnet-5-50',
    'claude-sonnet-5-5-2026',
    'my/claude-sonnet-5-5',
    'llama3.2',
    '',
    '__proto__',
  ])('has no price for %s', (model) => {
    expect(costUsd(model, usage({ input: million }))).toBeNull();
  });

  it('takes the price for long prompts by the prompts and not by their sum', () => {
    const two = usage({ requests: 2, input: 150_000 });
    expect(costUsd('claude-haiku-5-5', two)).toBeCloseTo(0.015, 9);
  });

  it('costs nothing when nothing was used', () => {
    expect(costUsd('claude-sonnet-5-5', noUsage())).toBe(0);
  });

  it('gives a sum of usages the sum of their prices', () => {
    const tokens = fc.nat({ max: 1_000_000 });
    const anyUsage = fc.record({
      requests: fc.constant(1),
      input: tokens,
      output: tokens,
      cacheRead: tokens,
      cacheWrite: tokens,
    });
    fc.assert(
      fc.property(anyUsage, anyUsage, (a, b) => {
        const price = (used: Usage): number => costUsd('claude-sonnet-5-5', used) ?? Number.NaN;
        expect(price(addUsage(a, b))).toBeCloseTo(price(a) + price(b), 6);
        expect(addUsage(a, noUsage())).toEqual(a);
      }),
    );
  });
});
