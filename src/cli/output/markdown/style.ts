/** How text is shown; a style is a sum of these. */
export const STYLE = {
  plain: 0,
  bold: 1,
  dim: 2,
  italic: 4,
  underlined: 8,
  struck: 16,
  code: 32,
} as const;

const CODES = [
  [STYLE.bold, '1'],
  [STYLE.dim, '2'],
  [STYLE.italic, '3'],
  [STYLE.underlined, '4'],
  [STYLE.struck, '9'],
  [STYLE.code, '36'],
] as const;

const RESET = '\x1b[0m';

/** The escape code (SGR) that changes from one style to the other; empty where they are the same. */
export function change(from: number, to: number): string {
  if (from === to) return '';
  const codes = CODES.filter(([style]) => (to & style) !== 0).map(([, code]) => code);
  const on = codes.length > 0 ? `\x1b[${codes.join(';')}m` : '';
  return from === STYLE.plain ? on : RESET + on;
}

/** A text with its style, which ends with it. */
export function styled(text: string, style: number): string {
  return change(STYLE.plain, style) + text + change(style, STYLE.plain);
}
