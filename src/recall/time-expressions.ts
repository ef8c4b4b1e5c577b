import {
  ago,
  type DateRange,
  dayOf,
  monthRange,
  nearest,
  recent,
  seasonRange,
  spanOf,
  type Unit,
  weekdayBefore,
  yearRange,
} from './calendar.ts';
import { MONTHS, monthOf, NUMBER, numberOf, SEASONS, UNITS, WEEKDAYS } from './time-words.ts';

/** What an expression's match gives; null: it was none after all, as 31 February. */
export type Meaning = (match: RegExpMatchArray, now: number | null) => DateRange | null;

const YEAR = '(?:19|20)\\d\\d';
const DAY = '(\\d{1,2})(?:st|nd|rd|th|\\.|º|er)?';
const OF = '(?: of| de| del| di| do| da)?';
const AGES = `(?:${NUMBER})`;

/** In order: what an earlier one has read, a later one does not read again. */
export const EXPRESSIONS: readonly (readonly [RegExp, Meaning])[] = [
  [rule(`(${YEAR})-(\\d{1,2})-(\\d{1,2})`), (m) => dayOf(num(m[1]), num(m[2]), num(m[3]))],
  [rule(`(\\d{1,2})\\.(\\d{1,2})\\.(${YEAR})`), (m) => dayOf(num(m[3]), num(m[2]), num(m[1]))],
  [rule(`(${YEAR})[-/](\\d{1,2})`), (m) => monthRange(num(m[1]), num(m[2]))],
  [/(\d{4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?/gu, (m) => eastAsian(m)],
  [
    rule(`${DAY}${OF} (${MONTHS}),?(?:${OF} (${YEAR}))?`),
    (m, now) => dated(m[3], m[2], num(m[1]), now),
  ],
  [
    rule(`(${MONTHS}) ${DAY}(?!\\d),?(?:${OF} (${YEAR}))?`),
    (m, now) => dated(m[3], m[1], num(m[2]), now),
  ],
  [rule(`(?:(early|mid|late)[- ])?(${MONTHS}),?${OF} (${YEAR})`), (m) => inMonth(m)],
  [
    rule(
      `(?:(last|this|next|past) )(${MONTHS})|(${MONTHS}) (?:passee?|passado|pasado|dernier|scorso)`,
    ),
    (m, now) => nearMonth(m[2] ?? m[3], m[1] ?? 'last', now),
  ],
  [
    rule(`(?:(letzte[nrms]?|vergangene[nrms]?|diese[nrms]?|nachste[nrms]?) )(${MONTHS})`),
    (m, now) => nearMonth(m[2], german(m[1]), now),
  ],
  [
    rule(
      `(?:in|im|during|since|by|until|before|after|seit|en|em|a|fin de|depuis|desde) (${MONTHS})`,
    ),
    (m, now) => nearMonth(m[1], 'in', now),
  ],
  [rule(`q([1-4])[ /]?(${YEAR})`), (m) => quarter(num(m[1]), num(m[2]))],
  [
    rule(`(${SEASONS})${OF} (${YEAR})`),
    (m) => seasonRange(SEASONS_BY_WORD[m[1] ?? ''] ?? -1, num(m[2])),
  ],
  [
    rule(`(?:(last|this|past|letzte[nrms]?|diese[nrms]?) )(${SEASONS})`),
    (m, now) => nearSeason(m[2] ?? '', german(m[1]), now),
  ],
  [
    rule(
      `(?:(early|mid|late)[- ])?(?:in|during|since|of|from|year|year of|by|until|till|to|before|after|around|in early|in mid|in late|im jahr|jahr|seit|bis|vor|nach|en|em|nel|depuis|desde|annee|ano) (?:the year )?(${YEAR})(?!\\d|\\s*(?:%|[€$]|cal|km|kg|m\\b))`,
    ),
    (m) => yearRange(num(m[2]), m[1]),
  ],
  [
    rule(`(?:(early|mid|late)[- ])?(${YEAR})(?=\\s*[?!.]*\\s*$)`),
    (m) => yearRange(num(m[2]), m[1]),
  ],
  [rule(`(${AGES}) (${UNITS}) ago`), (m, now) => ago(numberOf(m[1]), unitOf(m[2]), now)],
  [rule(`vor (${AGES}) (${UNITS})`), (m, now) => ago(numberOf(m[1]), unitOf(m[2]), now)],
  [
    rule(`(?:il y a|hace|ha|fa) (${AGES}) (${UNITS})|(${AGES}) (${UNITS}) (?:fa|atras)`),
    (m, now) => ago(numberOf(m[1] ?? m[3]), unitOf(m[2] ?? m[4]), now),
  ],
  [
    rule(
      `(?:last|past|previous|letzten|vergangenen|derniers|dernieres|ultimos|ultimas) (${AGES}) (${UNITS})`,
    ),
    (m, now) => recent(numberOf(m[1]), unitOf(m[2]), now),
  ],
  [
    rule(`(?:(?:les|los|las|os|as) )?(${AGES}) (?:derniers|dernieres|ultimos|ultimas) (${UNITS})`),
    (m, now) => recent(numberOf(m[1]), unitOf(m[2]), now),
  ],
  [
    rule(
      `(last|this|past|previous|next|letzte[nrms]?|vergangene[nrms]?|diese[nrms]?|nachste[nrms]?) (${UNITS})`,
    ),
    (m, now) => spanOf(german(m[1]), unitOf(m[2]), now),
  ],
  [
    rule(`(?:la|le|l'|el|o|a|il) ?(${UNITS}) (?:derniere?|passee?|pasad[oa]|passad[oa]|scors[oa])`),
    (m, now) => spanOf('last', unitOf(m[1]), now),
  ],
  [
    rule(`(?:(?:last|on|this past|letzten|am) )(${Object.keys(WEEKDAYS).join('|')})`),
    (m, now) => weekdayBefore(WEEKDAYS[m[1] ?? ''] ?? -1, now),
  ],
  [
    rule('(?:the )?day before yesterday|vorgestern|avant-hier|anteayer|anteontem|eergisteren'),
    (_, now) => nearest(-2, now),
  ],
  [
    rule('yesterday|last night|gestern|hier|ayer|ontem|ieri|gisteren|昨日|昨天|어제'),
    (_, now) => nearest(-1, now),
  ],
  [
    rule("today|this morning|tonight|heute|aujourd'hui|hoy|hoje|oggi|vandaag|今日|今天|오늘"),
    (_, now) => nearest(0, now),
  ],
];

function rule(pattern: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\d])(?:${pattern})(?![\\p{L}\\d])`, 'gu');
}

const SEASONS_BY_WORD: Readonly<Record<string, number>> = Object.fromEntries(
  SEASONS.split('|').map((word, place) => [word, Math.min(3, Math.floor(place / 4))]),
);

function num(text: string | undefined): number {
  return Number(text);
}

function unitOf(word: string | undefined): Unit {
  const text = word ?? '';
  if (/^(?:day|tag|jour|dia|giorn|dag)/u.test(text)) return 'day';
  if (/^(?:weekend|wochenende|fin)/u.test(text)) return 'weekend';
  if (/^(?:week|woche|semaine|semana|settiman)/u.test(text)) return 'week';
  if (/^(?:month|monat|mois|mes|mese)/u.test(text)) return 'month';
  return 'year';
}

/** One word of English for the words of German. */
function german(word = ''): string {
  if (/^(?:letzte|vergangene|past|previous)/u.test(word)) return 'last';
  if (/^diese/u.test(word)) return 'this';
  return word.startsWith('nachste') ? 'next' : word;
}

function dated(
  year: string | undefined,
  month: string | undefined,
  day: number,
  now: number | null,
): DateRange | null {
  const number = monthOf(month);
  if (year !== undefined) return dayOf(num(year), number, day);
  if (now === null) return null;
  const thisYear = new Date(now).getUTCFullYear();
  const range = dayOf(thisYear, number, day);
  return range !== null && range.from > now ? dayOf(thisYear - 1, number, day) : range;
}

function inMonth(match: RegExpMatchArray): DateRange | null {
  return monthRange(num(match[3]), monthOf(match[2]), match[1]);
}

function nearMonth(word: string | undefined, which: string, now: number | null): DateRange | null {
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

function nearSeason(word: string, which: string, now: number | null): DateRange | null {
  const season = SEASONS_BY_WORD[word] ?? -1;
  if (now === null) return null;
  const year = new Date(now).getUTCFullYear();
  const range = seasonRange(season, year);
  if (range === null || which === 'this') return range;
  return range.to > now ? seasonRange(season, year - 1) : range;
}

function quarter(which: number, year: number): DateRange | null {
  const first = monthRange(year, which * 3 - 2);
  const last = monthRange(year, which * 3);
  return first === null || last === null ? null : { from: first.from, to: last.to };
}

function eastAsian(match: RegExpMatchArray): DateRange | null {
  const [, year, month, day] = match;
  if (month === undefined) return yearRange(num(year));
  return day === undefined
    ? monthRange(num(year), num(month))
    : dayOf(num(year), num(month), num(day));
}
