/** A stretch of time in milliseconds since 1970: `from` belongs to it, `to` does not. */
export interface DateRange {
  from: number;
  to: number;
}

export type Unit = 'day' | 'week' | 'weekend' | 'month' | 'year';

const DAY = 86_400_000;

/** One day; null for one that there is not. Months are counted from 1. */
export function dayOf(year: number, month: number, day: number): DateRange | null {
  const from = Date.UTC(year, month - 1, day);
  const date = new Date(from);
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? { from, to: from + DAY } : null;
}

/** A month, or its first, second or last third. */
export function monthRange(year: number, month: number, part?: string): DateRange | null {
  if (!(month >= 1 && month <= 12)) return null;
  const range = { from: Date.UTC(year, month - 1), to: Date.UTC(year, month) };
  return partOf(range, part);
}

/** A year, or its first, second or last third. */
export function yearRange(year: number, part?: string): DateRange {
  return partOf({ from: Date.UTC(year, 0), to: Date.UTC(year + 1, 0) }, part);
}

function partOf({ from, to }: DateRange, part: string | undefined): DateRange {
  const third = (to - from) / 3;
  if (part === 'early') return { from, to: from + third };
  if (part === 'mid') return { from: from + third, to: to - third };
  return part === 'late' ? { from: to - third, to } : { from, to };
}

/** Spring is 0 and begins in March; winter reaches into the next year. Of the northern half. */
export function seasonRange(season: number, year: number): DateRange | null {
  if (season < 0) return null;
  return { from: Date.UTC(year, 2 + season * 3), to: Date.UTC(year, 5 + season * 3) };
}

/** The day that is so many days from `now`. */
export function nearest(days: number, now: number | null): DateRange | null {
  if (now === null) return null;
  const from = startOfDay(now) + days * DAY;
  return { from, to: from + DAY };
}

/**
 * "three weeks ago": the stretch that people mean by it, which is the less exact the longer ago it
 * is: half a unit to each side, and for days one day.
 */
export function ago(count: number, unit: Unit, now: number | null): DateRange | null {
  if (now === null || !(count > 0)) return null;
  const today = startOfDay(now);
  if (unit === 'day') {
    const slack = count > 2 ? DAY : 0;
    const from = today - count * DAY;
    return { from: from - slack, to: from + DAY + slack };
  }
  const days = { week: 7, weekend: 7, month: 30.44, year: 365.25 }[unit];
  const middle = today - count * days * DAY;
  const half = (days / 2) * DAY;
  return { from: middle - half, to: Math.min(middle + half, now) };
}

/** "the last three weeks", up to now. */
export function recent(count: number, unit: Unit, now: number | null): DateRange | null {
  if (now === null || !(count > 0)) return null;
  const days = { day: 1, week: 7, weekend: 7, month: 30.44, year: 365.25 }[unit];
  return { from: startOfDay(now) - count * days * DAY, to: now + 1 };
}

/** "last week", "this month", "next year". Weeks begin on Monday. */
export function spanOf(which: string, unit: Unit, now: number | null): DateRange | null {
  if (now === null) return null;
  const step = which === 'next' ? 1 : which === 'this' ? 0 : -1;
  const date = new Date(now);
  const year = date.getUTCFullYear();
  if (unit === 'year') return yearRange(year + step);
  if (unit === 'month') {
    const month = date.getUTCMonth() + step;
    return { from: Date.UTC(year, month), to: Date.UTC(year, month + 1) };
  }
  if (unit === 'day') return nearest(step, now);
  const monday = startOfDay(now) - ((date.getUTCDay() + 6) % 7) * DAY;
  const week = monday + step * 7 * DAY;
  return unit === 'week'
    ? { from: week, to: week + 7 * DAY }
    : { from: week + 5 * DAY, to: week + 7 * DAY };
}

/** The newest such weekday before the day of `now`; Sunday is 0. */
export function weekdayBefore(weekday: number, now: number | null): DateRange | null {
  if (now === null || weekday < 0) return null;
  const back = ((new Date(now).getUTCDay() - weekday + 6) % 7) + 1;
  return nearest(-back, now);
}

function startOfDay(time: number): number {
  return Math.floor(time / DAY) * DAY;
}
