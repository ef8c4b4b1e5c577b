import path from 'node:path';
import { type Finding, finding, shellCommand } from '../../finding.ts';
import { counted } from '../../memory/wording.ts';
import { readPlain } from '../files.ts';
import { isGone } from '../owner.ts';
import { decodePending, pendingFiles } from '../pending.ts';
import type { Item } from './inventory.ts';
import { listed, type Scope, sized } from './scope.ts';

/** Turns that are not in the memory yet, by what becomes of them. */
export function examinePending(items: readonly Item[], scope: Scope): Finding[] {
  if (!items.some(({ role, stat }) => role === 'pending' && stat.isFile())) return [];
  const { place, now } = scope;
  let living = 0;
  let left = 0;
  const unreadable: string[] = [];
  // Of the generations of a turn the last one counts.
  const latest = new Map(pendingFiles(place).map((file) => [file.id, file]));
  for (const file of latest.values()) {
    const content = readPlain(file.path);
    if (content === null) continue;
    const pending = decodePending(content.bytes, place.user, file.id);
    if (pending === null) unreadable.push(file.path);
    else if (isGone(pending.owner, now - content.time)) left++;
    else living++;
  }
  const findings: Finding[] = [];
  const turns = (count: number) =>
    `${place.user}: ${counted(count, 'turn')} ${count === 1 ? 'is' : 'are'} not remembered yet`;
  if (living > 0) {
    const message = `${turns(living)}; a memchat that runs now sees to it.`;
    findings.push(finding('pending', 'note', message));
  }
  if (left > 0) {
    const message = `${turns(left)}: memchat was stopped before. The next start for this user takes it up.`;
    findings.push(finding('pending', 'warning', message, scope.memchat()));
  }
  if (unreadable.length > 0) {
    const names = listed(unreadable.map((file) => path.basename(file)));
    const message = `${place.user}: pending turns that cannot be read: ${names}. The next start sets them aside.`;
    findings.push(finding('pending', 'warning', message, scope.memchat()));
  }
  return findings;
}

/** What an embedding endpoint has made of past texts. */
export function examineVectors(items: readonly Item[], scope: Scope): Finding[] {
  const files = items.filter(({ role }) => role === 'vectors');
  if (files.length === 0 || !scope.detail) return [];
  const size = sized(files.reduce((sum, { stat }) => sum + stat.size, 0));
  const models = counted(files.length, 'model');
  const message = `${scope.place.user}: vectors of what was said, of ${models}, ${size}.`;
  return [finding('embeddings', 'ok', message)];
}

/** Unreadable files that were set aside. Their names begin with the time: `20260301T100000000Z-…`. */
export function examineQuarantine(items: readonly Item[], scope: Scope): Finding[] {
  const names = items
    .filter(({ role }) => role === 'quarantined')
    .map((item) => path.basename(item.path))
    .sort();
  const [oldest] = names;
  if (oldest === undefined) return [];
  const { user, quarantine } = scope.place;
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)T/.exec(oldest) ?? [];
  const since = year === undefined ? '' : ` since ${year}-${month}-${day}`;
  const message = `${user}: ${counted(names.length, 'unreadable file')} set aside${since}: ${listed(names, 3)}. See whether anything in ${quarantine} is worth keeping; then it can go.`;
  return [finding('quarantine', 'note', message, shellCommand(['rm', '-r', quarantine]))];
}

/** A lock that nobody renewed for so long (ms) was left behind by a stopped process. */
const ABANDONED = 10_000;

export function examineLock(items: readonly Item[], scope: Scope): Finding[] {
  const lock = items.find(({ role }) => role === 'lock');
  if (lock === undefined) return [];
  const { user } = scope.place;
  const since = lock.stat.mtime.toISOString();
  if (scope.now - lock.stat.mtimeMs < ABANDONED) {
    if (!scope.detail) return [];
    return [
      finding('lock', 'note', `${user}: a memchat is writing now (lock held since ${since}).`),
    ];
  }
  const message = `${user}: a stopped memchat left its lock behind (${since}). It holds up nobody, and whoever needs it next takes it.`;
  return [finding('lock', 'note', message, shellCommand(['rmdir', lock.path]))];
}

/** Unfinished files are swept when they are so old (ms). */
const OLD = 10 * 60 * 1000;

/** What stopped processes did not finish: writes, and removals. */
export function examineLeftovers(items: readonly Item[], scope: Scope): Finding[] {
  const { user } = scope.place;
  const old = items.filter(
    ({ role, stat }) => role === 'temporary' && scope.now - stat.mtimeMs > OLD,
  );
  const findings: Finding[] = [];
  if (old.length > 0) {
    const message = `${user}: ${counted(old.length, 'unfinished file')} of stopped writers, swept by later ones.`;
    const mend = old.length > 10 ? null : shellCommand(['rm', ...old.map((item) => item.path)]);
    findings.push(finding('leftovers', 'note', message, mend));
  }
  return [...findings, ...examineRemovals(items)];
}

/** What a stopped removal was to delete, and did not. */
export function examineRemovals(items: readonly Item[]): Finding[] {
  const doomed = items.filter(({ role }) => role === 'leftover');
  if (doomed.length === 0) return [];
  const names = listed(doomed.map(({ name }) => name));
  const message = `A removal was stopped in the middle; what it was to delete is still there: ${names}.`;
  const mend = shellCommand(['rm', '-r', ...doomed.map((item) => item.path)]);
  return [finding('leftovers', 'warning', message, mend)];
}
