import { arch, availableParallelism, platform } from 'node:os';
import { flatnessBench } from './recall/flatness.ts';
import { locomoPath, readLocomo } from './recall/locomo.ts';
import { ablationTable, qualityBench } from './recall/quality-tables.ts';
import { scaleBench } from './recall/scale.ts';
import { type Row, renderTable } from './table.ts';

// `npm run bench:recall`: what is found, how fast, and what a prompt carries after 10,000 turns.
// `-- quality`, `-- scale` or `-- flatness` measures that alone; `-- --ablation` what each part of
// the ranking adds.

const ALL = ['quality', 'scale', 'flatness'];
const args = process.argv.slice(2);
const wanted = args.filter((arg) => !arg.startsWith('--'));
const isWanted = (part: string) => (wanted.length === 0 ? ALL : wanted).includes(part);
const conversations = readLocomo(locomoPath());

if (args.includes('--ablation')) {
  process.stdout.write(conversations === null ? `${noData()}\n` : ablationTable(conversations));
} else {
  const rows: Row[] = [];
  let table = '';
  if (isWanted('quality')) {
    if (conversations === null) table = `${noData()}\n`;
    else {
      const quality = await qualityBench(conversations);
      rows.push(...quality.rows);
      table = quality.table;
    }
  }
  if (isWanted('scale')) rows.push(...(await scaleBench()));
  if (isWanted('flatness')) rows.push(...(await flatnessBench()));
  const machine = `node ${process.version}, ${platform()} ${arch()}, ${availableParallelism()} cores`;
  process.stdout.write([machine, table, rows.length > 0 ? renderTable(rows) : ''].join('\n\n'));
}

function noData(): string {
  return (
    `What is found was not measured: there is no ${locomoPath()}. It is LoCoMo's data/locomo10.json ` +
    '(github.com/snap-research/LoCoMo, CC BY-NC 4.0); MEMCHAT_LOCOMO names where it lies.'
  );
}
