import {
  type DateRange,
  dayOf,
  monthRange,
  recent,
  seasonRange,
  spanOf,
  type Unit,
  yearRange,
} from './calendar.ts';
import { monthOf, SEASONS } from './time-words.ts';

const SEASONS_BY_WORD: Readonly<Record<string, number>> = Object.fromEntries(
  SEASONS.split('|').map((word, place) => [word, Math.min(3, Math.floor(place / 4))]),
);

/** 0 for spring to 3 for winter; -1 for none. */
export function seasonOf(word: string | undefined): number {
  return SEASONS_BY_WORD[word ?? ''] ?? -1;
}

export function num(text: string | undefined): number {
  return Number(text);
}

export function unitOf(word: string | undefined): Unit {
  const text = word ?? '';
  if (/^(?:day|tag|jour|dia|giorn|dag)/u.test(text)) return 'day';
  if (/^(?:weekend|wochenende|fin)/u.test(text)) return 'weekend';
  if (/^(?:week|woche|semaine|semana|settiman)/u.test(text)) return 'week';
  if (/^(?:month|monat|mois|mes|mese)/u.test(text)) return 'month';
  return 'year';
}

/** One word of English for the words of German. */
export function german(word = ''): string {
  if (/^(?:letzte|vergangene|past|previous)/u.test(word)) return 'last';
  if (/^diese/u.test(word)) return 'this';
  return word.startsWith('nachste') ? 'next' : word;
}

/** Without a year: the newest such day that is not ahead. */
export function dated(
  year: string | undefined,
  month: string | undefined,
  day: number,
  now: number | null,
): DateRange | null {
  const number = monthOf(month);
  if (year !== undefined) return dayOf(num(year), number, day);
  if (now === null) return null;
  const thisYear = new Date(now).getUTCFullYear();
  // 29 February may be eight years back.
  for (let back = 0; back <= 8; back++) {
    const range = dayOf(thisYear - back, number, day);
    if (range !== null && range.from <= now) return range;
  }
  return null;
}

/** "12/31/2024": the month first, where both may be. */
export function slashed(match: RegExpMatchArray): DateRange | null {
  const [, first, second, year] = match;
  return dayOf(num(year), num(first), num(second)) ?? dayOf(num(year), num(second), num(first));
}

/** From the first to the last of two years. */
export function years(first: string | undefined, last: string | undefined): DateRange | null {
  return spanned(yearRange(num(first)), yearRange(num(last)));
}

/** From one month to another; without a year: the newest that are not ahead. */
export function months(match: RegExpMatchArray, now: number | null): DateRange | null {
  const [, first, last, year] = match;
  const to = year === undefined ? nearMonth(last, 'in', now) : monthRange(num(year), monthOf(last));
  if (to === null) return null;
  const isYearBefore = monthOf(first) > monthOf(last);
  const lastYear = new Date(to.from).getUTCFullYear();
  return spanned(monthRange(lastYear - (isYearBefore ? 1 : 0), monthOf(first)), to);
}

/** From one day to another of the same month. */
export function days(match: RegExpMatchArray, now: number | null): DateRange | null {
  const [, first, last, month, year] = match;
  return spanned(dated(year, month, num(first), now), dated(year, month, num(last), now));
}

function spanned(first: DateRange | null, last: DateRange | null): DateRange | null {
  if (first === null || last === null || first.from >= last.to) return null;
  return { from: first.from, to: last.to };
}

export function inMonth(match: RegExpMatchArray): DateRange | null {
  return monthRange(num(match[3]), monthOf(match[2]), match[1]);
}

/** "past" is the stretch up to now, but for weekends. */
export function near(which: string, unit: Unit, now: number | null): DateRange | null {
  if (which === 'past' && unit !== 'weekend') return recent(1, unit, now);
  return spanOf(german(which), unit, now);
}

export function nearMonth(
  word: string | undefined,
  which: string,
  now: number | null,
): DateRange | null {
  const month = monthOf(word);
  if (now === null || month === 0) return null;
  const date = new Date(now);
  const year = date.getUTCFullYear();
  const isAhead = month > date.getUTCMonth() + 1;
  const isNow = month === date.getUTCMonth() + 1;
  if (which === 'next') return monthRange(isAhead ? year : year + 1, month);
  const wasThisYear = !isAhead && !(isNow && which === 'last');
  return monthRange(wasThisYear || which === 'this' ? year : year - 1, month);
}

export function nearSeason(word: string, which: string, now: number | null): DateRange | null {
  if (now === null) return null;
  const season = seasonOf(word);
  const year = new Date(now).getUTCFullYear();
  const candidates = [year, year - 1, year - 2].map((one) => seasonRange(season, one));
  const began = candidates.filter((range) => range !== null && range.from <= now);
  // In January this winter is the one that began last year.
  if (which === 'this')
    return began.find((range) => range !== null && range.to > now) ?? candidates[0] ?? null;
  return began.find((range) => range !== null && range.to <= now) ?? null;
}

export function quarter(which: number, year: number): DateRange | null {
  const first = monthRange(year, which * 3 - 2);
  const last = monthRange(year, which * 3);
  return first === null || last === null ? null : { from: first.from, to: last.to };
}

export function eastAsian(match: RegExpMatchArray): DateRange | null {
  const [, year, month, day] = match;
  if (month === undefined) return yearRange(num(year));
  return day === undefined
    ? monthRange(num(year), num(month))
    : dayOf(num(year), num(month), num(day));
}
