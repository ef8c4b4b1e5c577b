import { readConfig } from '../../../config.ts';
import { MemchatError } from '../../../errors.ts';
import { Asking } from '../../asking.ts';
import type { MemoryFlags, UsersRequest } from '../../invocation.ts';
import { renderJson } from '../../output/json.ts';
import { type Terminal, widthOf } from '../../output/terminal.ts';
import { deleteUser } from './delete.ts';
import { listIds, listUsers } from './list.ts';

const MEMORY_OFF =
  'Memory is off (--memory off, or MEMCHAT_MEMORY), so nothing of it is read or deleted. Add --memory auto to do that.';

/**
 * `memchat users …`. Resolves to the exit code.
 * @throws MemchatError `usage` where nobody can be asked, and where memory is off or read-only;
 *   `memory-unreadable` when the store cannot be listed; `store-unwritable`.
 */
export async function users(
  request: UsersRequest,
  flags: MemoryFlags,
  streams: Pick<Terminal, 'stdin' | 'stdout' | 'stderr'>,
): Promise<number> {
  const user = request.action === 'delete' ? request.user : flags.user;
  const config = await readConfig({ ...flags, user });
  if (config.memory === 'off') throw new MemchatError(MEMORY_OFF, 'usage');
  const dialogue = Asking.on(streams);
  try {
    const { text, json } =
      request.action === 'list'
        ? await (request.ids ? listIds(config) : listUsers(config, widthOf(streams.stdout)))
        : await deleteUser(config, { dialogue, yes: flags.yes === true });
    streams.stdout.write(flags.json === true ? renderJson(json) : text === '' ? '' : `${text}\n`);
    return 0;
  } finally {
    dialogue?.close();
  }
}
