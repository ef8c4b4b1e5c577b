const TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?Z)?$/;
const DAY = 86_400_000;

/** Whether it is an ISO 8601 date, or a date-time in UTC: among those text order is time order. */
export function isTime(text: string): boolean {
  return TIME.test(text) && !Number.isNaN(Date.parse(text));
}

/**
 * ISO 8601 in UTC with milliseconds, from a date, from a date-time with or without a zone (without:
 * UTC), or from a Unix time in seconds or milliseconds; null for anything else.
 */
export function toTime(value: unknown): string | null {
  if (typeof value === 'number') return fromMilliseconds(value < 1e11 ? value * 1000 : value);
  if (typeof value !== 'string') return null;
  const text = value.trim().replace(' ', 'T');
  if (text.length > 40 || !/^\d{4}-\d{2}-\d{2}/.test(text)) return null;
  const zoned = !text.includes('T') || /(?:Z|[+-]\d{2}:?\d{2})$/.test(text);
  return fromMilliseconds(Date.parse(zoned ? text : `${text}Z`));
}

/** The time that many days later. */
export function daysAfter(time: string, days: number): string {
  return fromMilliseconds(Date.parse(time) + days * DAY) ?? time;
}

/** The later of two times. */
export function later(a: string, b: string): string {
  return Date.parse(a) >= Date.parse(b) ? a : b;
}

function fromMilliseconds(milliseconds: number): string | null {
  if (Number.isNaN(milliseconds) || Math.abs(milliseconds) > 8.64e15) return null;
  const iso = new Date(milliseconds).toISOString();
  return isTime(iso) ? iso : null;
}
