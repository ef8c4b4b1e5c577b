import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { VERSION } from '../src/version.ts';
import { type Machine, renderMachine } from './machine.ts';
import { PEERS, renderPeers } from './peers.ts';
import { type Row, renderTable, verdictOf } from './table.ts';

/** One run of the bench. */
export interface Report {
  machine: Machine;
  areas: { name: string; seconds: number; rows: Row[] }[];
}

const NOTE =
  'Each figure is a median with its 10th and 90th percentile, where there are several runs; what it is\n' +
  'measured against did the same work in the same run, in turn with it. bench/README.md tells of each row.';

/** The head and one table over all areas. */
export function renderReport({ machine, areas }: Report): string {
  const took = areas.map(({ name, seconds }) => `${name} ${seconds} s`).join(', ');
  const rows = areas.flatMap((area) => area.rows);
  const count = (wanted: string) => rows.filter((row) => verdictOf(row) === wanted).length;
  return [
    `memchat ${VERSION}, ${renderMachine(machine)}`,
    `Peers: ${renderPeers()}`,
    `Took: ${took}`,
    '',
    NOTE,
    '',
    renderTable(rows),
    `${count('pass')} goals are met, ${count('short')} short, ${count('unmeasured')} not measured.\n`,
  ].join('\n');
}

/** Writes it as JSON, with the verdicts and all samples; returns where. */
export function writeReport({ machine, areas }: Report, path: string): string {
  const file = resolve(path);
  const judged = areas.map((area) => ({
    ...area,
    rows: area.rows.map((row) => ({ ...row, verdict: verdictOf(row) })),
  }));
  mkdirSync(dirname(file), { recursive: true });
  const content = { memchat: VERSION, machine, peers: PEERS, areas: judged };
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  return file;
}
