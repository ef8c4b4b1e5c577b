import { parseArgs } from 'node:util';
import { keysBench } from './keys.ts';
import { describeMachine } from './machine.ts';
import { peersBench } from './peers-area.ts';
import { recallBench } from './recall/area.ts';
import { type Report, renderReport, writeReport } from './report.ts';
import { startupBench } from './startup.ts';
import { storeBench } from './store.ts';
import { type Row, verdictOf } from './table.ts';
import { turnBench } from './turn.ts';

// `npm run bench` measures every goal; `-- startup store` these areas alone. `--json FILE` names the
// file of the raw figures; `--strict` ends with 1 where a goal is short. A bench reports: without it
// a short goal is no failure, but an area that could not be measured always is one.
const AREAS: Record<string, () => Promise<Row[]>> = {
  startup: startupBench,
  turn: turnBench,
  store: storeBench,
  peers: peersBench,
  recall: recallBench,
  keys: keysBench,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string', default: '.bench/results.json' },
    strict: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !(name in AREAS));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no area ${unknown.join(', ')}. There are: ${Object.keys(AREAS).join(', ')}.\n`,
  );
  process.exit(2);
}

const report: Report = { machine: describeMachine(), areas: [] };
let isWhole = true;
for (const [name, measure] of Object.entries(AREAS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const began = performance.now();
  process.stderr.write(`${name} …\n`);
  try {
    const rows = await measure();
    report.areas.push({ name, seconds: secondsSince(began), rows });
  } catch (error) {
    isWhole = false;
    process.stderr.write(`${name} could not be measured: ${String(error)}\n`);
  }
}
process.stdout.write(renderReport(report));
process.stdout.write(`\nAll that was measured: ${writeReport(report, values.json)}\n`);
const rows = report.areas.flatMap((area) => area.rows);
const isShort = rows.some((row) => verdictOf(row) === 'short');
process.exitCode = !isWhole || (values.strict && isShort) ? 1 : 0;

function secondsSince(began: number): number {
  return Math.round((performance.now() - began) / 1000);
}
