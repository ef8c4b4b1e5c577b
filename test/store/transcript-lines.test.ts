import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeExchange, encodeExchange, exchangeOf } from '../../src/store/exchange.ts';
import type { Exchange } from '../../src/store/port.ts';
import { linesOf, newestExchanges } from '../../src/store/transcript-lines.ts';
import { aTurn } from '../support/turns.ts';
import { temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const EXCHANGE = exchangeOf(aTurn());
const MEBIBYTE = 1024 * 1024;

function opened<T>(write: (file: string) => void, read: (fd: number) => T): T {
  const file = path.join(folder(), 'transcript.jsonl');
  write(file);
  const fd = fs.openSync(file, 'r');
  try {
    return read(fd);
  } finally {
    fs.closeSync(fd);
  }
}

/** How many bytes `work` reads of files. */
function bytesRead(work: () => unknown): number {
  const real = fs.readSync;
  let bytes = 0;
  const counted = new Proxy(real, {
    apply(target, self, args: Parameters<typeof fs.readSync>) {
      const read: number = Reflect.apply(target, self, args);
      bytes += read;
      return read;
    },
  });
  Reflect.set(fs, 'readSync', counted);
  try {
    work();
  } finally {
    Reflect.set(fs, 'readSync', real);
  }
  return bytes;
}

const line = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }).map(replied) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 65_000, max: 66_000 }).map((n) => replied('é'.repeat(n))),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '{', 'null', '[1]', '{"turn":"t-1"}', 'x'.repeat(65_536)),
  },
);

function replied(reply: string): string {
  return encodeExchange({ ...EXCHANGE, reply });
}

describe('the lines of a transcript', () => {
  it('are the same from both ends, as if the file were read at once', () => {
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 12 }),
        fc.boolean(),
        fc.nat(14),
        (lines, ended, limit) => {
          const text = lines.join('\n') + (ended ? '\n' : '');
          const write = (file: string) => fs.writeFileSync(file, text);
          const all = text.split('\n');
          if (all.at(-1) === '') all.pop();
          const read = opened(write, (fd) => [...linesOf(fd)].map((one) => one?.toString()));
          expect(read).toEqual(all);
          const exchanges = all.map(decodeExchange).filter((one) => one !== null);
          const newest = limit === 0 ? [] : exchanges.slice(-limit);
          expect(opened(write, (fd) => newestExchanges(fd, limit))).toEqual(newest);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are read from the end of a huge file without reading the rest', () => {
    const write = (file: string) => {
      fs.writeFileSync(file, '');
      fs.truncateSync(file, 4096 * MEBIBYTE);
      fs.appendFileSync(file, `\n${replied('one')}\n${replied('two')}\n`);
    };
    let newest: Exchange[] = [];
    const bytes = opened(write, (fd) =>
      bytesRead(() => {
        newest = newestExchanges(fd, 2);
      }),
    );
    expect(newest.map(({ reply }) => reply)).toEqual(['one', 'two']);
    expect(bytes).toBeLessThanOrEqual(64 * 1024);
  });

  it('are left out when they are longer than any exchange, and no others', () => {
    const write = (file: string) => {
      fs.writeFileSync(file, `${replied('one')}\n`);
      fs.truncateSync(file, 17 * MEBIBYTE);
      fs.appendFileSync(file, `\n${replied('two')}\n`);
    };
    const replies = (exchanges: Exchange[]) => exchanges.map(({ reply }) => reply);
    expect(replies(opened(write, (fd) => newestExchanges(fd, 5)))).toEqual(['one', 'two']);
    const lines = opened(write, (fd) => [...linesOf(fd)].map((one) => one?.length));
    expect(lines).toEqual([replied('one').length, undefined, replied('two').length]);
  });
});

describe('a line of a transcript', () => {
  it('says what it was made from', () => {
    const text = fc.string({ unit: 'binary' });
    const status = fc.constantFrom('answered', 'interrupted', 'refused', 'truncated', 'failed');
    const exchange = fc.record({
      turn: text,
      session: text,
      at: text,
      user: text,
      typed: text,
      reply: fc.option(text),
      status,
      speaker: fc.constant(null),
    });
    fc.assert(
      fc.property(exchange, (one) => {
        expect(encodeExchange(one)).not.toContain('\n');
        expect(decodeExchange(encodeExchange(one))).toEqual(one);
      }),
    );
  });

  it.each(['turn', 'session', 'at', 'user', 'typed', 'reply', 'status'])(
    'is none when its %s is of another type',
    (field) => {
      for (const value of [5, {}, ['x'], true]) {
        expect(decodeExchange(JSON.stringify({ ...EXCHANGE, [field]: value }))).toBeNull();
      }
    },
  );

  it('is none without one of its fields, but for what was typed', () => {
    for (const field of Object.keys(EXCHANGE)) {
      const { [field]: _, ...rest } = Object.fromEntries(Object.entries(EXCHANGE));
      const decoded = decodeExchange(JSON.stringify(rest));
      // Of the user's own exchanges the lines do not say who said it.
      const isOptional = field === 'typed' || field === 'speaker';
      expect(decoded).toEqual(isOptional ? EXCHANGE : null);
    }
  });
});
