import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileLedger } from '../../src/store/file-ledger.ts';
import { InMemoryLedger } from '../../src/store/in-memory-ledger.ts';
import type { Spending } from '../../src/store/ledger.ts';
import { compactFile } from '../../src/store/ledger-file.ts';
import { compacted, decodeLine, encodeLine, readLines } from '../../src/store/ledger-lines.ts';
import { placeOf } from '../../src/store/paths.ts';
import { aSpending, ledgerContract } from './ledger-contract.ts';
import { clock, filesBelow, temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const NOW = Date.parse('2026-03-01T10:00:00.000Z');
const DAY = 24 * 60 * 60 * 1000;

function arrange({ writes = true } = {}) {
  const directory = folder();
  for (const user of ['alice', 'Zo\u00eb']) fs.mkdirSync(placeOf(directory, user).house);
  const place = placeOf(directory, 'alice');
  return { directory, place, ledger: new FileLedger({ directory, clock, writes }) };
}

ledgerContract('InMemoryLedger', () => new InMemoryLedger());
ledgerContract('FileLedger', () => arrange().ledger);
ledgerContract('A FileLedger that writes nothing', () => arrange({ writes: false }).ledger);

describe('the ledger in a file', () => {
  it('is readable by its owner only, whatever the umask', async () => {
    const { place, ledger } = arrange();
    const umask = process.umask(0);
    try {
      await ledger.record('alice', aSpending());
    } finally {
      process.umask(umask);
    }
    expect(fs.statSync(place.costs).mode & 0o777).toBe(0o600);
  });

  it('comes back with nothing where everything was deleted meanwhile', async () => {
    const { directory, place, ledger } = arrange();
    fs.rmdirSync(place.house);
    await ledger.record('alice', aSpending());
    expect(filesBelow(directory)).toEqual([]);
    expect(await ledger.read('alice')).toEqual([]);
  });

  it('leaves the disk as it is where nothing is to be written, and knows its own', async () => {
    const { directory, ledger } = arrange();
    await ledger.record('alice', aSpending());
    const readOnly = new FileLedger({ directory, clock, writes: false });
    const before = fs.readFileSync(placeOf(directory, 'alice').costs, 'utf8');
    await readOnly.record('alice', aSpending({ kind: 'memory' }));
    expect((await readOnly.read('alice')).map(({ kind }) => kind)).toEqual(['chat', 'memory']);
    expect(fs.readFileSync(placeOf(directory, 'alice').costs, 'utf8')).toBe(before);
  });

  it('skips what a stopped process left unfinished, and what somebody wrote into it', async () => {
    const { place, ledger } = arrange();
    await ledger.record('alice', aSpending());
    const whole = fs.readFileSync(place.costs, 'utf8');
    fs.appendFileSync(place.costs, `null\n{"costUsd":-1}\n${whole.slice(0, 60)}`);
    await ledger.record('alice', aSpending({ kind: 'memory' }));
    expect((await ledger.read('alice')).map(({ kind }) => kind)).toEqual(['chat', 'memory']);
  });

  it('refuses a link in the place of the file or its folder, and writes to neither', async () => {
    const { directory, place, ledger } = arrange();
    const elsewhere = path.join(directory, 'elsewhere');
    fs.writeFileSync(elsewhere, 'mine');
    fs.symlinkSync(elsewhere, place.costs);
    await expect(ledger.record('alice', aSpending())).rejects.toThrow('not a plain file');
    await expect(ledger.read('alice')).rejects.toThrow('a symbolic link');
    expect(fs.readFileSync(elsewhere, 'utf8')).toBe('mine');
  });

  it('stays small, with the same sums', async () => {
    const { place, ledger } = arrange();
    const old = Array.from({ length: 3000 }, (_, n) =>
      encodeLine({ ...aSpending({ at: new Date(NOW - 30 * DAY + n).toISOString() }), id: `${n}` }),
    );
    fs.writeFileSync(place.costs, old.join(''));
    const before = fs.statSync(place.costs).size;
    // The next step in size is where it is made shorter.
    for (let n = 0; n < 3000 && fs.statSync(place.costs).size >= before; n++) {
      await ledger.record('alice', aSpending({ at: new Date().toISOString(), kind: 'memory' }));
    }
    expect(fs.statSync(place.costs).size).toBeLessThan(before / 2);
    const sums = await ledger.read('alice');
    const chat = sums.filter(({ kind }) => kind === 'chat');
    expect(chat).toHaveLength(1);
    expect(chat[0]?.usage).toMatchObject({ requests: 3000, input: 300_000 });
    expect(chat[0]?.costUsd).toBeCloseTo(750, 6);
  });
});

const spendings: fc.Arbitrary<Spending> = fc.record({
  at: fc.integer({ min: NOW - 900 * DAY, max: NOW }).map((time) => new Date(time).toISOString()),
  kind: fc.constantFrom('chat', 'memory'),
  model: fc.constantFrom('a', 'b'),
  usage: fc.record({
    requests: fc.nat(5),
    input: fc.nat(1000),
    output: fc.nat(1000),
    cacheRead: fc.nat(1000),
    cacheWrite: fc.nat(1000),
  }),
  costUsd: fc.option(fc.integer({ min: 0, max: 1000 })),
});

/** What the sums must not change: tokens and dollars by month, kind and model. */
function sums(lines: readonly Spending[]): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { at, kind, model, usage, costUsd } of lines) {
    for (const [name, amount] of [...Object.entries(usage), ['usd', costUsd ?? 0] as const]) {
      const key = [at.slice(0, 7), kind, model, costUsd === null, name].join(' ');
      totals[key] = (totals[key] ?? 0) + amount;
    }
  }
  return totals;
}

