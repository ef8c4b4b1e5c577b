import { oneLine } from './fold.ts';

// A full stop behind these does not end a sentence.
const ABBREVIATION =
  /(?:^|[\s("'])(?:[\p{L}]|dr|mr|mrs|ms|prof|st|vs|no|nr|approx|ca|etc|inc|ltd|co|jr|sr|e\.g|i\.e|z\.b|d\.h|u\.s|p\.m|a\.m|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$/iu;

/** The sentences of a text in order, each with its end mark. */
export function sentences(text: string): string[] {
  const line = oneLine(text);
  const found: string[] = [];
  let start = 0;
  for (const mark of line.matchAll(
    /[.!?…]["'”’)]?(?= ["'“‘(¿¡]?[\p{Lu}\p{Lo}\p{N}])|[。！？](?=.)/gu,
  )) {
    const end = mark.index + mark[0].length;
    if (mark[0] === '.' && ABBREVIATION.test(line.slice(Math.max(start, end - 10), end))) continue;
    // "on the 3. May" is German for the third.
    if (
      mark[0] === '.' &&
      /\d\.$/.test(line.slice(0, end).slice(-3)) &&
      /^ \p{Lu}\p{Ll}/u.test(line.slice(end, end + 3)) &&
      /(?:am|der|den|dem|vom|zum) \d{1,2}\.$/.test(line.slice(Math.max(start, end - 8), end))
    )
      continue;
    found.push(line.slice(start, end).trim());
    start = end;
  }
  const rest = line.slice(start).trim();
  return rest === '' ? found : [...found, rest];
}
