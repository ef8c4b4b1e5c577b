const NOT_WORD = /[^\p{L}\p{M}\p{N}]+/gu;
const MAX_SLUG = 40;

/** A topic slug: lower-case words joined by `-`, at most 40 characters; "other" if nothing is left. */
export function tagSlug(tag: string): string {
  return words(tag, '-') || 'other';
}

/**
 * The form in which a preference is filed: lower-case words apart by one space, at most 40
 * characters, so that "answer_length" and "Answer-Length" are one. Empty if nothing is left.
 */
export function preferenceKey(key: string): string {
  return words(key, ' ');
}

function words(text: string, joint: string): string {
  const spaced = text
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(NOT_WORD, ' ')
    .trim();
  let slug = '';
  for (const word of spaced.split(' ')) {
    // Accents alone are no word: nobody could read them, and a list item of them is none.
    if (!/[\p{L}\p{N}]/u.test(word)) continue;
    const longer = slug === '' ? word : `${slug}${joint}${word}`;
    if (longer.length > MAX_SLUG)
      return slug === '' ? [...word].slice(0, MAX_SLUG / 2).join('') : slug;
    slug = longer;
  }
  return slug;
}
