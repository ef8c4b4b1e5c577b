import { type BudgetState, dollars } from '../../chat/budget.ts';
import type { Spendings, Tally } from '../../chat/spendings.ts';
import { nothingSpent, type Spent, spentOn } from '../../chat/spent.ts';
import { money } from './receipt.ts';

/** What this session took, request by request or summed up already. */
export interface Costs {
  chat: readonly Spent[];
  memory: readonly Spent[];
}

/** What the ledger holds of the user, by all processes together. */
export interface LedgerCosts {
  today: Spendings;
  total: Spendings;
  /** Null: there is no limit. */
  budget: BudgetState | null;
}

const HEAD = ['', 'requests', 'input', 'from cache', 'to cache', 'output', 'cost'];

/** What stands under one heading. */
interface Section {
  title: string;
  chat: Spent;
  memory: Spent;
}

/**
 * A table of what the conversation and the memory took, in tokens and US dollars: in this session and,
 * where the ledger is known, today and of all time, each with the share of the input that came out of
 * the cache; then what is left of the day's budget. Ends without a line break.
 */
export function renderCost({ chat, memory }: Costs, ledger: LedgerCosts | null = null): string {
  const session = { title: 'session', chat: sum(chat), memory: sum(memory) };
  const kept = ledger === null ? [] : keptSections(ledger);
  const sections = [session, ...kept].filter((section) => all(section).usage.requests > 0);
  const lines: string[] = [];
  if (!sections.includes(session)) {
    lines.push('Nothing was asked of a model yet in this session.');
  }
  if (sections.length > 0) lines.push(...table(sections, kept.length > 0));
  for (const section of sections) lines.push(...cacheLine(section));
  if (ledger !== null) lines.push(...unpricedLine(ledger.total), ...budgetLine(ledger.budget));
  return lines.join('\n');
}

function keptSections({ today, total }: LedgerCosts): Section[] {
  const section = (title: string, { chat, memory }: Spendings): Section => ({
    title,
    chat: ofTally(chat),
    memory: ofTally(memory),
  });
  const sections = [section('today', today), section('all time', total)];
  // Of the offline model, which costs nothing, the ledger holds nothing.
  return total.chat.usage.requests + total.memory.usage.requests === 0 ? [] : sections;
}

/** Where no price is known, none is told. */
function ofTally({ usage, costUsd, unpriced }: Tally): Spent {
  return { usage, costUsd: unpriced > 0 && costUsd === 0 ? null : costUsd };
}

function table(sections: readonly Section[], hasTitles: boolean): string[] {
  const rows = sections.flatMap((section) => {
    const { title, chat, memory } = section;
    const indent = hasTitles ? '  ' : '';
    return [
      ...(hasTitles ? [[title]] : []),
      row(`${indent}conversation`, chat),
      row(`${indent}memory`, memory),
      row(`${indent}together`, all(section)),
    ];
  });
  const cells = [HEAD, ...rows];
  const widths = HEAD.map((_, at) => Math.max(...cells.map((cell) => cell[at]?.length ?? 0)));
  return cells.map((cell) =>
    cell
      .map((text, at) => (at === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function all({ chat, memory }: Section): Spent {
  return spentOn(chat, memory);
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

function cacheLine(section: Section): string[] {
  const { input, cacheRead, cacheWrite } = all(section).usage;
  const prompt = input + cacheRead + cacheWrite;
  if (prompt === 0) return [];
  const when = { session: '', today: ' today', 'all time': ' in all' }[section.title] ?? '';
  return [`${Math.round((cacheRead / prompt) * 100)} % of the input came from the cache${when}.`];
}

function unpricedLine({ chat, memory }: Spendings): string[] {
  const unpriced = chat.unpriced + memory.unpriced;
  if (unpriced === 0) return [];
  const requests = unpriced === 1 ? '1 request' : `${unpriced} requests`;
  return [`${requests} in all without a known price: not in the cost.`];
}

function budgetLine(budget: BudgetState | null): string[] {
  if (budget === null) return [];
  const { spentUsd, allowedUsd, isSpent } = budget;
  const left = isSpent ? 'nothing' : money(allowedUsd - spentUsd);
  return [`Today's budget: ${left} of ${dollars(allowedUsd)} is left; a day begins at 00:00 UTC.`];
}
