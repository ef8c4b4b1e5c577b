import path from 'node:path';
import { errnoOf, MemchatError } from '../../errors.ts';
import { type Finding, type FindingStatus, finding, shellCommand } from '../../finding.ts';
import { decodeMemory } from '../../memory/codec.ts';
import { counted } from '../../memory/wording.ts';
import { reasonOf } from '../failures.ts';
import { isThere, type PlainFile, readPlain } from '../files.ts';
import type { Place } from '../paths.ts';
import { type Survey, survey } from '../read.ts';
import { rightName, userInside } from './names.ts';
import { freeName, putBackCommand } from './put-back.ts';
import { type Scope, sized } from './scope.ts';

/** A file that is behind a revision of so little age (ms) is about to be replaced. */
const BEING_WRITTEN = 2000;

export interface MemoryExamination {
  finding: Finding | null;
  /** Broken or missing: an editor may be in the middle of replacing the file. Look again. */
  isSuspect: boolean;
}

/** What the user's file is, and what the next start would do with it. */
export function examineMemory(scope: Scope): MemoryExamination {
  const { place } = scope;
  try {
    return describe(scope, survey(place));
  } catch (error) {
    if (error instanceof MemchatError)
      return { finding: unreadable(scope, error), isSuspect: true };
    const mend = errnoOf(error) === 'EACCES' ? shellCommand(['chmod', '600', place.main]) : null;
    const message = `${place.user}: ${nameOf(scope)} cannot be read: ${reasonOf(error)}.`;
    return { finding: finding('memory-file', 'problem', message, mend), isSuspect: false };
  }
}

function describe(scope: Scope, seen: Survey): MemoryExamination {
  const { user } = scope.place;
  const file = nameOf(scope);
  const tell = (status: FindingStatus, message: string, mend: string | null = null) => ({
    finding: finding('memory-file', status, `${user}: ${message}`, mend),
    isSuspect: status === 'problem',
  });
  switch (seen.state) {
    case 'none':
      return { finding: null, isSuspect: false };
    case 'deleted': {
      const message = `${file} was deleted; the next start for this user begins anew and deletes what is left of it.`;
      const found = tell('note', message, shellCommand(['rm', '-r', scope.place.house]));
      return { ...found, isSuspect: true };
    }
    case 'current':
      if (seen.migratedFrom !== null) {
        return tell(
          'note',
          `${file} is in an older format (version ${seen.migratedFrom}). It is read, and imported with the first thing that is written; the original is kept as revision ${seen.memory.revision}.`,
        );
      }
      if (seen.newest === null) {
        return tell(
          'note',
          `${file} has no revisions behind it, so nothing can be undone yet; the next change keeps it as the first one.`,
        );
      }
      return tell('ok', `${file} is revision ${seen.memory.revision}, ${contentOf(seen)}.`);
    case 'stale':
      if (Math.abs(scope.now - seen.newest.time) < BEING_WRITTEN) {
        const { revision } = seen.newest.header;
        return tell(
          'ok',
          `${file} is behind revision ${revision}, which is a moment old: whoever writes it, or the next start, brings it up to date.`,
        );
      }
      return tell(
        'note',
        `${file} is behind: the next start replaces it with revision ${seen.newest.header.revision}, which is what memchat reads.`,
      );
    case 'edited':
      return tell(
        'note',
        `your change to ${file} is not taken over yet; the next start makes it revision ${seen.newest.header.revision + 1}.`,
      );
    case 'invalid':
      return tell(
        'problem',
        `${file} cannot be read: ${seen.problem}. Correct it to keep your change; else the next start sets it aside in ${quarantineOf(scope)} and puts revision ${seen.newest.header.revision} in its place.`,
        // Any look sets it aside and puts the revision back: whose else the file may be is told there.
        scope.memchat('memory', 'history'),
      );
  }
}

function contentOf({ memory, main }: Survey & { state: 'current' }): string {
  const facts = counted(memory.keyFacts.length, 'fact');
  const retired = memory.retired.length === 0 ? '' : `, ${memory.retired.length} retired`;
  const review = memory.review.length === 0 ? '' : `, ${memory.review.length} waiting for your yes`;
  return `${facts}${retired}${review}, ${sized(main.bytes.length)}`;
}

/** A file that memchat will not touch, and does not go on from. */
function unreadable(scope: Scope, error: MemchatError): Finding {
  const { place } = scope;
  const main = plainOrNull(place.main);
  const decoded = main && decodeMemory(main.bytes.toString(), place.user);
  const mend = () => {
    switch (decoded?.state) {
      case 'newer':
        return null;
      case 'invalid':
        return (
          wrongName(scope) ??
          shellCommand(['mv', '-n', place.main, freeName(`${place.main}.broken`)])
        );
      default:
        return putBackOrNull(place);
    }
  };
  return finding('memory-file', 'problem', `${place.user}: ${error.message}`, mend());
}

/** The command that gives a file the name of the user inside it; null if that is not what is wrong. */
function wrongName({ place }: Scope): string | null {
  const inside = userInside(place.main);
  const right = inside === null ? null : rightName(place.directory, inside);
  if (right === null || right === place.main || isThere(right)) return null;
  return shellCommand(['mv', '-n', place.main, right]);
}

function putBackOrNull(place: Place): string | null {
  try {
    return putBackCommand(place);
  } catch {
    // The folder of the revisions cannot be read either: another finding tells of that.
    return null;
  }
}

function plainOrNull(file: string): PlainFile | null {
  try {
    return readPlain(file);
  } catch {
    return null;
  }
}

function nameOf({ place }: Scope): string {
  return path.basename(place.main);
}

function quarantineOf({ place }: Scope): string {
  return path.relative(place.directory, place.quarantine);
}
