import path from 'node:path';
import { composeIds, composeRoster } from '../../../compose/users.ts';
import type { Config } from '../../../config.ts';
import { byteText } from '../../output/bytes.ts';
import { dateOf } from '../../output/memory.ts';
import { sanitise, sanitiseLine } from '../../output/sanitise.ts';
import { type Signs, signsOf } from '../../output/signs.ts';
import { renderTable } from '../../output/table.ts';

/**
 * `users list`. As JSON: `{ sessions, users }`, with a server `{ store, users }`; each `{ user, file, facts, lastSeen, bytes, problem }`:
 * `user` is null for a file that does not say whose it is, `file` for who is on a server; `facts` and `lastSeen` are null for a
 * memory that cannot be read, and `problem` says why. `bytes` counts the housekeeping as well.
 */
export async function listUsers(
  config: Config,
  columns: number | null,
): Promise<{ text: string; json: object }> {
  const signs = signsOf(config.display);
  const users = (await composeRoster(config)).map((entry) => ({
    user: entry.user,
    file: config.store.kind === 'files' ? entry.file : null,
    facts: entry.facts,
    lastSeen: entry.lastSeen,
    bytes: entry.bytes,
    problem: entry.problem,
  }));
  return {
    text: render(placeOf(config), users, { columns, signs }),
    json: { ...placeJson(config), users },
  };
}

/** `users list --ids`, which reads no memory: for completion. As JSON as above, `users` being ids. */
export async function listIds(config: Config): Promise<{ text: string; json: object }> {
  const users = await composeIds(config);
  const text = users.map(sanitiseLine).join('\n');
  return { text, json: { ...placeJson(config), users } };
}

function placeOf({ store, sessions }: Config): string {
  return store.kind === 'files' ? sessions : store.place;
}

function placeJson({ store, sessions }: Config): { store: string } | { sessions: string } {
  return store.kind === 'files' ? { sessions } : { store: store.place };
}

interface Listed {
  user: string | null;
  file: string | null;
  facts: number | null;
  lastSeen: string | null;
  bytes: number;
  problem: string | null;
}

function render(
  place: string,
  users: readonly Listed[],
  { columns, signs }: { columns: number | null; signs: Signs },
): string {
  if (users.length === 0) return `No memories are kept in ${sanitise(place)}.`;
  const rows = users.map(({ user, file, facts, lastSeen, bytes, problem }) => [
    user ?? '(nobody knows)',
    problem === null ? (facts === null ? signs.none : `${facts}`) : 'broken',
    lastSeen === null ? signs.none : dateOf(lastSeen),
    byteText(bytes),
    ...(file === null ? [] : [path.basename(file)]),
  ]);
  const hasFiles = users.some(({ file }) => file !== null);
  const table = renderTable(
    [
      { title: 'user', shrinks: true },
      { title: 'facts', align: 'right' },
      { title: 'last seen' },
      { title: 'size', align: 'right' },
      ...(hasFiles ? [{ title: 'file', shrinks: true }] : []),
    ],
    rows,
    columns,
    signs,
  );
  const broken = users.flatMap((one) => whyBroken(one) ?? []);
  const about = broken.length === 0 ? [] : ['', ...broken, 'memchat doctor says how to mend it.'];
  return [`In ${sanitise(place)}:`, '', table, ...about].join('\n');
}

/** Null for a memory that can be read. */
function whyBroken({ user, file, problem }: Listed): string | null {
  if (problem === null) return null;
  // Most problems begin with the file themselves.
  if (file !== null && problem.includes(file)) return sanitise(problem);
  return `${sanitiseLine(file === null ? `${user}` : path.basename(file))}: ${sanitise(problem)}`;
}
