import fs from 'node:fs';
import { errnoOf } from '../../errors.ts';
import { type Finding, finding, shellCommand } from '../../finding.ts';
import { counted } from '../../memory/wording.ts';
import { reasonOf } from '../failures.ts';
import type { Inventory, Item } from './inventory.ts';
import { listed } from './scope.ts';

/** More paths than these are mended with one command for the whole store. */
const NAMED = 5;

export interface Access {
  directory: string;
  /** Of this process; null where files have none. */
  uid: number | null;
  /** Whether the permissions of files mean anything here. */
  modes: boolean;
}

/** Whether the user, and only the user, may read and write what is kept: folders 0700, files 0600. */
export function examinePermissions(items: readonly Item[], access: Access): Finding[] {
  const { uid, modes, directory } = access;
  // A link has no permissions of its own, and what is not memchat's is not its business.
  const own = items.filter(({ stat, role }) => !stat.isSymbolicLink() && role !== 'foreign');
  const findings: Finding[] = [];
  if (uid !== null) {
    const others = own.filter(({ stat }) => stat.uid !== uid);
    if (others.length > 0) findings.push(foreignOwner(others, uid, directory));
  }
  if (!modes || uid === null) return findings;
  const tell = (wrong: Item[], status: 'problem' | 'warning', what: string) => {
    if (wrong.length === 0) return;
    const message = `${what}: ${listed(wrong.map(nameOf), NAMED)}.`;
    findings.push(finding('permissions', status, message, mendFor(wrong, directory)));
  };
  const writable = own.filter(({ stat }) => (stat.mode & 0o022) !== 0);
  const readable = own.filter(({ stat }) => (stat.mode & 0o077) !== 0 && !writable.some(is(stat)));
  const mine = own.filter(({ stat }) => stat.uid === uid);
  const locked = mine.filter((item) => (item.stat.mode & needed(item)) !== needed(item));
  tell(writable, 'problem', 'Other users of this machine may change what is remembered');
  tell(readable, 'warning', 'Other users of this machine may read what is remembered');
  tell(locked, 'problem', 'You yourself may not read and write');
  if (own.length === 0 || findings.length > 0) return findings;
  return [finding('permissions', 'ok', 'Nobody else on this machine may read or change them.')];
}

/**
 * The folder of the store itself. A project's own comes with the permissions of the project, and
 * shows no more than the names in it: it counts only where others may write.
 */
export function storeItems(directory: string, isMarked: boolean): Item[] {
  const stat = fs.statSync(directory);
  if (isMarked && (stat.mode & 0o022) === 0) return [];
  return [{ path: directory, name: '', role: 'store', stat }];
}

/** What the system did not let us look at. */
export function examineRefusals({ items, refused }: Inventory, uid: number | null): Finding[] {
  return refused.map(({ path, error }) => {
    // What belongs to another user is told of as such: a change of its mode is refused as well.
    const isOwn = !items.some((item) => item.path === path && item.stat.uid !== uid);
    const isClosed = errnoOf(error) === 'EACCES' && isOwn;
    const mend = isClosed ? shellCommand(['chmod', 'u+rwX', path]) : null;
    return finding(
      'permissions',
      'problem',
      `${path} cannot be looked at: ${reasonOf(error)}.`,
      mend,
    );
  });
}

function foreignOwner(items: Item[], uid: number, directory: string): Finding {
  const names = listed(items.map(nameOf), NAMED);
  if (uid === 0) {
    const owner = items[0]?.stat.uid ?? 0;
    return finding(
      'permissions',
      'warning',
      `You are root, but this belongs to user ${owner}: ${names}. What root writes, they cannot read. Run memchat as that user.`,
      shellCommand(['sudo', '-u', `#${owner}`, 'memchat', '--sessions', directory, 'doctor']),
    );
  }
  const chown = shellCommand(['sudo', 'chown', '-R', String(uid), directory]);
  return finding(
    'permissions',
    'problem',
    `${counted(items.length, 'file')} of the store ${items.length === 1 ? 'belongs' : 'belong'} to another user: ${names}.`,
    chown,
  );
}

function mendFor(wrong: Item[], directory: string): string | null {
  if (wrong.length > NAMED) return shellCommand(['chmod', '-R', 'u=rwX,go=', directory]);
  const commands: string[] = [];
  for (const [mode, isWanted] of [
    ['700', true],
    ['600', false],
  ] as const) {
    const paths = wrong.filter(({ stat }) => stat.isDirectory() === isWanted);
    if (paths.length === 0) continue;
    const command = shellCommand(['chmod', mode, ...paths.map((item) => item.path)]);
    if (command === null) return shellCommand(['chmod', '-R', 'u=rwX,go=', directory]);
    commands.push(command);
  }
  return commands.join(' && ');
}

function needed({ stat }: Item): number {
  return stat.isDirectory() ? 0o700 : 0o600;
}

function is(stat: Item['stat']): (item: Item) => boolean {
  return (item) => item.stat === stat;
}

function nameOf({ name }: Item): string {
  return name === '' ? "the store's folder" : name;
}
