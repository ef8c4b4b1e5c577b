import { nothingSpent, type Spent, spentOn } from '../../chat/spent.ts';
import { money } from './receipt.ts';

/** What was taken, request by request or summed up already. */
export interface Costs {
  chat: readonly Spent[];
  memory: readonly Spent[];
}

const HEAD = ['', 'requests', 'input', 'from cache', 'to cache', 'output', 'cost'];

/**
 * A table of what the conversation and the memory took, in tokens and US dollars, with the share of
 * the input that came out of the cache. Ends without a line break.
 */
export function renderCost({ chat, memory }: Costs): string {
  const [chatSum, memorySum] = [sum(chat), sum(memory)];
  const all = sum([chatSum, memorySum]);
  if (all.usage.requests === 0) return 'Nothing was asked of a model yet in this session.';
  const rows = [HEAD, row('conversation', chatSum), row('memory', memorySum), row('together', all)];
  const widths = HEAD.map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  const share = cacheShare(all);
  if (share !== null) lines.push(`${share} % of the input came from the cache.`);
  return lines.join('\n');
}

function sum(spent: readonly Spent[]): Spent {
  return spent.reduce(spentOn, nothingSpent());
}

function row(name: string, { usage, costUsd }: Spent): string[] {
  const { requests, input, cacheRead, cacheWrite, output } = usage;
  const figures = [requests, input, cacheRead, cacheWrite, output];
  const cost = costUsd === null ? 'not known' : money(costUsd);
  return [name, ...figures.map((figure) => figure.toLocaleString('en')), cost];
}

function cacheShare({ usage }: Spent): number | null {
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite;
  return prompt === 0 ? null : Math.round((usage.cacheRead / prompt) * 100);
}
