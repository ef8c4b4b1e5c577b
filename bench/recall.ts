import { describeMachine, renderMachine } from './machine.ts';
import { flatnessBench } from './recall/flatness.ts';
import { locomoPath, noData, readLocomo } from './recall/locomo.ts';
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
const notMeasured = `What is found was not measured: ${noData()}.`;

if (args.includes('--ablation')) {
  process.stdout.write(conversations === null ? `${notMeasured}\n` : ablationTable(conversations));
} else {
  const rows: Row[] = [];
  let table = '';
  if (isWanted('quality')) {
    if (conversations === null) table = `${notMeasured}\n`;
    else {
      const quality = await qualityBench(conversations);
      rows.push(...quality.rows);
      table = quality.table;
    }
  }
  if (isWanted('scale')) rows.push(...(await scaleBench()));
  if (isWanted('flatness')) rows.push(...(await flatnessBench()));
  const machine = renderMachine(describeMachine());
  process.stdout.write([machine, table, rows.length > 0 ? renderTable(rows) : ''].join('\n\n'));
}
