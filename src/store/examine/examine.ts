import { setTimeout as wait } from 'node:timers/promises';
import { errnoOf } from '../../errors.ts';
import { type Finding, finding, shellCommand } from '../../finding.ts';
import type { Clock } from '../../memory/clock.ts';
import { reasonOf } from '../failures.ts';
import { type Place, placeOf } from '../paths.ts';
import { Allowance } from './allowance.ts';
import { examineFileSystem } from './file-system.ts';
import { examineFolder } from './folder.ts';
import { examineRemovals } from './housekeeping.ts';
import { type Listing, listStore } from './listing.ts';
import { examineMemory } from './memory.ts';
import { examineForeign } from './names.ts';
import { examinePermissions, storeItems } from './permissions.ts';
import type { Scope } from './scope.ts';
import { notExaminedFindings, summaryFindings } from './summary.ts';
import { examineUser, type UserExamination } from './user.ts';

export interface ExamineOptions {
  /** The folder of the store. */
  directory: string;
  /** What says that it is this folder, in words: "as --sessions says". */
  why: string;
  /** The user of whom everything is told; null: of all only what is out of order. */
  user: string | null;
  clock: Clock;
  /** Of this process; null where files have no owners. */
  uid: number | null;
  /** The command line that runs memchat on this store for a user. */
  memchat(user: string, words: readonly string[]): string | null;
}

/** Users that are looked at; the one that is asked for in any case. */
const MOST_USERS = 1000;
/** Files that are looked at, of the whole store and of one user. */
const MOST_ENTRIES = { store: 200_000, user: 20_000 };
/** Bytes that are read beside the memories themselves: of the store, and of one user. */
const MOST_BYTES = { store: 128e6, user: 8e6, detail: 64e6 };
/** Editors replace a file in steps; what looks broken is looked at again after (ms). */
const SECOND_LOOK = 100;

/**
 * Looks at all that is kept in a store and tells what is out of order. Nothing is changed: files are
 * listed and read, and that is all. What is not looked at is said.
 */
export async function examineStore(options: ExamineOptions): Promise<Finding[]> {
  const { directory, why } = options;
  const folder = examineFolder(directory, why, options.uid);
  const findings = [...folder.findings];
  const fileSystem = folder.existing === null ? null : examineFileSystem(folder.existing);
  if (fileSystem !== null) findings.push(...fileSystem.findings);
  if (!folder.isReadable) return findings;
  let listing: Listing;
  try {
    listing = listStore(directory);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    const message = `${directory} cannot be listed: ${reasonOf(error)}.`;
    const mend = shellCommand(['chmod', 'u+rwx', directory]);
    return [...findings, finding('store-location', 'problem', message, mend)];
  }
  const modes = fileSystem?.modes ?? true;
  return [...findings, ...(await examineListed(options, listing, modes))];
}

async function examineListed(
  options: ExamineOptions,
  listing: Listing,
  modes: boolean,
): Promise<Finding[]> {
  const { directory, uid } = options;
  const { places, nameless, others } = listing;
  const detailed = userInDetail(options, places);
  const bytes = new Allowance(MOST_BYTES.store);
  const examined = examineUsers(options, choose(places, detailed), detailed, bytes);
  await lookAgain(examined);
  const items = examined.flatMap(({ inventory }) => inventory.items);
  const access = { directory, uid, modes };
  const foreign = { items: [...others, ...items], nameless, users: places.map(({ user }) => user) };
  return [
    ...summaryFindings(examined, options.user),
    ...examined.flatMap(({ findings }) => findings),
    ...examinePermissions([...storeItems(directory, listing.isMarked), ...items], access),
    ...examineRemovals(others),
    ...examineForeign(directory, foreign, new Allowance(MOST_BYTES.user, bytes)),
    ...notExaminedFindings(examined, places.length),
  ];
}

/** Of a lone user everything is told without being asked for. */
function userInDetail({ user, directory }: ExamineOptions, places: Place[]): string | null {
  if (user !== null) return placeOf(directory, user).user;
  const [only, ...more] = places;
  return only !== undefined && more.length === 0 ? only.user : null;
}

function choose(places: Place[], detailed: string | null): Place[] {
  const asked = places.filter(({ user }) => user === detailed);
  const rest = places.filter(({ user }) => user !== detailed);
  return [...asked, ...rest.slice(0, MOST_USERS - asked.length)];
}

function examineUsers(
  { clock, uid, memchat }: ExamineOptions,
  places: Place[],
  detailed: string | null,
  bytes: Allowance,
): UserExamination[] {
  const now = Date.parse(clock());
  const entries = new Allowance(MOST_ENTRIES.store);
  return places.map((place) => {
    const detail = place.user === detailed;
    const scope: Scope = {
      place,
      detail,
      now,
      uid,
      entries: new Allowance(MOST_ENTRIES.user, entries),
      bytes: new Allowance(detail ? MOST_BYTES.detail : MOST_BYTES.user, bytes),
      memchat: (...words) => memchat(place.user, words),
    };
    return examineUser(scope);
  });
}

async function lookAgain(examined: UserExamination[]): Promise<void> {
  const suspects = examined.filter(({ memory }) => memory.isSuspect);
  if (suspects.length === 0) return;
  await wait(SECOND_LOOK);
  for (const suspect of suspects) suspect.memory = examineMemory(suspect.scope);
}
