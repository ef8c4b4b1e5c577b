/** Below it no script breaks a line between any two characters. */
const FIRST_WIDE = '\u2e80';

/**
 * Whether a line may be broken between two characters without a space: next to Chinese and Japanese
 * characters, but not in front of what closes or goes on (。」ー), and not behind what opens (「).
 */
export function mayBreakBetween(before: string, after: string): boolean {
  if (before < FIRST_WIDE && after < FIRST_WIDE) return false;
  if (!isIdeograph(before) && !isIdeograph(after)) return false;
  return !isNeverFirst(after) && !isNeverLast(before);
}

function isIdeograph(character: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u.test(
    character,
  );
}

function isNeverFirst(character: string): boolean {
  return /[\p{Pe}\p{Pf}\p{Po}\p{M}\p{Lm}\p{Default_Ignorable_Code_Point}ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ]/u.test(
    character,
  );
}

function isNeverLast(character: string): boolean {
  return /[\p{Ps}\p{Pi}\u200d]/u.test(character);
}

/** What says how the character before it is shown: that is no mark then. */
export function isSelector(character: string): boolean {
  return character >= '\ufe00' && character <= '\ufe0f';
}
