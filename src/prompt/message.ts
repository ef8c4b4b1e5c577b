import type { Passage } from '../memory/turn.ts';

/**
 * The user's message as the model gets it: their own words as they are, what they pasted, attached
 * or piped in between marks, so that a text someone else wrote does not speak for the user. The
 * text itself stays as it is (it may be code), but for the closing mark.
 */
export function renderMessage(message: readonly Passage[]): string {
  return message
    .map(({ origin, text }) => (origin === 'typed' ? text : thirdParty(text)))
    .join('')
    .trim();
}

function thirdParty(text: string): string {
  const inside = text.replace(/<(?=\s*\/\s*third-party\b)/giu, '‹').replace(/^\n+|\n+$/gu, '');
  return `\n\n<third-party>\n${inside}\n</third-party>\n\n`;
}
