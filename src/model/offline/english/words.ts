const STOP = new Set(
  (
    'a an the and or but if so of to in on at for from with by as into about over than then that this these those it its ' +
    'i me my mine myself we us our you your yours he him his she her hers they them their theirs who whom which what when where why how ' +
    'am is are was were be been being do does did done have has had having will would can could may might shall should must not no nor ' +
    'just really very actually now also too still already again ever never only some any all more most much many there here ' +
    "don't doesn't didn't can't cannot won't isn't aren't i'm i've i'll named called name user longer anymore used please tell know remember"
  ).split(' '),
);

/** The words of a text in order, lower case, without punctuation around them. */
export function words(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'+#-]*/gu) ?? []
  );
}

/** Words that people use for one another. */
const SAME_WORD: ReadonlyMap<string, string> = new Map([
  ['favourite', 'favorite'],
  ['favourites', 'favorite'],
  ['colour', 'color'],
  ['film', 'movie'],
  ['films', 'movie'],
  ['mum', 'mom'],
  ['mother', 'mom'],
  ['father', 'dad'],
  ['neighbour', 'neighbor'],
  ['children', 'kid'],
  ['child', 'kid'],
  ['bicycle', 'bike'],
  ['grandkid', 'grandchild'],
  ['grandkids', 'grandchild'],
  ['grandchildren', 'grandchild'],
  ['spelled', 'spelt'],
]);

/**
 * A light stem: inflections of one verb or noun meet ("hikes", "hiking", "hiked" are "hik").
 * What it returns is for comparing, never for showing.
 */
export function stem(word: string): string {
  let w = word.toLowerCase().replace(/'s?$/u, '');
  w = SAME_WORD.get(w) ?? w;
  if (w.length > 4 && w.endsWith('ies')) return `${w.slice(0, -3)}y`;
  if (w.length > 5 && w.endsWith('ing')) w = undouble(w.slice(0, -3));
  else if (w.length > 4 && w.endsWith('ed')) w = undouble(w.slice(0, -2));
  else if (w.length > 4 && /(?:s|x|z|ch|sh)es$/u.test(w)) w = w.slice(0, -2);
  else if (w.length > 3 && /[^su]s$/u.test(w)) w = w.slice(0, -1);
  w = SAME_WORD.get(w) ?? w;
  return w.length > 3 && w.endsWith('e') ? w.slice(0, -1) : w;
}

function undouble(w: string): string {
  return /([bdfgmnprt])\1$/u.test(w) ? w.slice(0, -1) : w;
}

/** The stems of the words that carry meaning, each once, in order. */
export function contentStems(text: string): string[] {
  const stems = words(text)
    .filter((word) => !STOP.has(word))
    .map(stem);
  return [...new Set(stems)];
}

/** How many of `some` are in `others`. */
export function shared(some: readonly string[], others: readonly string[]): number {
  const set = new Set(others);
  return some.filter((word) => set.has(word)).length;
}

/** The first letter in upper case (or, with `upper` false, in lower case), the rest untouched. */
export function capitalize(text: string, upper = true): string {
  const [first = ''] = text;
  return (upper ? first.toUpperCase() : first.toLowerCase()) + text.slice(first.length);
}
