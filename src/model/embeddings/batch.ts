/** Texts in one request. */
export const MOST_TEXTS = 64;
/** Characters (UTF-16 units) in one request. */
const MOST_CHARACTERS = 100_000;
/**
 * Characters that are sent of a text. The next step is tried when the server says that it is too
 * long: local servers take 512 tokens by default, or 256.
 */
export const LENGTHS: readonly number[] = [8000, 1600, 400];

/** The next texts for one request, at most so many, and one at least. */
export function batchOf(texts: readonly string[], from: number, most: number): string[] {
  const batch: string[] = [];
  let size = 0;
  for (const text of texts.slice(from, from + most)) {
    size += Math.min(text.length, LENGTHS[0] ?? 0);
    if (batch.length > 0 && size > MOST_CHARACTERS) break;
    batch.push(text);
  }
  return batch;
}

/** No more than so many characters, and no half of one at the end. */
export function beginningOf(text: string, length: number): string {
  const isWithin = text.length <= length;
  return isWithin ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
