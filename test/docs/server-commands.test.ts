import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_POSTGRES, type PostgresServer, startPostgres } from '../support/postgres.ts';
import { allCommands, isForServer } from './commands.ts';
import { Reader } from './reader.ts';

describe.skipIf(NO_POSTGRES !== null)('the commands for a server', () => {
  let server: PostgresServer | null = null;
  beforeAll(async () => {
    server = await startPostgres('fsync=off');
    // The page makes it.
    const any = `postgres://postgres@/postgres?host=${server.folder}`;
    await server.asSuperuser(any, 'DROP ROLE memchat');
  });
  afterAll(() => server?.remove());

  const commandsOf = (page: string) =>
    allCommands().flatMap((one) =>
      one.page === page && isForServer(one.command) ? [one.command] : [],
    );

  /** Where the pages have a host, the tests have the socket of the server. */
  const here = (command: string) =>
    command.replace(
      /postgres:\/\/(?:(\w+)@)?[\w.]+\/\w+/,
      (_, role = 'memchat') => `'postgres://${role}@/memchat?host=${server?.folder}'`,
    );

  it('set one up as the page says, and the examples of the help work on it', async () => {
    using reader = new Reader('http://127.0.0.1:9');
    await reader.run('memchat --offline -u alice -p "I use Kubernetes, and I like green tea."');
    const page = commandsOf('docs/at-scale.md');
    expect(page).toContain('memchat store copy');
    expect(page.length).toBeGreaterThan(6);
    const asRoot = `PGHOST='${server?.folder}' PGUSER=postgres`;
    const lines = page
      .map(here)
      .map((command) => (/^create(?:user|db) /.test(command) ? `${asRoot} ${command}` : command));
    const printed = await reader.run(['set -e', ...lines].join('\n'));
    expect(printed).toContain('Uses Kubernetes');
    expect(printed).toContain('green tea');

    const examples = commandsOf('docs/commands.md');
    expect(examples.length).toBeGreaterThan(6);
    const url = here('MEMCHAT_STORE=postgres://memchat_owner@db/memchat');
    for (const command of examples) {
      await reader.run(`export ${url}; ${here(command)}`);
    }
  });
});
