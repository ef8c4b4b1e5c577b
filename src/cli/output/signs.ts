import type { Changes } from '../../memory/changes.ts';

/** The kinds of change, in the order in which they are told. */
export type Kind = 'added' | 'replaced' | 'retired' | 'confirmed' | 'proposed' | 'refused';

/** What memchat writes between words beside letters. */
export interface Signs {
  /** Whether a change is named by a word, not by a mark. */
  speaks: boolean;
  kinds: Readonly<Record<Kind & keyof Changes, string>>;
  /** Between two things on a line. */
  between: string;
  /** Where something is left out, or awaited. */
  more: string;
  /** Around what somebody said. */
  quotes: readonly [open: string, close: string];
  /** From one number to another. */
  to: string;
  /** A cell of a table with nothing in it. */
  none: string;
}

export const GLYPHS: Signs = {
  speaks: false,
  kinds: { added: '+', replaced: '~', retired: '−', confirmed: '✓', proposed: '?', refused: '✗' },
  between: ' · ',
  more: '…',
  quotes: ['“', '”'],
  to: '–',
  none: '–',
};

/** ASCII only, and nothing that is read aloud as noise. */
export const WORDS: Signs = {
  speaks: true,
  kinds: {
    added: 'added',
    replaced: 'changed',
    retired: 'no longer',
    confirmed: 'known already',
    proposed: 'for your yes',
    refused: 'not taken',
  },
  between: ', ',
  more: '...',
  quotes: ['"', '"'],
  to: ' to ',
  none: 'none',
};

/** Words for who has the screen read aloud (`--accessible`), else glyphs. */
export function signsOf({ accessible }: { accessible: boolean }): Signs {
  return accessible ? WORDS : GLYPHS;
}

/** How one change is told: `+ Likes tea`, or `added: Likes tea`. */
export function marked(kind: Kind, text: string, { speaks, kinds }: Signs): string {
  return `${kinds[kind]}${speaks ? ':' : ''} ${text}`;
}

/** A text that was written with glyphs around what somebody said, as the reasons in a memory are. */
export function requoted(text: string, { quotes: [open, close] }: Signs): string {
  const [from, to] = GLYPHS.quotes;
  return text.replaceAll(from, open).replaceAll(to, close);
}

export function quote(text: string, { quotes: [open, close] }: Signs): string {
  return `${open}${text}${close}`;
}
