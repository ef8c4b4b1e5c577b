import fs from 'node:fs';
import { type Finding, finding, shellCommand } from '../../finding.ts';
import type { Place } from '../paths.ts';
import type { Item, Role } from './inventory.ts';
import { freeName, putBackCommand } from './put-back.ts';

const FOLDERS: ReadonlySet<Role> = new Set<Role>(['folder', 'lock']);

/** What has the name of a file or folder of memchat and is something else: it is refused. */
export function examineLinks(place: Place, items: readonly Item[]): Finding[] {
  return items.flatMap((item) => {
    const { path, name, role, stat } = item;
    if (role === 'foreign' || role === 'leftover') return [];
    if (stat.isSymbolicLink()) return [linkFinding(place, item)];
    const wanted = FOLDERS.has(role) ? 'folder' : 'file';
    if (wanted === 'folder' ? stat.isDirectory() : stat.isFile()) return [];
    const message = `${name} is not a plain ${wanted}; memchat refuses it.`;
    const aside = shellCommand(['mv', '-n', path, freeName(`${path}.old`)]);
    const mend = role === 'memory' ? (putBackCommand(place) ?? aside) : aside;
    return [finding('links', 'problem', message, mend)];
  });
}

/** A link is replaced by what it leads to: its owner may have moved the file away on purpose. */
function linkFinding(place: Place, { path, name, role }: Item): Finding {
  const message = `${name} is a symbolic link; memchat does not follow links inside its store.`;
  if (!fs.existsSync(path)) {
    const remove = shellCommand(['rm', path]);
    const mend = role === 'memory' ? (putBackCommand(place) ?? remove) : remove;
    return finding('links', 'problem', message, mend);
  }
  const copy = `${path}.copy`;
  const steps = [
    ['cp', '-RL', path, copy],
    ['rm', path],
    ['mv', copy, path],
    ['chmod', '-R', 'u=rwX,go=', path],
  ].map((words) => shellCommand(words));
  const mend = steps.includes(null) ? null : steps.join(' && ');
  return finding('links', 'problem', message, mend);
}
