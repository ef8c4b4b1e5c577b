import path from 'node:path';
import { type Finding, finding, shellCommand } from '../../finding.ts';
import { counted } from '../../memory/wording.ts';
import { type Revision, readRevision } from '../revision.ts';
import type { Item } from './inventory.ts';
import { listed, type Scope } from './scope.ts';

/** Revisions that are read whole: what is always kept. */
const READ = 64;

/** Whether what undo and restore build on is whole, the newest first. */
export function examineRevisions(items: readonly Item[], scope: Scope): Finding[] {
  const { user } = scope.place;
  const files = items
    .filter(({ role, stat }) => role === 'revision' && stat.isFile())
    .map((item) => ({
      item,
      number: Number.parseInt(path.basename(item.path), 10),
    }))
    .sort((a, b) => b.number - a.number);
  if (files.length === 0) return [];
  const broken: { path: string; number: number }[] = [];
  let newest: Revision | null = null;
  let read = 0;
  for (const { item, number } of files.slice(0, READ)) {
    if (!scope.bytes.take(item.stat.size)) continue;
    const revision = readRevision(scope.place, number);
    read++;
    if (revision === 'broken') broken.push({ path: item.path, number });
    else if (revision !== 'gone') newest ??= revision;
  }
  const findings: Finding[] = [];
  if (broken.length > 0) findings.push(damaged(broken, newest, scope));
  if (scope.detail) {
    const numbers = files.map(({ number }) => number);
    const range = `${numbers.at(-1)} to ${numbers[0]}`;
    const written = newest === null ? '' : `, the newest of ${newest.header.at}`;
    const unread = read < files.length ? `; the newest ${read} were read` : '';
    const message = `${user}: ${counted(files.length, 'revision')} (${range})${written}${unread}.`;
    findings.push(finding('revisions', 'ok', message));
  }
  return findings;
}

function damaged(
  broken: { path: string; number: number }[],
  newest: Revision | null,
  scope: Scope,
): Finding {
  const numbers = listed(broken.map(({ number }) => String(number)));
  const what = `${scope.place.user}: ${broken.length === 1 ? `revision ${numbers} is` : `revisions ${numbers} are`} damaged`;
  const top = newest === null ? -1 : newest.header.revision;
  if (newest !== null && broken.some(({ number }) => number > top)) {
    const how = `; revision ${top} is the newest good one`;
    return finding(
      'revisions',
      'warning',
      `${what}${how}. The next start sets aside what stands above it.`,
      scope.memchat('memory', 'history'),
    );
  }
  return finding(
    'revisions',
    'warning',
    `${what} and cannot be restored any more. The memory itself is not affected.`,
    shellCommand(['rm', ...broken.map(({ path }) => path)]),
  );
}
