/** East Asian wide and fullwidth blocks, and emoji that are shown as pictures. Source: UAX #11, UTS #51. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18d08}\u{1aff0}-\u{1b2fb}\u{20000}-\u{3fffd}]|^\p{Emoji_Presentation}|^\p{Extended_Pictographic}\ufe0f/u;
const WITHOUT_WIDTH = /^[\p{M}\p{Cf}]+$/u;

/** How many columns one character takes, with its marks: 0, 1 or 2. */
export function cellWidth(character: string): number {
  if (character.length === 1 && character < '\u0300') return 1;
  if (WITHOUT_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
