import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { bundleProgram } from '../scripts/bundle-program.js';
import { VERSION } from '../src/version.ts';
import { describeMachine, renderMachine } from './machine.ts';
import type { LongSession } from './soak/long-session.ts';
import type { ManyUsers } from './soak/many-users.ts';
import { restarts } from './soak/restarts.ts';
import { longSessionRows, manyUsersRows, restartRows, steadySessionRows } from './soak/rows.ts';
import { type Row, renderTable, verdictOf } from './table.ts';

// `npm run soak`: 10,000 turns in one process, and once more with few facts; 1,000 starts of the
// program; 100 users at once in one process. `-- --quick` a part of that in about two minutes,
// `-- session` one of the parts alone (session, steady, restarts, users), `--json FILE` where the raw
// figures go. Ends with 1 where something is not as it should be.

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string', default: '.bench/soak.json' },
  },
});

const SIZES = values.quick
  ? { turns: 400, starts: 40, users: 20, turnsOfEach: 8 }
  : { turns: 10_000, starts: 1_000, users: 100, turnsOfEach: 20 };

const folder = mkdtempSync(join(tmpdir(), 'memchat-soak-'));

const PARTS: Record<string, () => Promise<{ rows: Row[]; raw: object }>> = {
  session: async () => {
    const seen: LongSession = await child('long-session', 'session', SIZES.turns);
    return { rows: longSessionRows(seen), raw: seen };
  },
  steady: async () => {
    const facts = SIZES.turns / 200;
    const seen: LongSession = await child('long-session', 'steady', SIZES.turns, facts);
    return { rows: steadySessionRows(seen), raw: seen };
  },
  restarts: async () => {
    const seen = await restarts(join(folder, 'restarts'), SIZES.starts);
    return { rows: restartRows(seen), raw: seen };
  },
  users: async () => {
    const seen: ManyUsers = await child('many-users', 'users', SIZES.users, SIZES.turnsOfEach);
    return { rows: manyUsersRows(seen), raw: seen };
  },
};

const wanted = positionals.length === 0 ? Object.keys(PARTS) : positionals;
const machine = describeMachine();
const rows: Row[] = [];
const raw: Record<string, object> = {};
try {
  for (const [name, part] of Object.entries(PARTS)) {
    if (!wanted.includes(name)) continue;
    const began = performance.now();
    process.stderr.write(`${name} …\n`);
    const seen = await part();
    rows.push(...seen.rows);
    raw[name] = seen.raw;
    process.stderr.write(`${name} took ${Math.round((performance.now() - began) / 1000)} s\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const file = resolve(values.json);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify({ memchat: VERSION, machine, rows, raw })}\n`);
process.stdout.write(
  `memchat ${VERSION}, ${renderMachine(machine)}\n\n${renderTable(rows)}\nAll that was measured: ${file}\n`,
);
process.exitCode = rows.some((row) => verdictOf(row) === 'short') ? 1 : 0;

/** Runs a program of bench/soak by itself, so that its memory is its own; what it prints. */
async function child<Seen>(name: string, place: string, ...sizes: number[]): Promise<Seen> {
  const program = resolve('.bench', `soak-${name}.mjs`);
  await bundleProgram(resolve(), join('bench', 'soak', `${name}.ts`), program, 'external');
  const sessions = join(folder, place);
  const args = ['--expose-gc', program, sessions, ...sizes.map(String)];
  // Nothing of who runs it: neither their memories nor their settings.
  const env = { PATH: process.env.PATH ?? '', HOME: folder };
  const options = { env, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  const seen: Seen = JSON.parse(stdout);
  return seen;
}
