const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const UNIT_DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, year: 365 };
const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
};
const RELATIVE = new RegExp(
  [
    String.raw`\b(?:(?:on|this) )?(today|tonight|tomorrow|yesterday)\b(?: (?:morning|afternoon|evening|night))?`,
    String.raw`\b(?:(on|next|last|this|this coming|coming) )(${DAYS.join('|')})\b`,
    String.raw`\b(next|last) (week|month|year)\b`,
    String.raw`\bin (\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten) (day|week|month|year)s?\b`,
    String.raw`\b(\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten) (day|week|month|year)s? ago\b`,
  ].join('|'),
  'iu',
);

/** A text whose relative date was found: the text before and after it, and the ISO date it means. */
interface Dated {
  text: string;
  on: string | null;
  /** −1 past, 0 none or today, 1 future. */
  direction: -1 | 0 | 1;
}

/**
 * Takes the first relative date out of `text` ("next Friday", "in two weeks", "yesterday"). A future
 * one is written as its ISO date, a past one goes: `on` says it. Without `today` nothing changes.
 */
export function resolveDate(text: string, today: string | null): Dated {
  const none: Dated = { text, on: null, direction: 0 };
  const found = RELATIVE.exec(text);
  if (found === null || today === null) return none;
  const offset = daysFrom(found, today);
  if (offset === null) return none;
  const on = addDays(today, offset);
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  if (offset > 0) {
    return {
      text: tidy(`${before} ${vague(found) ? 'around' : 'on'} ${on}${after}`),
      on,
      direction: 1,
    };
  }
  return { text: tidy(`${before} ${after}`), on, direction: offset === 0 ? 0 : -1 };
}

function vague(found: RegExpExecArray): boolean {
  return found[5] !== undefined || (found[7] ?? 'day').toLowerCase() !== 'day';
}

function daysFrom(found: RegExpExecArray, today: string): number | null {
  const [, word, which, day, direction, unit, inCount, inUnit, agoCount, agoUnit] = found.map(
    (part) => part?.toLowerCase(),
  );
  if (word !== undefined) return word === 'tomorrow' ? 1 : word === 'yesterday' ? -1 : 0;
  if (day !== undefined) {
    const ahead = (DAYS.indexOf(day) - new Date(`${today}T00:00:00Z`).getUTCDay() + 7) % 7 || 7;
    return which === 'last' ? ahead - 7 || -7 : ahead;
  }
  if (unit !== undefined) return (direction === 'last' ? -1 : 1) * (UNIT_DAYS[unit] ?? 0);
  if (inUnit !== undefined) return count(inCount) * (UNIT_DAYS[inUnit] ?? 0);
  if (agoUnit !== undefined) return -count(agoCount) * (UNIT_DAYS[agoUnit] ?? 0);
  return null;
}

function count(word: string | undefined): number {
  return NUMBERS[word ?? ''] ?? Number(word);
}

function tidy(text: string): string {
  return text
    .replace(/ {2,}/gu, ' ')
    .replace(/ (?=[,.!])/gu, '')
    .trim();
}

/** The ISO date `days` after `date` (negative: before). */
export function addDays(date: string, days: number): string {
  const time = Date.parse(`${date}T00:00:00Z`) + days * 86_400_000;
  return new Date(time).toISOString().slice(0, 10);
}

/** The ISO date at the start of `text` if it is one that exists, else null. */
export function isoDate(text: string): string | null {
  const day = /^\d{4}-\d{2}-\d{2}/u.exec(text.trim())?.[0];
  return day === undefined || Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? null : day;
}
