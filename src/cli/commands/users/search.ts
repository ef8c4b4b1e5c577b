import { composeSearch, type Found } from '../../../compose/operators.ts';
import type { MemoryFlags, UsersSearch } from '../../invocation.ts';
import { cut } from '../../output/changes.ts';
import { renderJson } from '../../output/json.ts';
import { dateOf } from '../../output/memory.ts';
import { sanitiseLine } from '../../output/sanitise.ts';
import { type Signs, signsOf } from '../../output/signs.ts';
import { type Terminal, widthOf } from '../../output/terminal.ts';
import { usersConfig } from './show.ts';

/** Characters of one text that are printed; JSON has the whole. */
const LONGEST = 300;

/**
 * `memchat users list --where TEXT`: everybody's facts and words, for operators. As JSON:
 * `{ store, found }`, each `{ user, kind, text, at, turn }`: `kind` is fact, exchange or pending, `at`
 * and `turn` are null for a fact. Resolves to the exit code.
 * @throws MemchatError `usage` where memories are kept in files, memory is off, or there is nothing to
 *   look for.
 */
export async function searchUsers(
  { words, where, limit }: UsersSearch,
  flags: MemoryFlags,
  { stdout, stderr }: Pick<Terminal, 'stdout' | 'stderr'>,
): Promise<number> {
  const config = await usersConfig(flags, stderr);
  const found: Found[] = [];
  // One more than is shown tells whether there is more.
  for await (const one of composeSearch(config, words, { in: where, limit: limit + 1 })) {
    found.push(one);
  }
  const shown = found.slice(0, limit);
  const store = config.store.kind === 'postgres' ? config.store.place : null;
  const json = { store, found: shown.map(({ position: _, ...one }) => one) };
  const signs = signsOf(config.display);
  const look = { columns: widthOf(stdout), signs, isAll: found.length === shown.length };
  const text = render(shown, words, look);
  stdout.write(flags.json === true ? renderJson(json) : `${text}\n`);
  return 0;
}

function render(
  found: readonly Found[],
  words: string,
  { columns, signs, isAll }: { columns: number | null; signs: Signs; isAll: boolean },
): string {
  if (found.length === 0) return `Nobody is known by "${sanitiseLine(words)}".`;
  const users = [...new Set(found.map(({ user }) => user))];
  const sections = users.map((user) => {
    const own = found.filter((one) => one.user === user);
    return [sanitiseLine(user), ...own.map((one) => lineOf(one, columns, signs))].join('\n');
  });
  const more = isAll ? [] : ['There is more: --limit shows it.'];
  return [...sections, ...more].join('\n\n');
}

function lineOf({ kind, text, at }: Found, columns: number | null, signs: Signs): string {
  const when = at === null ? '' : `${dateOf(at)} `;
  const line = `  ${kind === 'pending' ? 'not remembered yet: ' : ''}${when}${sanitiseLine(text)}`;
  return cut(line, columns ?? LONGEST, signs);
}
