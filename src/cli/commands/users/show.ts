import { tellWithheld } from '../../../compose/withheld.ts';
import { type Config, readConfig } from '../../../config.ts';
import { MemchatError } from '../../../errors.ts';
import type { MemoryFlags } from '../../invocation.ts';
import { renderJson } from '../../output/json.ts';
import { sanitise } from '../../output/sanitise.ts';
import { type Terminal, widthOf } from '../../output/terminal.ts';
import { listIds, listUsers } from './list.ts';

type Output = Pick<Terminal, 'stdout' | 'stderr'>;

/**
 * `memchat users list`. Resolves to the exit code.
 * @throws MemchatError `usage` where memory is off; `memory-unreadable` when the store cannot be listed.
 */
export async function showUsers(
  { ids }: { ids: boolean },
  flags: MemoryFlags,
  { stdout, stderr }: Output,
): Promise<number> {
  const config = await usersConfig(flags, stderr);
  const { text, json } = await (ids ? listIds(config) : listUsers(config, widthOf(stdout)));
  const lines = text === '' ? '' : `${text}\n`;
  stdout.write(flags.json === true ? renderJson(json) : lines);
  return 0;
}

/** @throws MemchatError `usage` where memory is off. */
export async function usersConfig(flags: MemoryFlags, stderr: Terminal['stderr']): Promise<Config> {
  const config = await readConfig(flags);
  tellWithheld(config, ({ message }) => stderr.write(`memchat: ${sanitise(message)}\n`));
  if (config.memory !== 'off') return config;
  throw new MemchatError(
    'Memory is off (--memory off, or MEMCHAT_MEMORY), so nothing of it is read or deleted. Add --memory auto to do that.',
    'usage',
  );
}
