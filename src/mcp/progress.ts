import type { ServerContext } from '@modelcontextprotocol/server';

/** Between two notifications, in ms. */
const EVERY = 500;

/** Tells a client that asked for it that the work goes on: at once, and then twice a second. */
export async function withProgress<T>(
  { mcpReq }: Pick<ServerContext, 'mcpReq'>,
  message: string,
  work: () => Promise<T>,
): Promise<T> {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return work();
  let progress = 0;
  const tell = (): void => {
    const params = { progressToken, progress, message };
    progress += 1;
    // That the client is gone is told by the transport.
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
  tell();
  const timer = setInterval(tell, EVERY);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
