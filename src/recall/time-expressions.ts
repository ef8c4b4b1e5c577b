import {
  ago,
  type DateRange,
  dayOf,
  monthRange,
  nearest,
  recent,
  seasonRange,
  spanOf,
  weekdayBefore,
  yearRange,
} from './calendar.ts';
import {
  dated,
  days,
  eastAsian,
  german,
  inMonth,
  months,
  near,
  nearMonth,
  nearSeason,
  num,
  quarter,
  seasonOf,
  slashed,
  unitOf,
  years,
} from './time-meanings.ts';
import {
  ENGLISH_UNITS,
  GERMAN_UNITS,
  MONTHS,
  NUMBER,
  numberOf,
  SEASONS,
  UNITS,
  WEEKDAYS,
} from './time-words.ts';

/** What an expression's match gives; null: it was none after all, as 31 February. */
export type Meaning = (match: RegExpMatchArray, now: number | null) => DateRange | null;

const YEAR = '(?:19|20)\\d\\d';
const DAY = '(\\d{1,2})(?:st|nd|rd|th|\\.|º|er)?';
const OF = '(?: of| de| del| di| do| da)?';
const AGES = `(?:${NUMBER})`;
const WEEKDAY = Object.keys(WEEKDAYS).join('|');
/** A number before one of these counts something. */
const COUNTED =
  '%|[€$£]|k?cal|km|kg|m|miles|meters|metres|steps|words|pages|calories|lines|people|users|times|points|dollars|euros|pounds';
const FROM = '(?:between|from|zwischen|von|vom|entre|de|dal?|tra)';
const TO = '(?:and|to|till|until|und|bis|et|a|y|e|al?)';

/** In order: what an earlier one has read, a later one does not read again. */
export const EXPRESSIONS: readonly (readonly [RegExp, Meaning])[] = [
  [rule(`(${YEAR})-(\\d{1,2})-(\\d{1,2})`), (m) => dayOf(num(m[1]), num(m[2]), num(m[3]))],
  [rule(`(\\d{1,2})\\.(\\d{1,2})\\.(${YEAR})`), (m) => dayOf(num(m[3]), num(m[2]), num(m[1]))],
  [rule(`(\\d{1,2})/(\\d{1,2})/(${YEAR})`), (m) => slashed(m)],
  [rule(`(${YEAR})[-/](\\d{1,2})`), (m) => monthRange(num(m[1]), num(m[2]))],
  [/(\d{4}) ?[年년](?: ?(\d{1,2})[月월])?(?: ?(\d{1,2})[日일])?/gu, (m) => eastAsian(m)],
  [rule(`${FROM} (${YEAR}) ${TO} (${YEAR})`), (m) => years(m[1], m[2])],
  [rule(`(${YEAR}) ?- ?(${YEAR})`), (m) => years(m[1], m[2])],
  [rule(`${FROM} (${MONTHS}) ${TO} (${MONTHS})(?:,?${OF} (${YEAR}))?`), (m, now) => months(m, now)],
  [
    rule(`${FROM} ${DAY} ${TO} ${DAY}${OF} (${MONTHS})(?:,?${OF} (${YEAR}))?`),
    (m, now) => days(m, now),
  ],
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
    rule(`(?:in|im|during|since|by|until|before|after|seit|en|em|fin de|depuis|desde) (${MONTHS})`),
    (m, now) => nearMonth(m[1], 'in', now),
  ],
  [rule(`q([1-4])[ /]?(${YEAR})`), (m) => quarter(num(m[1]), num(m[2]))],
  [rule(`(${SEASONS})${OF} (${YEAR})`), (m) => seasonRange(seasonOf(m[1]), num(m[2]))],
  [
    rule(`(?:(last|this|past|letzte[nrms]?|diese[nrms]?) )(${SEASONS})`),
    (m, now) => nearSeason(m[2] ?? '', german(m[1]), now),
  ],
  [
    rule(
      `(?:in|during|since|of|from|year|year of|by|until|till|to|before|after|around|im jahr|jahr|seit|bis|vor|nach|en|em|nel|depuis|desde|annee|ano) (?:the year )?(?:(early|mid|late)[- ])?(${YEAR})(?!\\d|\\s*(?:${COUNTED})(?!\\p{L}))`,
    ),
    (m) => yearRange(num(m[2]), m[1]),
  ],
  [
    rule(`(?<!\\d[.,:/-])(?:(early|mid|late)[- ])?(${YEAR})(?=\\s*[?!.]*\\s*$)`),
    (m) => yearRange(num(m[2]), m[1]),
  ],
  [rule('half a year ago|vor einem halben jahr'), (_, now) => ago(6, 'month', now)],
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
    rule(`(last|this|past|previous|next) (${ENGLISH_UNITS})`),
    (m, now) => near(m[1] ?? '', unitOf(m[2]), now),
  ],
  [
    rule(`(letzte[nrms]?|vergangene[nrms]?|diese[nrms]?|nachste[nrms]?) (${GERMAN_UNITS})`),
    (m, now) => spanOf(german(m[1]), unitOf(m[2]), now),
  ],
  [
    rule(`(?:la|le|l'|el|o|a|il) ?(${UNITS}) (?:derniere?|passee?|pasad[oa]|passad[oa]|scors[oa])`),
    (m, now) => spanOf('last', unitOf(m[1]), now),
  ],
  [
    rule(
      `(?:last|on|this past|letzten|am) (${WEEKDAY})|(?:(?:le|el|il) )?(${WEEKDAY}) (?:dernier|pasado|scorso)`,
    ),
    (m, now) => weekdayBefore(WEEKDAYS[m[1] ?? m[2] ?? ''] ?? -1, now),
  ],
  [
    rule('(?:the )?day before yesterday|vorgestern|avant-hier|anteayer|anteontem|eergisteren'),
    (_, now) => nearest(-2, now),
  ],
  [rule('yesterday|last night|gestern|ayer|ontem|ieri|gisteren'), (_, now) => nearest(-1, now)],
  [rule('hier'), (m, now) => (HIER_IS_HERE.test(m.input ?? '') ? null : nearest(-1, now))],
  [
    rule("today|this morning|tonight|heute|aujourd'hui|hoy|hoje|oggi|vandaag"),
    (_, now) => nearest(0, now),
  ],
  // Scripts without spaces: what stands beside them is no part of the word.
  [/一昨日|おととい|前天|그저께/gu, (_, now) => nearest(-2, now)],
  [/昨日|昨夜|きのう|昨天|昨晚|어제/gu, (_, now) => nearest(-1, now)],
  [/今日|今朝|今天|오늘/gu, (_, now) => nearest(0, now)],
  [/先週|上周|上週|上个?星期|지난 ?주/gu, (_, now) => spanOf('last', 'week', now)],
  [/先月|上个?月|上個月|지난 ?달/gu, (_, now) => spanOf('last', 'month', now)],
  [/去年|昨年|작년|지난 ?해/gu, (_, now) => spanOf('last', 'year', now)],
  [/今年|올해/gu, (_, now) => spanOf('this', 'year', now)],
];

/** "hier" is yesterday in French; beside such words it is German or Dutch, and means here. */
const HIER_IS_HERE =
  /\b(?:ich|wir|ihr|er|sie|ist|sind|war|das|der|und|nicht|wo|was|wer|ein|eine|ik|wij|het|een|van|niet|waar|wat|wie)\b/u;

function rule(pattern: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\d])(?:${pattern})(?![\\p{L}\\d])`, 'gu');
}
