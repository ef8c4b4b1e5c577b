import fs from 'node:fs';
import { type Finding, finding, shellCommand } from '../../finding.ts';
import type { Item, Role } from './inventory.ts';

const FOLDERS: ReadonlySet<Role> = new Set<Role>(['folder', 'lock']);

/** What has the name of a file or folder of memchat and is something else: it is refused. */
export function examineLinks(items: readonly Item[]): Finding[] {
  return items.flatMap((item) => {
    const { path, name, role, stat } = item;
    if (role === 'foreign' || role === 'leftover') return [];
    if (stat.isSymbolicLink()) return [linkFinding(item)];
    const wanted = FOLDERS.has(role) ? 'folder' : 'file';
    if (wanted === 'folder' ? stat.isDirectory() : stat.isFile()) return [];
    const message = `${name} is not a plain ${wanted}; memchat refuses it.`;
    return [finding('links', 'problem', message, shellCommand(['mv', '-n', path, `${path}.old`]))];
  });
}

/** A link is replaced by what it leads to: its owner may have moved the file away on purpose. */
function linkFinding({ path, name }: Item): Finding {
  const message = `${name} is a symbolic link; memchat does not follow links inside its store.`;
  if (!fs.existsSync(path)) {
    return finding('links', 'problem', message, shellCommand(['rm', path]));
  }
  const copy = `${path}.copy`;
  const steps = [
    ['cp', '-RL', path, copy],
    ['rm', path],
    ['mv', copy, path],
  ].map((words) => shellCommand(words));
  const mend = steps.includes(null) ? null : steps.join(' && ');
  return finding('links', 'problem', message, mend);
}
