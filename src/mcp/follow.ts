import type { McpServer } from '@modelcontextprotocol/server';
import { RESOURCE_URIS } from './resources.ts';
import { Watch } from './watch.ts';

export interface FollowOptions {
  revision: () => Promise<number>;
  onProblem: (error: unknown) => void;
  /** Whether clients say by request which resources they follow; the newer protocol keeps book itself. */
  isByRequest: boolean;
}

/** Tells a client that the resources it follows have changed. */
export function follow(
  { server }: McpServer,
  { revision, onProblem, isByRequest }: FollowOptions,
): Watch {
  const followed = new Set(isByRequest ? [] : RESOURCE_URIS);
  const watch = new Watch(
    revision,
    () => {
      for (const uri of followed) server.sendResourceUpdated({ uri }).catch(onProblem);
    },
    onProblem,
  );
  if (!isByRequest) {
    void watch.start();
    return watch;
  }
  server.setRequestHandler('resources/subscribe', async ({ params: { uri } }) => {
    if (RESOURCE_URIS.includes(uri)) {
      await watch.start();
      followed.add(uri);
    }
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', async ({ params: { uri } }) => {
    followed.delete(uri);
    if (followed.size === 0) watch.stop();
    return {};
  });
  return watch;
}
