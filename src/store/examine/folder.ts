import fs from 'node:fs';
import path from 'node:path';
import { errnoOf } from '../../errors.ts';
import { type Finding, finding, shellCommand } from '../../finding.ts';
import { reasonOf } from '../failures.ts';

export interface FolderExamination {
  findings: Finding[];
  /** The nearest folder that exists: the store itself, or where it would be made. */
  existing: string | null;
  /** Whether there is a store to look into. */
  isReadable: boolean;
}

/** Whether the folder of the store is there, or can be made, and can be used; writes nothing. */
export function examineFolder(
  directory: string,
  why: string,
  uid: number | null,
): FolderExamination {
  const stat = lstat(directory);
  if (stat === null) return missingFolder(directory, why);
  const findings: Finding[] = [];
  if (stat.isSymbolicLink()) {
    const target = realpath(directory);
    if (target === null) {
      const message = `${directory} is a symbolic link that leads nowhere (${why}).`;
      return unusable(message);
    }
    const message = `${directory} is a symbolic link to ${target}. Name the folder itself: memchat does not follow links when it lists or deletes users.`;
    findings.push(
      finding(
        'store-location',
        'warning',
        message,
        shellCommand(['memchat', '--sessions', target, 'doctor']),
      ),
    );
  }
  const folder = fs.statSync(directory);
  if (!folder.isDirectory()) return unusable(`${directory} is not a folder (${why}).`);
  const refused = refusalOf(directory, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
  if (refused !== null) {
    const message = `${directory} cannot be written (${why}): ${reasonOf(refused)}.`;
    const isOwn = uid === null || uid === folder.uid;
    const isReadOnly = errnoOf(refused) === 'EROFS';
    const chmod = isReadOnly ? null : shellCommand(['chmod', 'u+rwx', directory]);
    const mend = isOwn ? chmod : shellCommand(['sudo', 'chown', '-R', String(uid), directory]);
    findings.push(finding('store-location', 'problem', message, mend));
    const isReadable = refusalOf(directory, fs.constants.R_OK | fs.constants.X_OK) === null;
    return { findings, existing: directory, isReadable };
  }
  findings.push(finding('store-location', 'ok', `Memories are in ${directory} (${why}).`));
  return { findings, existing: directory, isReadable: true };
}

function missingFolder(directory: string, why: string): FolderExamination {
  let parent = path.dirname(directory);
  while (lstat(parent) === null && path.dirname(parent) !== parent) parent = path.dirname(parent);
  const real = realpath(parent);
  if (real === null || !fs.statSync(real).isDirectory()) {
    return unusable(
      `${directory} cannot be made (${why}): ${parent} is not a folder. Move that away, or choose another folder.`,
    );
  }
  const refused = refusalOf(parent, fs.constants.W_OK | fs.constants.X_OK);
  if (refused !== null) {
    return unusable(
      `${directory} cannot be made (${why}): ${parent} cannot be written, ${reasonOf(refused)}. Choose another folder.`,
    );
  }
  const message = `${directory} is not there yet (${why}); it is made with the first memory.`;
  return {
    findings: [finding('store-location', 'ok', message)],
    existing: parent,
    isReadable: false,
  };
}

/** There is nothing to mend by a command: the person chooses another folder. */
function unusable(message: string): FolderExamination {
  const findings = [finding('store-location', 'problem', message)];
  return { findings, existing: null, isReadable: false };
}

/** The error with which the system would not let us; null when it would. Nothing is tried. */
function refusalOf(folder: string, mode: number): Error | null {
  try {
    fs.accessSync(folder, mode);
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Null when it is not there, or cannot be looked at. */
function lstat(file: string): fs.Stats | null {
  try {
    return fs.lstatSync(file);
  } catch {
    return null;
  }
}

function realpath(file: string): string | null {
  try {
    return fs.realpathSync(file);
  } catch {
    return null;
  }
}
