import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { UserMemory } from '../chat/user-memory.ts';
import type { Door } from './door.ts';
import { follow } from './follow.ts';
import { Lane } from './lane.ts';
import { serverOf } from './server.ts';
import type { Watch } from './watch.ts';

/** Bytes of one message: longer ones end the connection. The tools refuse long arguments before. */
const LONGEST_MESSAGE = 64 * 1024 * 1024;

export interface ServeOptions extends Pick<Door, 'own' | 'policy' | 'isTrusted'> {
  own: UserMemory;
  /** The number of the memory's revision, which is looked at while a client follows it. */
  revision(): Promise<number>;
  version: string;
  clock: () => string;
  stdin: Readable;
  /** Gets the protocol, and nothing else. */
  stdout: Writable;
  /** Ends the server. */
  signal: AbortSignal;
  /** Told what a person should know, in words. */
  tell(message: string): void;
}

/**
 * Serves the memory to one client over the two streams until its input ends, its output is gone, or
 * the signal aborts. Then what was being written is finished. Never rejects for what a client does.
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { own, revision, policy, isTrusted, version, clock, stdin, stdout, signal, tell } = options;
  const lane = new Lane();
  const watches = new Set<Watch>();
  const onProblem = (error: unknown): void => {
    tell(error instanceof Error ? error.message : String(error));
  };
  const changed = (): void => {
    for (const watch of watches) void watch.look();
  };
  const transport = new ClosingTransport(stdin, stdout, { maxBufferSize: LONGEST_MESSAGE });
  const handle = serveStdio(
    ({ era }) => {
      const server = serverOf({ own, policy, isTrusted, lane, changed }, version, clock);
      watches.add(follow(server, { revision, onProblem, isByRequest: era === 'legacy' }));
      return server;
    },
    { transport, onerror: onProblem },
  );
  const stop = (): void => void handle.close();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  await transport.closed;
  signal.removeEventListener('abort', stop);
  for (const watch of watches) watch.stop();
  await lane.idle();
  await own.close();
}

/** A transport that says when it has closed, whoever closed it. */
class ClosingTransport extends StdioServerTransport {
  #isClosed: () => void = () => {};
  readonly closed = new Promise<void>((resolve) => {
    this.#isClosed = resolve;
  });

  override async close(): Promise<void> {
    await super.close();
    this.#isClosed();
  }
}
