import { composeMigration, type MigratedAt } from '../../../compose/operators.ts';
import { tellWithheld } from '../../../compose/withheld.ts';
import { readConfig } from '../../../config.ts';
import type { StoreFlags } from '../../invocation.ts';
import { renderJson } from '../../output/json.ts';
import { sanitise } from '../../output/sanitise.ts';
import type { Terminal } from '../../output/terminal.ts';

/**
 * `memchat store migrate`. As JSON: `{ store, from, to, applied, granted, bypassesPolicies }`: `from`
 * and `to` are versions of the tables, 0 for none, `applied` the names of what this call changed.
 * Resolves to the exit code.
 */
export async function migrate(
  { grant }: { grant: string | null },
  flags: StoreFlags,
  { stdout, stderr }: Pick<Terminal, 'stdout' | 'stderr'>,
): Promise<number> {
  const tell = (message: string): void => {
    stderr.write(`memchat: ${sanitise(message)}\n`);
  };
  const config = await readConfig(flags);
  tellWithheld(config, ({ message }) => tell(message));
  const { place, ...migrated } = await composeMigration(config, grant);
  if (migrated.bypassesPolicies) tell(BYPASSES);
  const json = { store: place, ...migrated, granted: grant };
  const text = sanitise(textOf({ place, ...migrated }, grant));
  stdout.write(flags.json === true ? renderJson(json) : `${text}\n`);
  return 0;
}

const BYPASSES =
  'This role is a superuser, or has BYPASSRLS: the policies that keep users apart do not bind it, and only memchat does. Let memchat log in as a role without these rights: memchat store migrate --grant ROLE';

function textOf({ place, from, to, applied }: MigratedAt, grant: string | null): string {
  const done = applied.map((name) => `  ${name}`);
  const granted = grant === null ? [] : [`${grant} may use the tables, and not change them.`];
  if (applied.length === 0) {
    return [`${place} is up to date: tables of version ${to}.`, ...granted].join('\n');
  }
  const before = from === 0 ? '' : ` (before: ${from})`;
  return [`${place} has the tables of version ${to} now${before}:`, ...done, ...granted].join('\n');
}
