import { isSelector } from './breaks.ts';
import { NO_PREFIX, type Prefix } from './flow.ts';
import { STYLE, styled } from './style.ts';

/** What a line may stand in: a quote, or an item of a list. */
export type Container =
  | { kind: 'quote' }
  | {
      kind: 'item';
      /** As it was written: `-`, `3.` */
      marker: string;
      /** The column that its text begins at; from 0, at the begin of the line or behind a quote. */
      content: number;
      /** The column that is enough: models indent less than they should. */
      least: number;
    };

export interface Glyphs {
  bullet: string;
  quote: string;
  /** Horizontal and vertical lines, and where they cross. */
  horizontal: string;
  vertical: string;
  cross: string;
}

export const GLYPHS: Glyphs = {
  bullet: '•',
  quote: '│',
  horizontal: '─',
  vertical: '│',
  cross: '┼',
};

/** For screen readers: what they read out, or pass over, as it is meant. */
export const ASCII: Glyphs = {
  bullet: '-',
  quote: '>',
  horizontal: '-',
  vertical: '|',
  cross: '+',
};

/** How many of the containers a line still stands in, and what is left of it behind their marks. */
export interface Continued {
  count: number;
  rest: string;
  /** Where that begins; counted as for items. */
  column: number;
}

/**
 * Null: more of the line is needed to tell. With `lenient`, an item goes on whatever the indentation
 * is: within a fence nothing else can come.
 */
export function continued(
  line: string,
  containers: readonly Container[],
  complete: boolean,
  lenient = false,
): Continued | null {
  let rest = line;
  let count = 0;
  let column = 0;
  for (const container of containers) {
    const indent = indentOf(rest);
    const isBlank = indent === rest.length;
    if (isBlank && !complete) return null;
    if (container.kind === 'quote') {
      if (indent > 3 || rest[indent] !== '>') break;
      const behind = rest.slice(indent + 1);
      if (behind === '' && !complete) return null;
      if (isSelector(behind.charAt(0))) break;
      rest = behind.startsWith(' ') ? behind.slice(1) : behind;
      column = 0;
    } else if (isBlank || column + indent >= container.least || lenient) {
      const spaces = Math.max(Math.min(indent, container.content - column), 0);
      rest = rest.slice(spaces);
      column += spaces;
    } else {
      break;
    }
    count += 1;
  }
  return { count, rest, column };
}

/** Tabs among the spaces and marks that a line begins with, as spaces up to the next multiple of 4. */
export function withoutLeadingTabs(line: string): string {
  const begin = /^[ \t>*+\-0-9.)]*/.exec(line)?.[0] ?? '';
  if (!begin.includes('\t')) return line;
  let expanded = '';
  for (const character of begin) {
    expanded += character === '\t' ? ' '.repeat(4 - (expanded.length % 4)) : character;
  }
  return expanded + line.slice(begin.length);
}

/** The number of spaces that a text begins with. */
export function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

/**
 * What stands before a line in these containers. Of the last `opened` the line is the first one: it
 * shows the markers of items. What would take more than half of the columns is left out, but no
 * marker.
 */
export function prefixOf(
  containers: readonly Container[],
  opened: number,
  columns: number,
  glyphs: Glyphs,
  styles: boolean,
): Prefix {
  let { text, columns: taken } = NO_PREFIX;
  for (const [index, container] of containers.entries()) {
    const isFirst = index >= containers.length - opened;
    const mark = container.kind === 'quote' ? glyphs.quote : shownMarker(container.marker, glyphs);
    const width = mark.length + 1;
    const isShown = container.kind === 'quote' || isFirst;
    if (taken + width > columns / 2 && !(isShown && isFirst)) continue;
    taken += width;
    if (container.kind === 'quote') text += `${styles ? styled(mark, STYLE.dim) : mark} `;
    else text += isFirst ? `${mark} ` : ' '.repeat(width);
  }
  return { text, columns: taken };
}

function shownMarker(marker: string, glyphs: Glyphs): string {
  return /^\d/.test(marker) ? marker : glyphs.bullet;
}
