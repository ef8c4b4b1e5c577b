import type { Weights } from '../../src/recall/weights.ts';
import { WEIGHTS } from '../../src/recall/weights.ts';
import { peer } from '../peers.ts';
import { type Row, renderLines } from '../table.ts';
import type { Conversation } from './locomo.ts';
import { CATEGORIES, DEPTHS, type Quality, qualityOf } from './quality.ts';
import { ALL_WORDS, memchat, miniSearch, plainBm25, type Ranker } from './rankers.ts';

const NAMES = ['all', 'multi-hop', 'temporal', 'open-domain', 'single-hop'];
const GOAL = { atLeast: 75, unit: '%' };

const VARIANTS = [
  { name: 'text', captions: false },
  { name: 'text and captions', captions: true },
];

/** recall@10 of memchat beside plain BM25 and MiniSearch, and all figures as a table. */
export async function qualityBench(
  conversations: readonly Conversation[],
): Promise<{ rows: Row[]; table: string }> {
  const { home, problem } = peer('recall');
  const rankers: Record<string, Ranker> = {
    BM25: plainBm25(),
    'BM25, stop words kept': plainBm25(ALL_WORDS),
    ...(home === null ? {} : await miniSearches()),
    memchat: memchat(),
  };
  const rows: Row[] = [];
  const lines = [['recall@5/10/20, %', '', ...NAMES]];
  for (const { name, captions } of VARIANTS) {
    const measured = Object.entries(rankers).map(
      ([ranker, build]) => [ranker, qualityOf(build, conversations, captions)] as const,
    );
    for (const [ranker, quality] of measured) lines.push([name, ranker, ...cells(quality)]);
    const ours = measured.at(-1)?.[1](0, 10) ?? Number.NaN;
    for (const [ranker, quality] of measured.slice(0, -1)) {
      rows.push({
        name: `recall@10 on LoCoMo, ${name}`,
        value: `${ours.toFixed(1)} %`,
        against: `${ranker}: ${quality(0, 10).toFixed(1)} %`,
        ratio: ours / quality(0, 10),
        goal: { ...GOAL, figure: ours },
      });
    }
    if (home === null) {
      const row = { name: `recall@10 on LoCoMo, ${name}`, value: `${ours.toFixed(1)} %` };
      rows.push({ ...row, against: `MiniSearch: ${problem}`, ratio: null });
    }
  }
  return { rows, table: renderLines(lines) };
}

async function miniSearches(): Promise<Record<string, Ranker>> {
  return {
    MiniSearch: await miniSearch(),
    'MiniSearch, neighbours as a field': await miniSearch(true),
  };
}

function cells(quality: Quality): string[] {
  return [0, ...CATEGORIES].map((category) =>
    DEPTHS.map((depth) => quality(category, depth).toFixed(1)).join('/'),
  );
}

/** What a weight is when its part of the ranking is switched off. */
const OFF: Partial<Weights>[] = [
  { toNext: 0, toPrevious: 0, toSecond: 0 },
  { toSecond: 0 },
  { session: 0 },
  { speaker: 0 },
  { dated: 0 },
  { saysWhen: 1 },
  { asks: 1 },
  { b: 0 },
];

/** What recall@10 loses, in points, when one part of the ranking is switched off. */
export function ablationTable(conversations: readonly Conversation[]): string {
  const lines = [['switched off', ...VARIANTS.map(({ name }) => `${name}: recall@10, lost`)]];
  const whole = VARIANTS.map(({ captions }) =>
    qualityOf(memchat(), conversations, captions)(0, 10),
  );
  for (const off of OFF) {
    const ranker = memchat({ ...WEIGHTS, ...off });
    const cellsOf = VARIANTS.map(({ captions }, variant) => {
      const left = qualityOf(ranker, conversations, captions)(0, 10);
      return `${left.toFixed(1)}, ${((whole[variant] ?? Number.NaN) - left).toFixed(2)}`;
    });
    lines.push([Object.keys(off).join(', '), ...cellsOf]);
  }
  return renderLines(lines);
}
