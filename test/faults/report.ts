import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isRecord, parseRecord } from '../../src/memory/json.ts';
import { FIGURES } from './figures.ts';

const COLUMNS = ['runs', 'acknowledged', 'lost', 'twice', 'corrupt'];

/** Collects the figures of a run of the rig, and prints them at its end. */
export default function setup(): () => void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-figures-'));
  const file = path.join(folder, 'figures.jsonl');
  fs.writeFileSync(file, '');
  process.env[FIGURES] = file;
  return () => {
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    fs.rmSync(folder, { recursive: true, force: true });
    process.stdout.write(render(lines.map(parseRecord).filter((line) => line !== null)));
  };
}

function render(lines: Record<string, unknown>[]): string {
  const faults = new Map<string, Map<string, unknown>>();
  for (const { fault, figures } of lines) {
    if (typeof fault !== 'string' || !isRecord(figures)) continue;
    const row = faults.get(fault) ?? new Map<string, unknown>();
    for (const [name, value] of Object.entries(figures)) row.set(name, sum(row.get(name), value));
    faults.set(fault, row);
  }
  const rows = [...faults].map(([fault, row]) => [
    fault,
    ...COLUMNS.map((name) => String(row.get(name) ?? '')),
    [...row]
      .filter(([name]) => !COLUMNS.includes(name))
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  ]);
  const skipped = lines
    .filter((line) => typeof line.skipped === 'string')
    .map(({ skipped, reason }) => `  ${skipped}, because ${reason}`);
  const notRun = skipped.length > 0 ? `\nnot run here:\n${skipped.join('\n')}\n` : '';
  return `\n${table([['fault', ...COLUMNS, ''], ...rows])}\n${notRun}`;
}

function sum(before: unknown, value: unknown): unknown {
  return typeof before === 'number' && typeof value === 'number' ? before + value : value;
}

/** The first column to the left, numbers to the right, the last one as it comes. */
function table(rows: string[][]): string {
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths?.[column] ?? 0;
          if (column === 0) return cell.padEnd(width);
          return column === row.length - 1 ? cell : cell.padStart(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
