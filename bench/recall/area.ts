import type { Row } from '../table.ts';
import { flatnessBench } from './flatness.ts';
import { locomoPath, noData, readLocomo } from './locomo.ts';
import { qualityBench } from './quality-tables.ts';
import { scaleBench } from './scale.ts';

/** What of `npm run bench:recall` the goals name: what is found, how fast, and what a prompt carries. */
export async function recallBench(): Promise<Row[]> {
  const flatness = await flatnessBench();
  return [...flatness, ...(await found()), ...(await scaleBench('largest'))];
}

async function found(): Promise<Row[]> {
  const conversations = readLocomo(locomoPath());
  if (conversations !== null) return (await qualityBench(conversations)).rows;
  process.stderr.write(`What is found was not measured: ${noData()}.\n`);
  const goal = { atLeast: 75, figure: Number.NaN, unit: '%' };
  const against = 'needs the data of LoCoMo, see bench/README.md';
  return [{ name: 'recall@10 on LoCoMo', value: 'no data', against, ratio: null, goal }];
}
