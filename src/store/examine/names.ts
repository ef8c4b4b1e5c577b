import path from 'node:path';
import { type Finding, finding, shellCommand } from '../../finding.ts';
import { decodeMemory } from '../../memory/codec.ts';
import { isThere, readPlain } from '../files.ts';
import { stemOf } from '../paths.ts';
import { idInside } from '../users.ts';
import type { Allowance } from './allowance.ts';
import type { Item } from './inventory.ts';
import { listed } from './scope.ts';

/**
 * What lies in the store and is not memchat's: memories under a name that is not read, and files of
 * others, which are left alone.
 */
export function examineForeign(
  directory: string,
  { items, nameless, users }: { items: readonly Item[]; nameless: string[]; users: string[] },
  bytes: Allowance,
): Finding[] {
  const findings: Finding[] = nameless.map((name) => namelessFinding(directory, name));
  const foreign: Item[] = [];
  const names = [...users, ...items.flatMap(({ name }) => STEM.exec(name)?.[1] ?? [])];
  for (const item of items.filter(({ role }) => role === 'foreign')) {
    const misnamed = misnamedMemory(directory, item, names, bytes);
    if (misnamed === null) foreign.push(item);
    else findings.push(misnamed);
  }
  if (foreign.length > 0) {
    const told = listed(foreign.map(({ name }) => name));
    const message = `Not memchat's, and left alone: ${told}. A copy of a memory keeps what is forgotten.`;
    findings.push(finding('foreign-files', 'note', message));
  }
  return findings;
}

function namelessFinding(directory: string, name: string): Finding {
  const file = path.join(directory, name);
  const message = `${name} does not say whose memory it is, or says another user than its name: nobody reads it.`;
  const inside = userInside(file);
  const right = inside && rightName(directory, inside);
  const mend =
    right && !isThere(right)
      ? shellCommand(['mv', '-n', file, right])
      : shellCommand(['mv', '-n', file, `${file}.broken`]);
  return finding('names', 'problem', message, mend);
}

const STEM = /^([^.].*)\.json$/i;

/** A memory that nobody reads, because the file of its user has another name: `Alice.json`. */
function misnamedMemory(
  directory: string,
  item: Item,
  names: readonly string[],
  bytes: Allowance,
): Finding | null {
  const stem = STEM.exec(item.name)?.[1];
  if (stem === undefined || !item.stat.isFile() || !bytes.take(item.stat.size)) return null;
  const user = userInside(item.path) ?? stem;
  const right = rightName(directory, user);
  const content = plainOrNull(item.path);
  if (right === null || content === null) return null;
  if (decodeMemory(content, user).state === 'invalid') return null;
  const twin = names.find((name) => name !== stem && foldedName(name) === foldedName(stem));
  const differs =
    twin === undefined ? '' : ` Its name differs from "${twin}" only in case or Unicode form.`;
  const about = `${item.name} is not read: the memory of "${user}" belongs into ${path.basename(right)}.`;
  const mend = isThere(right)
    ? shellCommand(['diff', item.path, right])
    : shellCommand(['mv', '-n', item.path, right]);
  return finding('names', 'warning', about + differs, mend);
}

/** Names that are one on a file system that ignores case. */
function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** The path that the memory of a user belongs to; null for what cannot be an id. */
export function rightName(directory: string, user: string): string | null {
  try {
    return path.join(directory, `${stemOf(user)}.json`);
  } catch {
    // Not an id: then it is not a memory either.
    return null;
  }
}

/** The user that a memory file names; null when it names none, or cannot be read. */
export function userInside(file: string): string | null {
  try {
    return idInside(file);
  } catch {
    // Told of by its permissions.
    return null;
  }
}

function plainOrNull(file: string): string | null {
  try {
    return readPlain(file)?.bytes.toString() ?? null;
  } catch {
    return null;
  }
}
