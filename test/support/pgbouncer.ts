import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { PostgresServer } from './postgres.ts';

/** Debian keeps it where only root looks. */
const DEBIAN = '/usr/sbin/pgbouncer';
/** The program of PgBouncer. */
export const PGBOUNCER = fs.existsSync(DEBIAN) ? DEBIAN : 'pgbouncer';

/**
 * PgBouncer in front of a server, as it is set up by default but for transaction pooling, and with
 * fewer connections than clients: each transaction may get another one.
 */
export async function startPgBouncer(
  server: PostgresServer,
): Promise<{ folder: string; stop(): Promise<void> }> {
  const { uid, gid } = fs.statSync(server.folder);
  const folder = path.join(server.folder, 'pooler');
  fs.mkdirSync(folder);
  const users = path.join(folder, 'users.txt');
  const settings = path.join(folder, 'pgbouncer.ini');
  fs.writeFileSync(users, '"memchat" ""\n');
  fs.writeFileSync(
    settings,
    `[databases]
* = host=${server.folder}
[pgbouncer]
listen_addr =
listen_port = 5432
unix_socket_dir = ${folder}
auth_type = trust
auth_file = ${users}
pool_mode = transaction
default_pool_size = 3
`,
  );
  for (const name of [folder, users, settings]) fs.chownSync(name, uid, gid);
  const child = spawn(PGBOUNCER, ['-q', settings], { uid, gid, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const socket = path.join(folder, '.s.PGSQL.5432');
  for (let polls = 0; polls < 400 && !fs.existsSync(socket); polls++) await wait(25);
  return {
    folder,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
