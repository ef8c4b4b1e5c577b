import type { Receipt } from '../../chat/events.ts';
import type { Changes } from '../../memory/changes.ts';
import type { Usage } from '../../model/port.ts';
import { cut, entryText, WRITTEN } from './changes.ts';
import { sanitiseLine } from './sanitise.ts';
import { GLYPHS, marked, type Signs } from './signs.ts';
import { dim } from './terminal.ts';
import { displayWidth } from './width.ts';

export interface Look {
  colour: boolean;
  /** Width of the terminal, in columns. */
  columns: number;
  /** Also names what was not kept, and why (`--debug`). Default false. */
  reasons?: boolean;
  /** The last reason that was told: where it still holds, it is not told again. Default none. */
  told?: string | null;
  /** What the person can do about it, such as `/undo`: stands at the end of the first line. */
  hints?: readonly string[];
  /** Default glyphs. */
  signs?: Signs;
}

/** What each pass says that it did, and that it did not do this time. */
const PASSES: Record<Receipt['pass'], { done: string; failed: string }> = {
  extraction: { done: 'remembered', failed: 'not remembered yet' },
  tool: { done: 'remembered as you asked', failed: 'not remembered' },
  preferences: {
    done: 'learned how you like your answers',
    failed: 'preferences not inferred yet',
  },
  consolidation: { done: 'tidied up', failed: 'not tidied up yet' },
};

/** What was done in one way, with what is said before all of it, or behind each of it. */
interface Group {
  kind: Exclude<keyof Changes, 'refused'>;
  before: string;
  behind: string;
  texts: string[];
}

/**
 * What one pass did to the memory, faint: on one line where it fits, else a line for each write and
 * for each thing that waits in review, so that nothing happens unseen; texts are cut to the width.
 * Empty when there is nothing to tell.
 */
export function renderReceipt(receipt: Receipt, look: Look): string {
  const { changes, problem } = receipt;
  const { signs = GLYPHS } = look;
  const groups: Group[] = WRITTEN.map((kind) => ({
    kind,
    before: '',
    behind: '',
    texts: changes[kind].map(entryText),
  }));
  const waits = changes.proposed.length === 1 ? 'waits' : 'wait';
  groups.push({
    kind: 'proposed',
    before: signs.speaks ? '' : `${waits} for your yes: `,
    behind: signs.speaks ? '' : ' (waits for your yes)',
    texts: changes.proposed.map(entryText),
  });
  const told = groups.filter((group) => group.texts.length > 0);
  const refused = changes.refused.length;
  if (told.length === 0 && refused === 0 && problem === null) return '';

  const figures = refused > 0 ? [`${refused} not kept`] : [];
  figures.push(...costOf(receipt), ...(look.hints ?? []));

  const { done, failed } = PASSES[receipt.pass];
  const lines: string[] = [];
  if (told.length > 0 || problem === null) {
    const writes = told.map(
      ({ kind, before, texts }) =>
        `${countOf(kind, texts.length, signs)} ${before}${texts.join('; ')}`,
    );
    const what = writes.length > 0 ? writes : ['nothing'];
    const line = `${done}: ${[...what, ...figures].join(signs.between)}`;
    if (displayWidth(line) <= look.columns || told.length === 0) {
      lines.push(line);
    } else {
      lines.push([`${done}:`, figures.join(signs.between)].join(' ').trimEnd());
      for (const { kind, behind, texts } of told) {
        for (const text of texts) {
          lines.push(cut(`  ${marked(kind, `${text}${behind}`, signs)}`, look.columns, signs));
        }
      }
    }
  }
  if (look.reasons === true) {
    for (const { text, reason } of changes.refused) {
      lines.push(`  not kept: ${sanitiseLine(text)} (${sanitiseLine(reason)})`);
    }
  }
  if (problem !== null) {
    const known = receipt.told || problem.message === look.told;
    const why = known ? ', for the same reason' : `: ${sanitiseLine(problem.message)}`;
    lines.push(`${failed}${why}`);
  }
  return dim(lines.join('\n'), look.colour);
}

/** `+2`, or `2 added:` */
function countOf(kind: Group['kind'], count: number, { speaks, kinds }: Signs): string {
  return speaks ? `${count} ${kinds[kind]}:` : `${kinds[kind]}${count}`;
}

/** Tokens and price, where there are any: what costs nothing (the offline model) is no news. */
export function costOf({ usage, costUsd }: { usage: Usage; costUsd: number | null }): string[] {
  const tokens = usage.input + usage.output + usage.cacheRead + usage.cacheWrite;
  if (tokens === 0 || costUsd === 0) return [];
  return [`${tokens} tokens`, ...(costUsd === null ? [] : [money(costUsd)])];
}

/** US dollars: cents from one dollar on, else four decimals; never rounded down to nothing. */
export function money(costUsd: number): string {
  if (costUsd === 0) return '$0';
  if (costUsd < 0.0001) return '<$0.0001';
  return `$${costUsd.toFixed(costUsd < 1 ? 4 : 2)}`;
}
