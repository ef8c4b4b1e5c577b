import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

/** Why these tests are left out; null: they run. Under CI they must: then they fail without it. */
export const NO_POSTGRES: string | null =
  programs() === null && !process.env.CI
    ? 'PostgreSQL is not installed: its tests are skipped. Run them with: apt-get install postgresql'
    : null;
if (NO_POSTGRES !== null) process.stderr.write(`${NO_POSTGRES}\n`);

/** The role that memchat logs in as: it owns the tables, and is no superuser. */
const ROLE = 'memchat';

/** A server of its own in a temporary folder, reachable by a socket there. */
export interface PostgresServer {
  /** The address of an empty database that is made now. */
  database(): Promise<string>;
  /** The folder of the socket. */
  folder: string;
  /** The process of the server. */
  pid(): number;
  /** Ends at once, as a kill -9 or the loss of power to the machine does. */
  kill(): Promise<void>;
  /** Starts it again on the same files. */
  start(): Promise<void>;
  /** As `start`, with settings of the server such as `max_connections=4`. */
  restart(...settings: string[]): Promise<void>;
  /** Runs a statement as the superuser, in that database. */
  asSuperuser(address: string, text: string): Promise<Record<string, unknown>[]>;
  /** Stops it and deletes its files. */
  remove(): Promise<void>;
}

export async function startPostgres(...settings: string[]): Promise<PostgresServer> {
  const bin = programs();
  if (bin === null) throw new Error('PostgreSQL is not installed.');
  // A path of a socket has 107 bytes at most.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-pg-'));
  const data = path.join(folder, 'data');
  const log = path.join(folder, 'log');
  const owner = ownerOf(folder);
  const run = (program: string, ...args: string[]) =>
    execFileSync(path.join(bin, program), args, { ...owner, cwd: folder, stdio: 'pipe' });
  run('initdb', '-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C', '-N');
  let current = settings;
  const start = async () => {
    const fixed = [`unix_socket_directories=${folder}`, 'listen_addresses='];
    const options = [...fixed, ...current].map((setting) => `-c ${setting}`).join(' ');
    run('pg_ctl', '-D', data, '-l', log, '-o', options, '-w', '-t', '30', 'start');
  };
  const stop = () => run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
  const pid = () =>
    Number(fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  const addressOf = (name: string, role: string) => `postgres://${role}@/${name}?host=${folder}`;
  const asSuperuser = async (address: string, text: string) => {
    const client = new pg.Client({ connectionString: address.replace(`${ROLE}@`, 'postgres@') });
    await client.connect();
    try {
      const result = await client.query<Record<string, unknown>>(text);
      return result.rows;
    } finally {
      await client.end();
    }
  };
  await start();
  const main = addressOf('postgres', 'postgres');
  await asSuperuser(main, `CREATE ROLE ${ROLE} LOGIN`);
  let made = 0;
  return {
    folder,
    pid,
    start,
    asSuperuser,
    database: async () => {
      const name = `memchat_${made++}`;
      await asSuperuser(main, `CREATE DATABASE ${name} OWNER ${ROLE}`);
      return addressOf(name, ROLE);
    },
    kill: async () => {
      const postmaster = pid();
      // Stopped first: what it forks behind the look would outlive it, and hold its files.
      process.kill(postmaster, 'SIGSTOP');
      const workers = childrenOf(postmaster);
      for (const each of [postmaster, ...workers]) process.kill(each, 'SIGKILL');
      for (let tries = 0; tries < 500 && workers.some(isAlive); tries++) await wait(10);
    },
    restart: async (...changed) => {
      stop();
      current = [...settings, ...changed];
      await start();
    },
    remove: async () => {
      try {
        if (isAlive(pid())) stop();
      } finally {
        fs.rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** A server refuses to run as root: then it is nobody's. */
function ownerOf(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody']).toString());
  const owner = { uid: id('-u'), gid: id('-g') };
  fs.chownSync(folder, owner.uid, owner.gid);
  fs.chmodSync(folder, 0o711);
  return owner;
}

/** The folder of `initdb` and `pg_ctl`: Debian keeps them apart, a folder for each version. */
function programs(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = fs.existsSync(debian)
    ? fs.readdirSync(debian).sort((a, b) => Number(b) - Number(a))
    : [];
  const places = [
    ...versions.map((version) => path.join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(path.delimiter),
  ];
  return places.find((place) => fs.existsSync(path.join(place, 'initdb'))) ?? null;
}

function childrenOf(parent: number): number[] {
  const listed = fs.readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim();
  return listed === '' ? [] : listed.split(' ').map(Number);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
