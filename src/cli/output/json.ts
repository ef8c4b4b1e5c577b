/**
 * Controls, and what hides or reorders text: JSON allows it in a string, a terminal obeys it. A bare
 * line break never stands in a string, only between the lines of indented JSON.
 */
const UNPRINTABLE =
  /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/**
 * A value as JSON, on one line or indented, ending in a line break: safe to print, for what is unprintable in a
 * string is written as `\uXXXX`; a reader gets the same value.
 */
export function renderJson(value: unknown, indent = 0): string {
  const escaped = JSON.stringify(value, null, indent).replace(UNPRINTABLE, (character) =>
    Array.from({ length: character.length }, (_, unit) => escapeOf(character, unit)).join(''),
  );
  return `${escaped}\n`;
}

function escapeOf(character: string, unit: number): string {
  return `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`;
}
