import type { Receipt } from '../../chat/events.ts';
import { cut, entryText, MARKS } from './changes.ts';
import { sanitiseLine } from './sanitise.ts';
import { dim } from './terminal.ts';

export interface Look {
  colour: boolean;
  /** Width of the terminal, in columns. */
  columns: number;
  /** Also names what was not kept, and why (`--debug`). Default false. */
  reasons?: boolean;
  /** The last reason that was told: where it still holds, it is not told again. Default none. */
  told?: string | null;
}

/**
 * What one pass did to the memory, faint: on one line where it fits, else a line for each write, so
 * that nothing is written unseen; texts are cut to the width. Empty when there is nothing to tell.
 */
export function renderReceipt(receipt: Receipt, look: Look): string {
  const { changes, problem } = receipt;
  const groups = MARKS.map(([mark, kind]) => ({
    mark,
    texts: changes[kind].map(entryText),
  })).filter((group) => group.texts.length > 0);
  const refused = changes.refused.length;
  if (groups.length === 0 && refused === 0 && problem === null) return '';

  const figures: string[] = [];
  if (refused > 0) figures.push(`${refused} not kept`);
  const { input, output, cacheRead, cacheWrite } = receipt.usage;
  const tokens = input + output + cacheRead + cacheWrite;
  // What costs nothing (the offline model) is no news.
  if (tokens > 0 && receipt.costUsd !== 0) figures.push(`${tokens} tokens`);
  if (receipt.costUsd !== null && receipt.costUsd !== 0) figures.push(money(receipt.costUsd));

  const lines: string[] = [];
  if (groups.length > 0 || problem === null) {
    const writes = groups.map(({ mark, texts }) => `${mark}${texts.length} ${texts.join('; ')}`);
    const what = writes.length > 0 ? writes : ['nothing'];
    const line = `remembered: ${[...what, ...figures].join(' · ')}`;
    if (line.length <= look.columns || groups.length === 0) {
      lines.push(line);
    } else {
      lines.push(['remembered:', figures.join(' · ')].join(' ').trimEnd());
      for (const { mark, texts } of groups) {
        for (const text of texts) lines.push(cut(`  ${mark} ${text}`, look.columns));
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
    lines.push(`not remembered yet${why}`);
  }
  return dim(lines.join('\n'), look.colour);
}

/** US dollars: cents from one dollar on, else four decimals; never rounded down to nothing. */
export function money(costUsd: number): string {
  if (costUsd === 0) return '$0';
  if (costUsd < 0.0001) return '<$0.0001';
  return `$${costUsd.toFixed(costUsd < 1 ? 4 : 2)}`;
}
