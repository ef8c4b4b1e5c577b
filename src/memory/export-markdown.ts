import { oneLine } from './fold.ts';
import { toTime } from './iso-time.ts';

/** The headings and labels of the document that `renderMarkdown` writes and `readMarkdown` knows. */
export const MARKDOWN = {
  title: 'Memory of ',
  name: 'Name: ',
  summary: 'Summary',
  preferences: 'Preferences',
  facts: 'Facts',
  past: 'Past facts',
} as const;

/**
 * Text as it may stand in a Markdown line: it is shown as it is, and makes no emphasis, link, HTML,
 * heading or list item of its own. Always one line.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<~]|&(?=#?\w{1,32};)/g, '\\$&')
    .replace(/^[#>+=:|-]/, '\\$&')
    .replace(/^\d{1,9}(?=[.)])/, '$&\\');
}

/** The text that a Markdown line shows, without escapes and the marks of bold type. */
export function unescapeMarkdown(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])|\*\*([^*\\]+)\*\*/g, '$1$2');
}

/** A time for people, with as much of the clock as it has: "2026-02-01", "2026-02-01 12:30:05 UTC". */
export function renderTime(time: string): string {
  const [day, clock = ''] = (toTime(time) ?? time).split('T');
  const short = clock.replace(/(?:(?::00)?\.000)?Z$/, '');
  return short === '00:00' ? `${day}` : `${day} ${short} UTC`;
}

/** Reads what `renderTime` wrote; null for anything else. */
export function parseTime(text: string): string | null {
  return toTime(text.replace(/ UTC$/, ''));
}
