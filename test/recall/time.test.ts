import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeOf, timeRanges } from '../../src/recall/time.ts';
import {
  COUNTED_FROM_NOW,
  DATES,
  HARMLESS,
  type Line,
  MONTHS_AND_YEARS,
  NOW,
  OPEN_AND_BETWEEN,
} from './time-lines.ts';

/** Ranges to the day, as the table writes them. */
function ranges(text: string, now: string | null): string[] {
  return timeRanges(text, now).map(({ from, to }) => `${day(from, now)} ${day(to, now)}`);
}

function day(time: number, now: string | null): string {
  if (!Number.isFinite(time)) return '…';
  // "the last three days" reach to now and one millisecond.
  const isMidnight = time % 86_400_000 === 0;
  if (now !== null && !isMidnight && Math.abs(time - Date.parse(now)) <= 1) return 'now';
  return new Date(time).toISOString().slice(0, 10);
}

function expectAll(lines: readonly Line[], now: string | null): void {
  const given = lines.map(([text]) => [text, ...ranges(text, now)]);
  expect(given).toEqual(lines);
}

test('dates', () => expectAll(DATES, NOW));
test('months, seasons and years', () => expectAll(MONTHS_AND_YEARS, NOW));
test('open stretches, and from one time to another', () => expectAll(OPEN_AND_BETWEEN, NOW));
test('what is counted from now', () => expectAll(COUNTED_FROM_NOW, NOW));

test('lines that speak of no time', () => {
  const wrong = HARMLESS.filter((text) => timeRanges(text, NOW).length > 0);
  expect(wrong).toEqual([]);
});

test('case, accents and the words around do not matter', () => {
  for (const [text, ...expected] of [...DATES, ...MONTHS_AND_YEARS, ...COUNTED_FROM_NOW]) {
    const around = `So, tell me: ${text.toUpperCase().normalize('NFD')}, right`;
    if (/\d{4}\W*$/.test(text) && ranges(around, NOW).length === 0) continue;
    expect(ranges(around, NOW), around).toEqual(expected);
  }
});

describe('without now', () => {
  test('dates, months and years mean the same', () => {
    expectAll(DATES, null);
    const closed = MONTHS_AND_YEARS.filter((line) => !line.some((part) => part.endsWith('now')));
    expectAll(closed, null);
  });

  test('what is counted from it means nothing', () => {
    for (const now of [null, '', 'no date']) {
      const understood = COUNTED_FROM_NOW.filter(([text]) => timeRanges(text, now).length > 0);
      expect(understood).toEqual([]);
    }
  });

  test('"since" has no end', () => {
    expect(ranges('since May 2023', null)).toEqual(['2023-05-01 …']);
  });
});

