import { capitalize } from '../english/words.ts';

const MONTHS =
  'january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec';
const DAYS = '(?:mon|tues|wednes|thurs|fri|satur|sun)days?';
const PARTS = 'mornings?|afternoons?|evenings?|nights?';
const SEASONS = 'spring|summer|autumn|fall|winter';
const UNITS = '(?:day|week|weekend|month|year|decade)s?';
const COUNT = String.raw`(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|a couple of|a few|several|many)`;
const TIMES = [
  `(?:next|last|this|every|each|this coming|any) (?:other )?(?:${UNITS}|${SEASONS}|${PARTS}|${DAYS}|${MONTHS}|semester|term|quarter|christmas|easter)(?: ${PARTS})?`,
  `(?:today|tonight|tomorrow|yesterday)(?: (?:${PARTS}))?`,
  String.raw`(?:in|since|until|till|by|around|back in) (?:early |late |mid-?)?(?:(?:${MONTHS})(?: \d{4})?|\d{4}|the \d{2,4}s|(?:the )?(?:${SEASONS}|${PARTS})(?: of \d{4}| \d{4})?|${COUNT} ${UNITS}|my (?:free|spare) time)`,
  String.raw`on (?:the )?(?:weekends?|workdays|weekdays|${DAYS}(?: (?:${PARTS}))?|my days? off|(?:${MONTHS}) \d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${MONTHS}))`,
  String.raw`at (?:the )?(?:weekends?|night|noon|christmas|easter|work|home|school|uni|university|office|age of \d{1,2})`,
  `${COUNT} ${UNITS} ago`,
  `for (?:the (?:last|past) )?(?:(?:about|over|almost|nearly) )?(?:${COUNT} ${UNITS}|work|fun|breakfast|lunch|dinner)`,
  'once (?:a|per) (?:day|week|month|year)|twice (?:a|per) (?:day|week|month|year)',
  'after work|before work|after school|most days|most mornings|as a child|as a kid',
].join('|');
const STATE =
  'these days|nowadays|lately|recently|currently|right now|now|at the moment|finally|eventually|as of (?:today|now|this (?:week|month|year))|luckily|fortunately|unfortunately|sadly|obviously|basically|personally';
const OFTEN = 'usually|normally|often|sometimes|mostly|generally|occasionally|mainly|always';
const SUBJECT = String.raw`(?=(?:i|i['’]?m|i['’]?ve|i['’]?ll|we|we['’](?:re|ve|ll)|my|our)\s)`;
const FRONTED = new RegExp(
  `^(?:(?:and|so|then|but)\\s)?(?:(${TIMES})|(${STATE})|(${OFTEN})),?\\s+${SUBJECT}`,
  'iu',
);

/** The length of the adverbial before the subject ("Next month "), 0 when there is none. */
export function frontLength(clause: string): number {
  return FRONTED.exec(clause)?.[0].length ?? 0;
}

/** "Next month I'm going to Japan" → "I'm going to Japan next month". */
export function unfronted(clause: string): string {
  const found = FRONTED.exec(clause);
  if (found === null) return clause;
  const [lead, time, state, often] = found;
  const rest = clause.slice(lead.length).replace(/[\s.!?…,;:]+$/u, '');
  if (often !== undefined)
    return /^(?:i|we)\s/iu.test(rest) ? rest.replace(/^\S+/u, `$& ${often.toLowerCase()}`) : rest;
  const adverb = time ?? state ?? '';
  if (time === undefined && !/^(?:now|nowadays|these days|currently|as of)/iu.test(adverb))
    return rest;
  return `${rest} ${time === undefined ? 'now' : capitalize(adverb, false)}`;
}
