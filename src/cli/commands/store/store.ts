import type { StoreFlags, StoreRequest } from '../../invocation.ts';
import type { Terminal } from '../../output/terminal.ts';
import { copy } from './copy.ts';
import { migrate } from './migrate.ts';

/**
 * `memchat store …`. Resolves to the exit code.
 * @throws MemchatError `usage` for what cannot be meant; `store-unavailable`, `config` … as the store.
 */
export function store(
  request: StoreRequest,
  flags: StoreFlags,
  streams: Pick<Terminal, 'stdin' | 'stdout' | 'stderr'>,
): Promise<number> {
  return request.action === 'migrate'
    ? migrate(request, flags, streams)
    : copy(request, flags, streams);
}
