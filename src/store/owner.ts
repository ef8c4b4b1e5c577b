import fs from 'node:fs';
import os from 'node:os';
import { errnoOf } from '../errors.ts';

/** The process that works on a turn. */
export interface Owner {
  pid: number;
  /**
   * When the process was started: field 22 of /proc/<pid>/stat (proc(5)), clock ticks since boot.
   * null where there is no /proc. It tells a process from a later one with the same number.
   */
  startedAt: string | null;
  host: string;
}

/** After this many milliseconds a turn of another host counts as left behind. */
const FOREIGN_PATIENCE = 24 * 60 * 60 * 1000;

/** This process. */
export function currentOwner(): Owner {
  return { pid: process.pid, startedAt: startOf(process.pid), host: os.hostname() };
}

/**
 * What the numbers of processes are numbers of, where it can be known: this start of this machine
 * (`boot_id` in random(4)) and this container (pid_namespaces(7)). Where it is the same, one number is
 * one process; the name of a host says that only of machines that all have their own.
 */
export function processSpace(): string | null {
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${fs.readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
}

/**
 * Whether the owner will not come back to a turn that it last touched `age` milliseconds ago: its
 * process is dead, or its number belongs to another process by now. Of a process on another host
 * nothing can be known; after `patience` milliseconds, 24 hours by default, it counts as gone.
 */
export function isGone(owner: Owner, age: number, patience = FOREIGN_PATIENCE): boolean {
  if (owner.host !== os.hostname()) return age > patience;
  if (!isAlive(owner.pid)) return true;
  const startedAt = startOf(owner.pid);
  return startedAt !== null && owner.startedAt !== null && startedAt !== owner.startedAt;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return errnoOf(error) === 'EPERM';
  }
  return true;
}

function startOf(pid: number): string | null {
  let stat: string;
  try {
    stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // The second field, the program's name, may hold spaces and parentheses; the third is next.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended: it only waits to be collected.
  if (fields[0] === 'Z' || fields[0] === 'X') return 'ended';
  return fields[19] ?? null;
}
