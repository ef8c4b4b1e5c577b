import { fold } from '../memory/fold.ts';
import { toTime } from '../memory/iso-time.ts';
import type { DateRange } from './calendar.ts';
import { EXPRESSIONS } from './time-expressions.ts';
import { MAY_SPEAK_OF_TIME } from './time-words.ts';

export type { DateRange } from './calendar.ts';

/** Only so much of a text is searched for expressions of time, in characters. */
const LONGEST_TEXT = 2_000;

/**
 * The stretches of time that a text speaks of: dates, months, seasons and years, and relative ones
 * ("last March", "two weeks ago") against `now` (ISO 8601; null: these are not understood). In UTC,
 * in the order of the text, at most eight. "since" reaches to `now`, "before" from the beginning;
 * weeks begin on Monday; in "3/4/2024" the month is first. English; the commonest forms of German,
 * French, Spanish, Portuguese and Italian, and the simplest of Japanese, Chinese and Korean as well.
 */
export function timeRanges(text: string, now: string | null): DateRange[] {
  const at = now === null ? Number.NaN : Date.parse(now);
  const reference = Number.isNaN(at) ? null : at;
  const asked = plain(text.slice(0, LONGEST_TEXT));
  if (!MAY_SPEAK_OF_TIME.test(asked)) return [];
  let rest = asked;
  const found: { place: number; range: DateRange }[] = [];
  for (const [pattern, meaning] of EXPRESSIONS) {
    let left = rest;
    for (const match of rest.matchAll(pattern)) {
      const range = meaning(match, reference);
      if (range === null) continue;
      const reach = opened(range, rest.slice(0, match.index), match[0], reference);
      found.push({ place: match.index, range: reach });
      const end = match.index + match[0].length;
      left = left.slice(0, match.index) + ' '.repeat(match[0].length) + left.slice(end);
    }
    rest = left;
  }
  const ordered = found.sort((a, b) => a.place - b.place).slice(0, 8);
  return between(
    asked,
    ordered.map(({ range }) => range),
  );
}

/** Lower case without accents, as long as it was: places stay. */
function plain(text: string): string {
  return fold(text)
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC');
}

const SINCE = /(?:since|after|seit|nach|depuis|apres|desde|despues de)\s*$/u;
const BEFORE = /(?:before|until|till|by|vor|bis|avant|antes de|hasta)\s*$/u;

/** A range that a word before it, or its own first word, opens to one side. */
function opened(range: DateRange, before: string, match: string, now: number | null): DateRange {
  const first = match.trim().split(' ', 1)[0] ?? '';
  const opening = /^\p{L}+$/u.test(first) ? first : '';
  if (SINCE.test(before) || SINCE.test(opening)) {
    const isAfter = /after|nach|apres|despues/u.test(`${before.slice(-12)} ${opening}`);
    const from = isAfter ? range.to : range.from;
    // What begins after now has no end.
    return {
      from,
      to: now !== null && now > from ? Math.max(now, range.to) : Number.POSITIVE_INFINITY,
    };
  }
  if ((BEFORE.test(before) || BEFORE.test(opening)) && !/^vor \S+ \p{L}+/u.test(match)) {
    const isUpTo = /until|till|by|bis|hasta/u.test(`${before.slice(-8)} ${opening}`);
    return { from: Number.NEGATIVE_INFINITY, to: isUpTo ? range.to : range.from };
  }
  return range;
}

/** "between March and May 2024", "from 2019 to 2021": one stretch from the first to the last. */
function between(text: string, ranges: DateRange[]): DateRange[] {
  const [first, second] = ranges;
  if (first === undefined || second === undefined || ranges.length > 2) return ranges;
  if (
    !/\b(?:between|from|zwischen|von|entre|de)\b.*\b(?:and|to|till|until|und|bis|et|y|e|a)\b/u.test(
      text,
    )
  )
    return ranges;
  const from = Number.isFinite(first.from) ? first.from : second.from;
  const to = Number.isFinite(second.to) ? second.to : first.to;
  return from === to ? ranges : [{ from: Math.min(from, to), to: Math.max(from, to) }];
}

/**
 * Milliseconds since 1970 of an ISO 8601 date or date-time (without a zone: UTC), or of the first date
 * that the text names in words; NaN for none.
 */
export function timeOf(date: string | undefined): number {
  if (date === undefined) return Number.NaN;
  // The usual form at once: an index asks a hundred thousand times.
  if (date.length === 24 && date.endsWith('Z')) {
    const exact = Date.parse(date);
    if (!Number.isNaN(exact)) return exact;
  }
  const time = toTime(date);
  if (time !== null) return Date.parse(time);
  return timeRanges(date, null)[0]?.from ?? Number.NaN;
}