describe('the lines of a ledger', () => {
  it('say the same when they are fewer, also when they are made fewer twice', () => {
    fc.assert(
      fc.property(fc.array(spendings, { maxLength: 60 }), (all) => {
        const lines = all.map((spending, at) => ({ ...spending, id: `${at}` }));
        const once = compacted(lines, NOW);
        expect(sums(once)).toEqual(sums(lines));
        expect(compacted(once, NOW)).toEqual(once);
        expect(readLines(once.map(encodeLine).join(''))).toHaveLength(once.length);
      }),
    );
  });

  it('say the same when they are fewer twice, of a day on the edge of a year', () => {
    const at = new Date(NOW - 366 * DAY + 1).toISOString();
    const once = compacted([{ ...aSpending({ at }), id: 'x' }], NOW);
    expect(compacted(once, NOW)).toEqual(once);
  });

  it('are counted once when one was written twice', () => {
    const line = encodeLine({ ...aSpending(), id: 'x' });
    expect(readLines(`${line}${line}`)).toHaveLength(1);
  });

  it('are read whatever bytes they are, and nothing but amounts is taken', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const line = decodeLine(text);
        if (line !== null) expect(line.usage.input).toBeGreaterThanOrEqual(0);
      }),
    );
    const good = encodeLine({ ...aSpending(), id: 'x' });
    expect(decodeLine(good)).not.toBeNull();
    for (const bad of ['"costUsd":-1', '"costUsd":"1"']) {
      expect(decodeLine(good.replace('"costUsd":0.25', bad))).toBeNull();
    }
  });

  it('are left to the one that makes them fewer at the moment; what a stopped one left is swept by the next line', async () => {
    const { place, ledger } = arrange();
    const at = new Date(NOW - 9 * DAY).toISOString();
    await ledger.record('alice', aSpending({ at }));
    fs.writeFileSync(path.join(place.house, '.tmp-of-another'), 'half a line');
    compactFile(place, NOW);
    expect(readLines(fs.readFileSync(place.costs, 'utf8'))).toMatchObject([{ at }]);
    await ledger.record('alice', aSpending({ at }));
    compactFile(place, NOW);
    expect(readLines(fs.readFileSync(place.costs, 'utf8'))).toMatchObject([
      { at: `${at.slice(0, 10)}T00:00:00.000Z` },
    ]);
    expect(fs.readdirSync(place.house)).toEqual(['costs.jsonl']);
  });

  it('that are appended while the file is made shorter stay', async () => {
    const { place, ledger } = arrange();
    await ledger.record('alice', aSpending({ at: new Date(NOW - 9 * DAY).toISOString() }));
    await ledger.record('alice', aSpending({ at: new Date(NOW).toISOString() }));
    compactFile(place, NOW);
    compactFile(place, NOW);
    expect(await ledger.read('alice')).toHaveLength(2);
  });
});
