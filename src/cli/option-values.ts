import { MemchatError } from '../errors.ts';
import { toTime } from '../memory/iso-time.ts';

/** How many of something. @throws MemchatError `usage` for anything but a number from 1 on. */
export function limitOf(text: string): number {
  if (/^\d{1,15}$/.test(text) && Number(text) > 0) return Number(text);
  throw new MemchatError(`--limit takes a number from 1 on, not ${quoted(text)}.`, 'usage');
}

/** The number of a revision. @throws MemchatError `usage` for anything else. */
export function revisionOf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new MemchatError(
    `${quoted(text)} is not a revision. It takes a number; memchat memory history lists them.`,
    'usage',
  );
}

/** A number of days. @throws MemchatError `usage` for anything but 1 to 99999. */
export function daysOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) > 0) return Number(text);
  throw new MemchatError(
    `--retain-days takes a number of days from 1 to 99999, not ${quoted(text)}.`,
    'usage',
  );
}

/** An ISO 8601 time, or null for `never`. @throws MemchatError `usage` for anything else. */
export function dateOrNever(text: string): string | null {
  if (text === 'never') return null;
  const time = toTime(text);
  if (time !== null) return time;
  throw new MemchatError(
    `--expires takes a date such as 2027-01-31, or never, not ${quoted(text)}.`,
    'usage',
  );
}

/** What was typed, in quotation marks, not too long to be shown. */
export function quoted(text: string): string {
  return `"${text.slice(0, 60)}"`;
}
