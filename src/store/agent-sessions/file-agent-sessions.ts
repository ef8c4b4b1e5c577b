import { randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { errnoOf, MemchatError } from '../../errors.ts';
import { reading, writing } from '../failures.ts';
import { isDirectory, namesIn, syncDirectory } from '../files.ts';
import { removeFile } from '../new-file.ts';
import { DOOMED, sweepDoomed } from '../removal.ts';
import { isEntry, mergeBatches, readBatches } from './batches.ts';
import {
  filesOf,
  isMain,
  keyIn,
  projectFolder,
  type SessionPlace,
  sessionPlace,
  transcriptsIn,
} from './place.ts';
import type {
  AgentSessions,
  FoldSummary,
  SessionEntry,
  SessionKey,
  SessionSummary,
} from './port.ts';
import { keepSummary, keptSummary, sizesOf } from './summary.ts';
import { SessionWriter } from './writer.ts';

/** Transcripts whose uuids are remembered; for one more the one that was used least is let go. */
const MOST_WRITERS = 64;

export interface FileAgentSessionsOptions {
  /** The folder of the store. */
  directory: string;
  /** Makes summaries; without it there are none. */
  fold?: FoldSummary | undefined;
}

/** One that appends, what it does last, and how many appends are not done. */
interface Appending {
  writer: SessionWriter;
  last: Promise<unknown>;
  waiting: number;
}

/**
 * Transcripts of agents in `.~agent-sessions/<project>/<session>/`, names hashed: for each program
 * that appends to one a file of its own, one JSON line for each append. Any number of processes, also
 * on machines that share the folder, may append at once; what one has read comes before what it adds.
 */
export class FileAgentSessions implements AgentSessions {
  readonly #directory: string;
  readonly #fold: FoldSummary | undefined;
  readonly #id = randomBytes(8).toString('hex');
  readonly #appending = new Map<string, Appending>();

  constructor({ directory, fold }: FileAgentSessionsOptions) {
    this.#directory = directory;
    this.#fold = fold;
  }

  async append(key: SessionKey, entries: SessionEntry[]): Promise<void> {
    const place = sessionPlace(this.#directory, key);
    if (!Array.isArray(entries) || !entries.every(isEntry)) {
      throw new MemchatError('An entry of a session must be an object with a type.', 'usage');
    }
    // As they are now: the caller may change them while others are written.
    const copy: SessionEntry[] = JSON.parse(JSON.stringify(entries));
    const appending = this.#appendingTo(place);
    const work = () => writing(place.folder, () => appending.writer.append(copy));
    const next = appending.last.then(work);
    appending.last = next.catch(() => {});
    appending.waiting += 1;
    try {
      await next;
    } finally {
      appending.waiting -= 1;
      this.#letGo();
    }
  }

  async load(key: SessionKey): Promise<SessionEntry[] | null> {
    const place = sessionPlace(this.#directory, key);
    return reading(place.folder, async () => this.#loaded(place));
  }

  async listSessions(projectKey: string): Promise<{ sessionId: string; mtime: number }[]> {
    const found = await this.#sessions(projectKey);
    return found.map(({ sessionId, mtime }) => ({ sessionId, mtime }));
  }

  async listSessionSummaries(projectKey: string): Promise<SessionSummary[]> {
    const fold = this.#fold;
    if (fold === undefined) return [];
    const summaries: SessionSummary[] = [];
    for (const { sessionId, mtime } of await this.#sessions(projectKey)) {
      const summary = await this.#summary({ projectKey, sessionId }, mtime, fold);
      if (summary !== null) summaries.push(summary);
    }
    return summaries;
  }

  async delete(key: SessionKey): Promise<void> {
    const place = sessionPlace(this.#directory, key);
    await writing(place.folder, async () => {
      if (!holdsFolders(place)) return;
      if (place.key.subpath === undefined) {
        // It leaves its name in one step: nobody finds a part of it.
        renameAway(place.folder, path.join(place.root, `${DOOMED}${randomUUID()}`));
        await syncDirectory(place.project);
        sweepDoomed(place.root);
      } else {
        for (const file of filesOf(place)) removeFile(file);
        await syncDirectory(place.folder);
      }
    });
  }

  async listSubkeys(session: { projectKey: string; sessionId: string }): Promise<string[]> {
    const { projectKey, sessionId } = session;
    const place = sessionPlace(this.#directory, { projectKey, sessionId });
    return reading(place.folder, async () => {
      const files = holdsFolders(place) ? transcriptsIn(place.folder) : [];
      const subpaths = files.flatMap((file) => keyIn(file)?.subpath ?? []);
      return [...new Set(subpaths)];
    });
  }

  #appendingTo(place: SessionPlace): Appending {
    const name = path.join(place.folder, place.part);
    const appending = this.#appending.get(name) ?? {
      writer: new SessionWriter(this.#directory, place, this.#id),
      last: Promise.resolve(),
      waiting: 0,
    };
    this.#appending.delete(name);
    this.#appending.set(name, appending);
    return appending;
  }

  /** Only who is done: two that write one file would write over each other. */
  #letGo(): void {
    for (const [name, { waiting }] of this.#appending) {
      if (this.#appending.size <= MOST_WRITERS) return;
      if (waiting === 0) this.#appending.delete(name);
    }
  }

  #loaded(place: SessionPlace): SessionEntry[] | null {
    if (!holdsFolders(place)) return null;
    const writers = filesOf(place).map((file) => readBatches(file, place.key, 0)?.batches ?? []);
    return writers.every((batches) => batches.length === 0) ? null : mergeBatches(writers);
  }

  async #sessions(projectKey: string) {
    const project = projectFolder(this.#directory, projectKey);
    return reading(project, async () => {
      const root = path.dirname(project);
      const names = isDirectory(root) ? namesIn(project) : [];
      return names.flatMap((name) => sessionIn(path.join(project, name)) ?? []);
    });
  }

  /** Null for a session that was deleted meanwhile. */
  async #summary(
    key: SessionKey,
    mtime: number,
    fold: FoldSummary,
  ): Promise<SessionSummary | null> {
    const place = sessionPlace(this.#directory, key);
    return reading(place.folder, async () => {
      const sizes = sizesOf(filesOf(place));
      const kept = keptSummary(place.folder, sizes);
      if (kept !== null) return { sessionId: key.sessionId, mtime, data: kept };
      const entries = this.#loaded(place);
      if (entries === null) return null;
      const { data } = fold(undefined, key, entries, { mtime });
      await keepSummary(place.folder, sizes, data);
      return { sessionId: key.sessionId, mtime, data };
    });
  }
}

/** Whether the session's folder is there. Throws for a link on the way to it. */
function holdsFolders({ root, project, folder }: SessionPlace): boolean {
  return isDirectory(root) && isDirectory(project) && isDirectory(folder);
}

function renameAway(folder: string, to: string): void {
  try {
    fs.renameSync(folder, to);
  } catch (error) {
    // Another process was first.
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
}

/** The session in a folder; null where nothing was added to it. */
function sessionIn(folder: string): { sessionId: string; mtime: number } | null {
  let found: { sessionId: string; mtime: number } | null = null;
  for (const file of transcriptsIn(folder).filter(isMain)) {
    const key = keyIn(file);
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    if (key === null || stat === undefined) continue;
    const mtime = Math.max(Math.floor(stat.mtimeMs), found?.mtime ?? 0);
    found = { sessionId: key.sessionId, mtime };
  }
  return found;
}
