import { eastAsianWidth } from 'get-east-asian-width';

const ZWJ = '\u200d';
/** Asks for the picture of a character that also has a plain form. */
const AS_PICTURE = '\ufe0f';
/** Printable ASCII: a column each. */
const NARROW = /^[ -~]*$/;

// Patterns of large character classes, made when one is needed.

/** What stands on or within the character before it; of Hangul, all but the first of a syllable. */
const isWithoutWidth = (character: string): boolean =>
  /[\p{Cc}\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}\u1160-\u11ff\ud7b0-\ud7ff]/u.test(character);
const isPictograph = (character: string): boolean => /\p{Extended_Pictographic}/u.test(character);
const isSkinTone = (character: string): boolean => /\p{Emoji_Modifier}/u.test(character);
const hasPicture = (character: string): boolean => /\p{Emoji}/u.test(character);

/**
 * Measures a text character by character: how many columns it takes on a terminal. East Asian wide
 * characters take two, and so does an emoji of several characters (joined, with a skin tone, a
 * flag); what is put on another character takes none. Ambiguous characters are narrow.
 */
export class Width {
  columns = 0;
  /** The last character that takes room, and how much. */
  #base = '';
  #baseColumns = 0;
  #previous = '';

  add(character: string): void {
    const added = this.#of(character);
    this.columns += added;
    this.#previous = character;
    if (added > 0 && character !== AS_PICTURE) {
      this.#base = character;
      this.#baseColumns = added;
    }
  }

  #of(character: string): number {
    if (character >= ' ' && character <= '~') return 1;
    if (character === AS_PICTURE) {
      return this.#baseColumns === 1 && this.#previous === this.#base && hasPicture(this.#base)
        ? 1
        : 0;
    }
    if (isWithoutWidth(character)) return 0;
    if (isPictograph(this.#base)) {
      if (this.#previous === ZWJ && isPictograph(character)) return 0;
      if (isSkinTone(character)) return 0;
    }
    return eastAsianWidth(character.codePointAt(0) ?? 0);
  }
}

/** How many columns a text takes on a terminal; it has no line breaks and no escape codes. */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  const width = new Width();
  for (const character of text) width.add(character);
  return width.columns;
}

/** As much of the text as fits into so many columns. */
export function clip(text: string, columns: number): string {
  if (NARROW.test(text)) return text.slice(0, Math.max(columns, 0));
  const width = new Width();
  let end = 0;
  for (const character of text) {
    width.add(character);
    if (width.columns > columns) break;
    end += character.length;
  }
  return text.slice(0, end);
}
