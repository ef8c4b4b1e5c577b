import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import { emptyMemory } from '../../src/memory/codec.ts';
import type { Memory } from '../../src/memory/types.ts';
import { FileStore } from '../../src/store/file-store.ts';
import type { Notice } from '../../src/store/port.ts';

export const NOW = '2026-03-01T10:00:00.000Z';

/** A clock that tells the real time, as the command line's does. */
export const clock = () => new Date().toISOString();

/** Makes folders that are gone after the test. */
export function temporaryFolders(): () => string {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-store-'));
    folders.push(folder);
    return folder;
  };
}

export function memory(user: string, revision: number, summary = ''): Memory {
  return { ...emptyMemory(user, NOW), revision, summary };
}

export interface World {
  store: FileStore;
  notices: Notice[];
  /** A path inside the store. */
  at(...names: string[]): string;
  /** Another process, as far as the files are concerned. */
  another(): FileStore;
}

export function worldIn(directory: string): World {
  const notices: Notice[] = [];
  const onNotice = (notice: Notice) => notices.push(notice);
  const another = () => new FileStore({ directory, clock, onNotice });
  return { store: another(), notices, at: (...names) => path.join(directory, ...names), another };
}

/** Every file below a folder, as relative paths. */
export function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}