describe('other nows', () => {
  test.each([
    // A Sunday, the last day of a week; and the Monday after it.
    ['2024-06-16T23:59:59.999Z', 'this week', '2024-06-10 2024-06-17'],
    ['2024-06-16T23:59:59.999Z', 'last week', '2024-06-03 2024-06-10'],
    ['2024-06-16T23:59:59.999Z', 'last Sunday', '2024-06-09 2024-06-10'],
    ['2024-06-16T23:59:59.999Z', 'this weekend', '2024-06-15 2024-06-17'],
    ['2024-06-17T00:00:00.000Z', 'this week', '2024-06-17 2024-06-24'],
    ['2024-06-17T00:00:00.000Z', 'last week', '2024-06-10 2024-06-17'],
    ['2024-06-17T00:00:00.000Z', 'last Sunday', '2024-06-16 2024-06-17'],
    ['2024-06-17T00:00:00.000Z', 'yesterday', '2024-06-16 2024-06-17'],
    // Ends of years and months.
    ['2024-01-01T00:00:00.000Z', 'yesterday', '2023-12-31 2024-01-01'],
    ['2024-01-01T00:00:00.000Z', 'last month', '2023-12-01 2024-01-01'],
    ['2024-01-01T00:00:00.000Z', 'last year', '2023-01-01 2024-01-01'],
    ['2024-01-01T00:00:00.000Z', 'last week', '2023-12-25 2024-01-01'],
    ['2023-12-31T23:59:59.999Z', 'next month', '2024-01-01 2024-02-01'],
    ['2023-12-31T23:59:59.999Z', 'next year', '2024-01-01 2025-01-01'],
    ['2023-12-31T23:59:59.999Z', 'this week', '2023-12-25 2024-01-01'],
    ['2024-03-31T12:00:00.000Z', 'last month', '2024-02-01 2024-03-01'],
    ['2024-12-15T12:00:00.000Z', 'this winter', '2024-12-01 2025-03-01'],
    ['2024-07-15T12:00:00.000Z', 'last winter', '2023-12-01 2024-03-01'],
    ['2024-07-15T12:00:00.000Z', 'last summer', '2023-06-01 2023-09-01'],
    ['2024-07-15T12:00:00.000Z', 'this summer', '2024-06-01 2024-09-01'],
    // Leap days.
    ['2024-02-29T12:00:00.000Z', '29 February', '2024-02-29 2024-03-01'],
    ['2024-03-01T00:00:00.000Z', 'yesterday', '2024-02-29 2024-03-01'],
    ['2023-03-01T00:00:00.000Z', 'yesterday', '2023-02-28 2023-03-01'],
    ['2103-06-01T00:00:00.000Z', '29 February', '2096-02-29 2096-03-01'],
    // Zones: the day is that of UTC.
    ['2024-01-01T08:00:00+09:00', 'today', '2023-12-31 2024-01-01'],
    ['2023-12-31T20:00:00-05:00', 'today', '2024-01-01 2024-01-02'],
    ['2024-05-05', 'yesterday', '2024-05-04 2024-05-05'],
  ])('%s: %s', (now, text, expected) => {
    expect(ranges(text, now)).toEqual([expected]);
  });
});

describe('texts of any kind', () => {
  const pieces = fc.constantFrom(
    ...'last this between and from to in since after until before may march 2019 2021 2030 5 may. two weeks ago on monday today next year vor nach bis de e a , - / 年'.split(
      ' ',
    ),
  );

  test('at most eight ranges, each with its beginning before its end', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (words) => {
        const given = timeRanges(words.join(' '), NOW);
        expect(given.length).toBeLessThanOrEqual(8);
        for (const { from, to } of given) expect(from).toBeLessThan(to);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        timeRanges(text, text);
      }),
    );
  });

  test('only the first 2,000 characters are read', () => {
    expect(timeRanges(`${'x '.repeat(1_000)}in 2019`, NOW)).toEqual([]);
    expect(timeRanges(`${'x '.repeat(995)}in 2019`, NOW)).toHaveLength(1);
    for (const piece of [
      'between and ',
      'de e ',
      'a\u0301',
      '\u0301',
      'last ',
      '1 ',
      '\uFDFA',
      'in 2019 ',
    ]) {
      expect(timeRanges(piece.repeat(500_000), NOW).length).toBeLessThanOrEqual(8);
    }
  });
});

describe('the time of a document', () => {
  test.each([
    ['2024-05-02T09:00:00.000Z', '2024-05-02T09:00:00.000Z'],
    ['2024-05-02T09:00:00Z', '2024-05-02T09:00:00.000Z'],
    ['2024-05-02T09:00', '2024-05-02T09:00:00.000Z'],
    ['2024-05-02 09:00:00', '2024-05-02T09:00:00.000Z'],
    ['2024-05-02T09:00:00+02:00', '2024-05-02T07:00:00.000Z'],
    ['2024-05-02', '2024-05-02T00:00:00.000Z'],
    ['1:56 pm on 8 May, 2023', '2023-05-08T00:00:00.000Z'],
    ['May 2023', '2023-05-01T00:00:00.000Z'],
  ])('%s', (date, expected) => {
    expect(new Date(timeOf(date)).toISOString()).toBe(expected);
  });

  test.each([undefined, '', 'yesterday', '2024-99-99T99:99:99.999Z', 'soon'])(
    '%j has none',
    (date) => {
      expect(timeOf(date)).toBeNaN();
    },
  );
});
