import { isSelector } from './breaks.ts';
import { type Container, continued, indentOf, withoutLeadingTabs } from './containers.ts';

/** Quotes and lists within each other; what would go deeper is text. */
const DEEPEST = 12;

export interface Context {
  containers: readonly Container[];
  /** The line before it is text of a paragraph. */
  inParagraph: boolean;
}

export interface LineStart {
  /** How many of the containers the line still stands in. */
  continued: number;
  /** What begins with it, outermost first. */
  opened: Container[];
  /** `row`: it begins with `|`. `whole`: one of the others, which only the whole line tells. */
  kind: 'blank' | 'text' | 'heading' | 'fence' | 'rule' | 'code' | 'row' | 'whole';
  /** The line without the marks of its containers. */
  rest: string;
}

/**
 * Reads the begin of a line: what it stands in, and what it is. The more of the line is there, the
 * more can be told: null as long as nothing can, then for good, but that `whole` is told apart only
 * when the line is `complete`, as it then always is. No setext headings: a paragraph is shown before
 * the line below it comes, and such a line is a text that underlines it.
 */
export function readLineStart(line: string, complete: boolean, context: Context): LineStart | null {
  const { containers } = context;
  const within = continued(withoutLeadingTabs(line), containers, complete);
  if (within === null) return null;
  const opened: Container[] = [];
  let { rest, column } = within;
  const told = (kind: LineStart['kind']): LineStart => ({
    continued: within.count,
    opened,
    kind: complete || kind === 'text' ? kind : 'whole',
    rest,
  });
  for (;;) {
    const indent = indentOf(rest);
    if (indent === rest.length) return complete ? told('blank') : null;
    const body = rest.slice(indent);
    const goesOn = context.inParagraph && opened.length === 0;
    const isList = [...containers, ...opened].some(({ kind }) => kind === 'item');
    const isDeep = containers.length + opened.length >= DEEPEST;
    if (indent >= 4 && !(isList && /^(?:[-*+]|\d{1,9}[.)]?)(?: |$)/.test(body))) {
      return told(goesOn ? 'text' : 'code');
    }
    if (body === '>' && !complete) return null;
    if (body.startsWith('>') && !isDeep && !isSelector(body.charAt(1))) {
      rest = body.slice(body[1] === ' ' ? 2 : 1);
      opened.push({ kind: 'quote' });
      column = 0;
      continue;
    }
    if (isRuleSoFar(body)) {
      if (!complete) return null;
      const isUnderline = goesOn && within.count === containers.length && /^-+ *$/.test(body);
      if (isRule(body)) return told(isUnderline ? 'text' : 'rule');
    }
    const item = isDeep ? null : readItem(body, complete, goesOn && !isList);
    if (item === 'more') return null;
    if (item !== null) {
      const begin = column + indent;
      column = begin + item.length;
      const least = Math.min(column, begin + 2);
      opened.push({ kind: 'item', marker: item.marker, content: column, least });
      rest = body.slice(item.length);
      continue;
    }
    if (!complete && /^(?:#{1,6}|`{1,2}|~{1,2})$/.test(body)) return null;
    if (/^#{1,6}(?: |$)/.test(body)) return told('heading');
    if (/^(?:`{3,}[^`]*|~{3,}.*)$/.test(body)) return told('fence');
    if (body.startsWith('|')) return told('row');
    // A paragraph that goes on keeps its layout.
    if (!goesOn) rest = body;
    return told('text');
  }
}

/** Three or more of one of these marks make a line across. */
function isRule(body: string): boolean {
  return isRuleSoFar(body) && body.replaceAll(' ', '').length >= 3;
}

function isRuleSoFar(body: string): boolean {
  const [mark = ''] = body;
  return '-*_'.includes(mark) && body.replaceAll(mark, '').trim() === '';
}

/**
 * The marker of an item of a list, with the spaces behind it. `interrupts`: it would end a paragraph,
 * which only a `1.` does, and nothing empty.
 */
function readItem(
  body: string,
  complete: boolean,
  interrupts: boolean,
): { marker: string; length: number } | 'more' | null {
  if (!complete && /^\d{1,9}$/.test(body)) return 'more';
  const [all = '', marker = '', spaces = ''] = /^([-*+]|\d{1,9}[.)])( +|$)/.exec(body) ?? [];
  if (marker === '') return null;
  const isEmpty = all.length === body.length;
  if (isEmpty && !complete) return 'more';
  if (interrupts && (isEmpty || /^(?!1[.)])\d/.test(marker))) return null;
  // Behind more spaces than these, code begins in the item.
  const width = isEmpty || spaces.length > 4 ? 1 : spaces.length;
  return { marker, length: Math.min(marker.length + width, body.length) };
}
