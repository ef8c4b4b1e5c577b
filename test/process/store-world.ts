import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { Machine, type Outcome } from '../support/bin.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

/** A server for the tests of a file; each has a database of its own. */
export interface ServerWorld {
  server(): PostgresServer;
  /** The address of an empty database, without tables. */
  url(): string;
  /** Runs memchat on a new machine each time: nothing but the server is common to two runs. */
  run(args: readonly string[], env?: Record<string, string>): Promise<Outcome>;
  /** As `run`, and fails unless it ends with 0. What it printed. */
  done(...args: string[]): Promise<string>;
  /** As `done --json`. */
  json(...args: string[]): Promise<ReturnType<typeof JSON.parse>>;
  /** Says something, and waits until it is remembered. */
  say(user: string, message: string): Promise<string>;
}

export function serverWorld(): ServerWorld {
  let running: PostgresServer | null = null;
  let url = '';
  const server = (): PostgresServer => {
    if (running === null) throw new Error('the server has not started');
    return running;
  };
  beforeAll(async () => {
    running = await startPostgres();
  });
  beforeEach(async () => {
    url = await server().database();
  });
  afterAll(() => running?.remove());
  const run = async (args: readonly string[], env: Record<string, string> = {}) => {
    using machine = new Machine();
    return await machine.run(args, { env: { MEMCHAT_STORE: url, ...env } });
  };
  const done = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(args);
    if (code !== 0) throw new Error(`memchat ${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout;
  };
  return {
    server,
    url: () => url,
    run,
    done,
    json: async (...args) => JSON.parse(await done(...args, '--json')),
    say: (user, message) => done('-u', user, '--offline', '-q', '-p', message),
  };
}

/** Machines of a test, which go with it. */
export function machines(): () => Machine {
  let made: Machine[] = [];
  afterEach(() => {
    for (const machine of made) machine[Symbol.dispose]();
    made = [];
  });
  return () => {
    const machine = new Machine();
    made.push(machine);
    return machine;
  };
}
