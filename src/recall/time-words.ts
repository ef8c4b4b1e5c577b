// The words that expressions of time are made of, without accents, as alternatives of a pattern.

/** Of each month, its names in English, German, French, Spanish, Portuguese, Italian and Dutch. */
const MONTH_NAMES: readonly string[] = [
  'january januar janner janvier enero janeiro gennaio januari jan',
  'february februar fevrier febrero fevereiro febbraio februari feb',
  'march marz mars marzo marco maart mar',
  'april avril abril aprile apr',
  'may mai mayo maio maggio mei',
  'june juni juin junio junho giugno jun',
  'july juli juillet julio julho luglio jul',
  'august aout agosto augustus aug',
  'september septembre septiembre setembro settembre sept sep',
  'october oktober octobre octubre outubro ottobre oct okt',
  'november novembre noviembre novembro nov',
  'december dezember decembre diciembre dezembro dicembre dec dez',
];

const MONTH_BY_NAME: ReadonlyMap<string, number> = new Map(
  MONTH_NAMES.flatMap((names, month) => names.split(' ').map((name) => [name, month + 1] as const)),
);

/** Longer names first: a pattern takes the first that fits. "may" beside such words is no month. */
export const MONTHS = [...MONTH_BY_NAME.keys()]
  .sort((a, b) => b.length - a.length)
  .join('|')
  .replace(
    /\bmay\b/,
    'may(?! (?:be|have|not|also|well|still|even|need|want|take|help|cause|or|i|you|we|they|he|she|it)(?!\\p{L}))',
  );

/** 1 to 12; 0 for no month. */
export function monthOf(name: string | undefined): number {
  return MONTH_BY_NAME.get(name ?? '') ?? 0;
}

/** Four words for spring, summer and autumn each, then those for winter. */
export const SEASONS =
  'spring|fruhling|fruhjahr|printemps|summer|sommer|verano|ete|autumn|herbst|otono|fall|winter|hiver|invierno|inverno';

export const ENGLISH_UNITS = 'days?|weekends?|weeks?|months?|years?';
export const GERMAN_UNITS = 'tag(?:en|e)?|wochenende|wochen?|monat(?:en|e)?|jahr(?:en|e)?';
export const UNITS = `${ENGLISH_UNITS}|${GERMAN_UNITS}|jours?|semaines?|mois|annees?|ans?|dias?|semanas?|mes(?:es)?|anos?|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|dag|dagen`;

export const WEEKDAYS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'sunday sonntag dimanche domingo',
    'monday montag lundi lunes',
    'tuesday dienstag mardi martes',
    'wednesday mittwoch mercredi miercoles',
    'thursday donnerstag jeudi jueves',
    'friday freitag vendredi viernes',
    'saturday samstag samedi sabado',
  ].flatMap((names, day) => names.split(' ').map((name) => [name, day])),
);

const NUMBERS: Readonly<Record<string, number>> = {
  ...counted('a|an|one|ein|eine|einem|einer|un|une|una|uno|um|uma', 1),
  ...counted('two|a couple of|couple of|zwei|deux|dos|dois|duas|due', 2),
  ...counted('three|a few|few|several|drei|einigen|trois|quelques|tres|tre', 3),
  ...counted('four|vier|quatre|cuatro|quatro|quattro', 4),
  ...counted('five|funf|cinq|cinco|cinque', 5),
  ...counted('six|sechs|seis|sei', 6),
  ...counted('seven|sieben|sept|siete|sete|sette', 7),
  ...counted('eight|acht|huit|ocho|oito|otto', 8),
  ...counted('nine|neun|neuf|nueve|nove', 9),
  ...counted('ten|zehn|dix|diez|dez|dieci', 10),
  ...counted('eleven|elf|onze|once', 11),
  ...counted('twelve|zwolf|douze|doce|doze|dodici', 12),
};

/** A number as digits or as a word. */
export const NUMBER = `\\d{1,3}|${Object.keys(NUMBERS)
  .sort((a, b) => b.length - a.length)
  .join('|')}`;

export function numberOf(word: string | undefined): number {
  const text = word ?? '';
  return Object.hasOwn(NUMBERS, text) ? (NUMBERS[text] ?? 0) : Number(text);
}

function counted(words: string, number: number): Record<string, number> {
  return Object.fromEntries(words.split('|').map((word) => [word, number]));
}

/** A day that has a name of its own, from the day before yesterday to today. */
const DAYS =
  'yesterday|gestern|vorgestern|hier|ayer|anteayer|ontem|anteontem|ieri|gisteren|eergisteren|today|tonight|night|morning|heute|aujourd|hoy|hoje|oggi|vandaag';

/**
 * What every expression of time has one of: a year, a word of these tables, or a character of the
 * scripts without spaces. Patterns of all expressions take some 25 ms to be made, and most texts
 * speak of no time.
 */
export const MAY_SPEAK_OF_TIME = new RegExp(
  `\\d{4}|\\b(?:${[MONTHS, SEASONS, UNITS, Object.keys(WEEKDAYS).join('|'), DAYS].join('|')})\\b|[年月日天昨今去周週星いどのう어그오지작올]`,
);
