import { arch, availableParallelism, platform } from 'node:os';
import { keysBench } from './keys.ts';
import { startupBench } from './startup.ts';
import { storeBench } from './store.ts';
import { type Row, renderTable } from './table.ts';

// `npm run bench` measures everything, `npm run bench:store` the store only.
const benches: Record<string, () => Promise<Row[]>> = {
  startup: startupBench,
  store: storeBench,
  keys: keysBench,
};
const wanted = process.argv.slice(2);
const rows: Row[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.includes(name)) rows.push(...(await bench()));
}
process.stdout.write(
  `node ${process.version}, ${platform()} ${arch()}, ${availableParallelism()} cores; medians (10th–90th percentile)\n\n${renderTable(rows)}`,
);
