import fs from 'node:fs';
import { shellCommand } from '../../finding.ts';
import type { Place } from '../paths.ts';
import { readRevision, revisionNumbers, revisionPath } from '../revision.ts';

/** Damaged revisions that are passed over before the search ends. */
const MOST_LOOKS = 64;

/**
 * The command that puts the newest good revision in the place of the user's file, and moves what is
 * there aside; null without a good one. Moving it away alone would count as deleting the memory.
 */
export function putBackCommand(place: Place): string | null {
  const good = newestGood(place);
  if (good === null) return null;
  const fresh = freeName(`${place.main}.new`);
  const quoted = shellCommand([fresh]);
  // The first line of a revision is its header, the rest is the memory.
  const steps = [
    ['tail', '-n', '+2', revisionPath(place, good)],
    ['mv', '-n', place.main, freeName(`${place.main}.old`)],
    ['mv', fresh, place.main],
    ['chmod', '600', place.main],
  ].map((words) => shellCommand(words));
  if (quoted === null || steps.includes(null)) return null;
  const [read, ...rest] = steps;
  return [`${read} > ${quoted}`, ...rest].join(' && ');
}

function newestGood(place: Place): number | null {
  const numbers = revisionNumbers(place).reverse().slice(0, MOST_LOOKS);
  return numbers.find((number) => typeof readRevision(place, number) !== 'string') ?? null;
}

/** The name, or one like it that nothing has yet. */
export function freeName(name: string): string {
  let free = name;
  for (let number = 2; isTaken(free); number++) free = `${name}-${number}`;
  return free;
}

function isTaken(file: string): boolean {
  return fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}
