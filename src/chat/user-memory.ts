import { MemchatError } from '../errors.ts';
import { emptyMemory } from '../memory/codec.ts';
import type { ImportedMemory } from '../memory/import/import.ts';
import type { WritePolicy } from '../memory/policy.ts';
import type { Passage } from '../memory/turn.ts';
import type { Memory } from '../memory/types.ts';
import { normalizeUser } from '../memory/user-id.ts';
import {
  type ForgetOutcome,
  type ForgetPlan,
  type ForgetTarget,
  forget,
  planForgetting,
} from './forget.ts';
import { type HistoryEntry, history } from './history.ts';
import { importMemory } from './import.ts';
import { importTranscript, type TranscriptImport } from './import-transcript.ts';
import { inferPreferences } from './infer-preferences.ts';
import { keepInput, recentInputs } from './inputs.ts';
import type { Outcome, PassOutcome } from './outcome.ts';
import type { Models, Ports } from './ports.ts';
import type { Recalled } from './recalled.ts';
import type { Recollection } from './recollection.ts';
import { type RestoreOutcome, restoreRevision } from './restore.ts';
import { type Decision, decide } from './review.ts';
import { addFact, type Dictated, editFact, type FactEdit, setPreference } from './revise.ts';
import { type HostRequest, suggestFact } from './suggest.ts';
import { type TidyOptions, tidy } from './tidy.ts';
import { type UndoOutcome, undoRevision } from './undo.ts';
import { verify } from './verify.ts';

/** How long a search waits for new texts to be embedded, in ms: who searches by command may never come again. */
const PATIENCE = 10_000;

export interface UserMemoryOptions {
  user: string;
  models: Models;
  /** Default `auto`. Under `read-only` every change is refused. */
  policy?: WritePolicy;
}

/**
 * One user's memory, and what the user may do with it: the same for every door. Each change is one
 * commit, and but for `forget` and `forgetAll` each can be undone; an import of a transcript is none.
 * All methods throw MemchatError: `usage` under `read-only`, and as the use cases that they call.
 */
export class UserMemory {
  readonly user: string;
  readonly #ports: Ports;
  readonly #models: Models;
  readonly #policy: WritePolicy;
  /** Made by the first search. */
  #recollection: Promise<Recollection> | null = null;

  /** @throws MemchatError `usage` for an id that is not valid. */
  constructor(ports: Ports, { user, models, policy = 'auto' }: UserMemoryOptions) {
    this.user = normalizeUser(user);
    this.#ports = ports;
    this.#models = models;
    this.#policy = policy;
  }

  /** The memory as it is now; an empty one of revision 0 where nothing is kept yet. */
  async read(): Promise<Memory> {
    const { store, clock } = this.#ports;
    return (await store.read(this.user)) ?? emptyMemory(this.user, clock());
  }

  /**
   * What bears on the query, best first: facts, past ones as well, and what was said. Times such as
   * "last March" are understood.
   * @throws MemchatError as the stores do; `usage` for an empty query.
   */
  async search(query: string, { limit = 10 }: { limit?: number } = {}): Promise<Recalled[]> {
    if (query.trim() === '') {
      throw new MemchatError('Say what is to be looked for: the query is empty.', 'usage');
    }
    const { Recollection: Opened } = await import('./recall.ts');
    this.#recollection ??= Opened.open(this.#ports, this.user);
    const recollection = await this.#recollection;
    const now = this.#ports.clock();
    const found = await recollection.find(await this.read(), query, {
      limit,
      now,
      patienceMs: PATIENCE,
    });
    return found.map(({ recalled }) => recalled);
  }

  /** Stops what a search has left going on in the background. */
  async close(): Promise<void> {
    await (await this.#recollection)?.close();
  }

  history(options: { limit: number }): Promise<HistoryEntry[]> {
    return history(this.#ports, this.user, options);
  }

  async add(fact: Dictated): Promise<Outcome> {
    return addFact(this.#writable(), this.user, fact);
  }

  async edit(id: string, edit: FactEdit): Promise<Outcome> {
    return editFact(this.#writable(), this.user, id, edit);
  }

  async setPreference(key: string, value: string | null): Promise<Outcome> {
    return setPreference(this.#writable(), this.user, key, value);
  }

  /**
   * What the model of another program asks to be written: it waits for the user's yes, unless the
   * user trusts that program and the policy is `auto`. See `suggest` of memory/ for what is refused.
   */
  async suggest(request: HostRequest, { isTrusted = false } = {}): Promise<Outcome> {
    const trusts = isTrusted && this.#policy === 'auto';
    return suggestFact(this.#writable(), this.user, request, { isTrusted: trusts });
  }

  async decide(decisions: readonly Decision[]): Promise<Outcome> {
    return decide(this.#writable(), this.user, decisions);
  }

  async planForgetting(target: ForgetTarget): Promise<ForgetPlan> {
    return planForgetting(this.#writable(), this.user, target);
  }

  async forget(target: ForgetTarget): Promise<ForgetOutcome> {
    return forget(this.#writable(), this.user, target);
  }

  /** Deletes everything that is kept of the user, the file included. */
  async forgetAll(): Promise<void> {
    await this.#writable().store.remove(this.user);
  }

  /** What was entered at the prompt in all sessions, oldest first: at most 10,000 entries. */
  inputs(): Promise<Passage[][]> {
    return recentInputs(this.#ports, this.user, this.#policy !== 'read-only');
  }

  /** Keeps what was entered at the prompt, unless it holds a secret, or none is to be kept. */
  async keepInput(entry: readonly Passage[]): Promise<void> {
    await keepInput(this.#ports, this.user, entry);
  }

  async undo(revision: number | null = null): Promise<UndoOutcome> {
    return undoRevision(this.#writable(), this.user, revision);
  }

  async restore(revision: number): Promise<RestoreOutcome> {
    return restoreRevision(this.#writable(), this.user, revision);
  }

  async tidy(options: TidyOptions = {}): Promise<PassOutcome> {
    return tidy(this.#writable(), this.#models, this.user, options);
  }

  async verify(): Promise<PassOutcome> {
    return verify(this.#writable(), this.#models, this.user);
  }

  async inferPreferences(): Promise<PassOutcome> {
    const policy = this.#policy === 'ask' ? 'ask' : 'auto';
    return inferPreferences(this.#writable(), this.#models, this.user, [], policy);
  }

  async import(imported: ImportedMemory, options: { yes: boolean }): Promise<Outcome> {
    return importMemory(this.#writable(), this.user, imported, options);
  }

  /** Adds the transcript of another chat to the user's; the memory itself stays as it is. */
  async importTranscript(text: string): Promise<TranscriptImport> {
    return importTranscript(this.#writable(), this.user, text);
  }

  #writable(): Ports {
    if (this.#policy !== 'read-only') return this.#ports;
    throw new MemchatError(
      'The memory is read-only (--memory read-only, or MEMCHAT_MEMORY): nothing in it is changed. Add --memory auto to change it.',
      'usage',
    );
  }
}
