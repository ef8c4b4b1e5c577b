/**
 * What must not reach a terminal as it is: controls but newline and tab, lone surrogates and
 * noncharacters, and what Unicode calls ignorable (bidi controls, zero-width and tag characters,
 * variation selectors), with line separators and interlinear marks. Some of the ignorable ones have
 * an honest place, see `isInPlace`.
 */
const SUSPECT =
  /(?![\n\t])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffb]/u;

// Patterns of large character classes, made when one is needed: most text needs none.

/** Scripts whose words need joiners: cursive ones, and those that stack their consonants. */
const JOINING =
  'Arab Syrc Mong Nkoo Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr Tibt'.split(' ');
// Not as a literal: V8 reads those, with all their classes, when the file is loaded.
const joins = (text: string): boolean =>
  new RegExp(`[${JOINING.map((script) => `\\p{scx=${script}}`).join('')}]`, 'u').test(text);
const isLetter = (text: string): boolean => /[\p{L}\p{M}]/u.test(text);
const isPictograph = (text: string): boolean => /\p{Extended_Pictographic}/u.test(text);
const isEmojiPart = (text: string): boolean =>
  /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u.test(text);
const isSymbol = (text: string): boolean => /[\p{S}\p{N}\p{P}]/u.test(text);
const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text);
const isMongolian = (text: string): boolean => /\p{Script=Mongolian}/u.test(text);

const ZWNJ = '\u200c';
const ZWJ = '\u200d';

/**
 * Makes text of a model, a memory or a file safe to print, piece by piece. Each character that a
 * terminal would act on, or that hides or reorders text, is written as `\u{hex}`; CRLF becomes LF.
 * All other text passes unchanged, and how it is cut into pieces makes no difference.
 */
export class Sanitiser {
  /** Characters that cannot be judged before the next one is seen. */
  #held = '';
  /** The last character that passed unchanged; empty at the start and behind an escaped one. */
  #previous = '';

  /** What can be printed by now. */
  push(chunk: string): string {
    if (this.#held === '' && chunk !== '' && !SUSPECT.test(chunk)) {
      this.#previous = lastCharacter(chunk);
      return chunk;
    }
    return this.#read(this.#held + chunk, false);
  }

  /** The rest; the sanitiser is as new after it. */
  end(): string {
    const rest = this.#read(this.#held, true);
    this.#previous = '';
    return rest;
  }

  #read(text: string, whole: boolean): string {
    const half = whole ? '' : (/[\ud800-\udbff]$/.exec(text)?.[0] ?? '');
    const characters = Array.from(text.slice(0, text.length - half.length));
    let out = '';
    this.#held = half;
    for (const [at, character] of characters.entries()) {
      const next = characters[at + 1];
      if (next === undefined && !whole && this.#needsNext(character)) {
        this.#held = character + half;
      } else if (character === '\r' && next === '\n') {
        this.#previous = '';
      } else if (!SUSPECT.test(character) || isInPlace(this.#previous, character, next ?? '')) {
        out += character;
        this.#previous = character;
      } else {
        out += escaped(character);
        this.#previous = '';
      }
    }
    return out;
  }

  #needsNext(character: string): boolean {
    return character === '\r' || (character === ZWJ && isEmojiPart(this.#previous));
  }
}

/** As `Sanitiser`, for text that is all there. */
export function sanitise(text: string): string {
  const sanitiser = new Sanitiser();
  return sanitiser.push(text) + sanitiser.end();
}

/** As `sanitise`, on one line: runs of white space become one space. */
export function sanitiseLine(text: string): string {
  return sanitise(text).replace(/\s+/g, ' ').trim();
}

/**
 * A character of sanitised text from which the character before it was taken away: escaped where it
 * is out of place behind the one that is before it now.
 */
export function sanitiseBehind(previous: string, character: string): string {
  const isSafe = !SUSPECT.test(character) || isInPlace(previous, character, '');
  return isSafe ? character : escaped(character);
}

/**
 * Whether an ignorable character does its ordinary work here: a joiner within an emoji or behind a
 * letter of a script that needs it, a variation selector behind a character that has variants. Never
 * two in a row, which is how hidden text is encoded.
 */
function isInPlace(previous: string, character: string, next: string): boolean {
  if (character === ZWNJ || character === ZWJ) {
    if (isLetter(previous) && joins(previous)) return true;
    return character === ZWJ && isEmojiPart(previous) && isPictograph(next);
  }
  if (/[\ufe0e\ufe0f]/.test(character)) return isSymbol(previous);
  if (/[\ufe00-\ufe0d]/.test(character)) return isSymbol(previous) || isHan(previous);
  if (/[\u{e0100}-\u{e01ef}]/u.test(character)) return isHan(previous);
  if (/[\u180b-\u180d\u180f]/.test(character)) {
    return isLetter(previous) && isMongolian(previous) && !SUSPECT.test(previous);
  }
  return false;
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function lastCharacter(text: string): string {
  return Array.from(text.slice(-2)).at(-1) ?? '';
}

/**
 * A text that is put into a line as if it had been typed: controls would be obeyed as keys, a line
 * break would be Enter.
 */
export function asTyped(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim();
}
