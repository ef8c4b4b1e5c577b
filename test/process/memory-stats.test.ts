import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeLine } from '../../src/store/ledger-lines.ts';
import { aSpending } from '../store/ledger-contract.ts';
import { Machine } from '../support/bin.ts';
import { fact, memoryOf } from '../support/memories.ts';

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine[Symbol.dispose]());

const stats = (args: string[] = [], env: Record<string, string> = {}) =>
  machine.run(['-u', 'alice', 'memory', 'stats', ...args], { env });

const DAY = 24 * 60 * 60 * 1000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString();

/** A memory of ten days, and what it cost. */
function arrange(): void {
  mkdirSync(join(machine.sessions, '.alice'), { recursive: true });
  const facts = Array.from({ length: 6 }, (_, at) =>
    fact(`Fact ${at}`, {
      id: `f-${at}`,
      tag: at < 4 ? 'work' : '\u6771\u4eac',
      recordedAt: daysAgo(10 - at),
      recallCount: at,
    }),
  );
  const memory = memoryOf({ keyFacts: facts, sessionCount: 4, createdAt: daysAgo(10) });
  writeFileSync(join(machine.sessions, 'alice.json'), JSON.stringify(memory));
  for (const [days, costUsd] of [
    [9, 0.5],
    [2, 0.25],
    [0, 0.125],
  ] as const) {
    const line = { ...aSpending({ at: daysAgo(days), costUsd }), id: `${days}` };
    appendFileSync(join(machine.sessions, '.alice/costs.jsonl'), encodeLine(line));
  }
}

describe('memchat memory stats', () => {
  it('counts facts, sizes and costs, with the time as a line of blocks', async () => {
    arrange();
    const { code, stdout } = await stats();
    expect(code).toBe(0);
    expect(stdout).toContain(
      'memory    facts: 6, past: 0, pinned: 0, preferences: 0, waiting: 0\n',
    );
    expect(stdout).toMatch(/topics {4}work {2}█{24} 4\n {10}東京 {2}█{12} 2\n/);
    expect(stdout).toMatch(/on disk {3}memory [\d.]+ kB, .*costs \d+ B\n/);
    expect(stdout).toMatch(/recalled {2}15 times\n {10} {3}5 {2}Fact 5\n/);
    expect(stdout).toMatch(/facts {5}[▁▂▃▄▅▆▇█]{11} from 1 to 6\n/);
    expect(stdout).toMatch(/cost {6}▁█▁{6}[▂-▇]▁[▂-▇] at most \$0\.5000\n/);
    expect(stdout).toContain('today     $0.1250 (answers $0.1250 in 1, memory $0 in 0), 33 % of');
    expect(stdout).toContain('in all    $0.8750 (');
  });

  it('is one object with --json', async () => {
    arrange();
    const told = JSON.parse((await stats(['--json'])).stdout);
    expect(told).toMatchObject({
      user: 'alice',
      sessions: 4,
      exchanges: 0,
      facts: { active: 6, byTopic: { work: 4, '\u6771\u4eac': 2 }, byKind: { semantic: 6 } },
      recalls: { total: 15 },
      spent: { today: { chat: { costUsd: 0.125 } }, total: { chat: { costUsd: 0.875 } } },
    });
    expect(told.timeline).toHaveLength(11);
    expect(told.bytes.memory).toBeGreaterThan(1000);
  });

  it('uses plain characters where the terminal knows no others', async () => {
    arrange();
    const { stdout } = await stats([], { TERM: 'dumb' });
    expect(stdout.replaceAll('\u6771\u4eac', '')).toMatch(/^[\n -~]*$/);
    expect(stdout).toMatch(/topics {4}work {2}#{24} 4\n/);
  });

  it('of nobody are nothing, and make no folder', async () => {
    const { code, stdout } = await stats();
    expect(code).toBe(0);
    expect(stdout).toContain('facts: 0');
    expect(stdout).toContain('on disk   nothing\n');
    expect(existsSync(machine.sessions)).toBe(false);
  });
});
