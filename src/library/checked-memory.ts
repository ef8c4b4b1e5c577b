import type { ForgetOutcome, ForgetPlan, ForgetTarget } from '../chat/forget.ts';
import type { HistoryEntry } from '../chat/history.ts';
import type { TranscriptImport } from '../chat/import-transcript.ts';
import type { Outcome } from '../chat/outcome.ts';
import type { Recalled } from '../chat/recalled.ts';
import type { RestoreOutcome } from '../chat/restore.ts';
import type { Decision } from '../chat/review.ts';
import type { Dictated, FactEdit } from '../chat/revise.ts';
import type { UndoOutcome } from '../chat/undo.ts';
import { UserMemory } from '../chat/user-memory.ts';
import { MemchatError } from '../errors.ts';
import type { ImportedMemory } from '../memory/import/import.ts';
import { MAX_TRANSCRIPT_IMPORT } from '../memory/import/transcript.ts';
import type { Memory } from '../memory/types.ts';
import { notValid, numberOf, oneOf, recordOf, textOf, wordsOf } from './arguments.ts';
import { importedOf } from './exported.ts';

/** Characters of one text: an id, a query, a fact before it is held to its own limits. */
const MAX_TEXT = 10_000;

const TARGETS = ['fact', 'preference', 'name', 'query'] as const;

/** `UserMemory` for callers without types: arguments are checked, and nothing is done once it is closed. */
export class CheckedMemory extends UserMemory {
  #isClosed = false;

  /** The memory as it is now; an empty one of revision 0 where nothing is kept yet. */
  override async read(): Promise<Memory> {
    this.ensureOpen();
    return super.read();
  }

  override async search(
    query: string,
    { limit = 10 }: { limit?: number } = {},
  ): Promise<Recalled[]> {
    this.ensureOpen();
    textOf('query', query, MAX_TEXT);
    return super.search(query, { limit: numberOf('limit', limit, 1, 1_000) });
  }

  /** The changes to the memory, newest first, at most `limit` (default 20). */
  override async history({ limit = 20 }: { limit?: number } = {}): Promise<HistoryEntry[]> {
    this.ensureOpen();
    return super.history({ limit: numberOf('limit', limit, 0, 100_000) });
  }

  override async add(fact: Dictated): Promise<Outcome> {
    this.ensureOpen();
    factOf('fact', fact);
    wordsOf('fact.text', fact.text, MAX_TEXT);
    return super.add(fact);
  }

  override async edit(id: string, edit: FactEdit): Promise<Outcome> {
    this.ensureOpen();
    factOf('edit', edit);
    return super.edit(wordsOf('id', id, MAX_TEXT), edit);
  }

  override async setPreference(key: string, value: string | null): Promise<Outcome> {
    this.ensureOpen();
    wordsOf('key', key, MAX_TEXT);
    if (value !== null) textOf('value', value, MAX_TEXT);
    return super.setPreference(key, value);
  }

  override async decide(decisions: readonly Decision[]): Promise<Outcome> {
    this.ensureOpen();
    if (!Array.isArray(decisions)) throw notValid('"decisions" has to be a list');
    for (const decision of decisions) {
      const { proposal, verdict } = recordOf('decision', decision);
      wordsOf('decision.proposal', proposal, MAX_TEXT);
      oneOf('decision.verdict', verdict, ['approve', 'decline']);
    }
    return super.decide(decisions);
  }

  override async planForgetting(target: ForgetTarget): Promise<ForgetPlan> {
    this.ensureOpen();
    return super.planForgetting(targetOf(target));
  }

  override async forget(target: ForgetTarget): Promise<ForgetOutcome> {
    this.ensureOpen();
    return super.forget(targetOf(target));
  }

  override async forgetAll(): Promise<void> {
    this.ensureOpen();
    return super.forgetAll();
  }

  override async undo(revision: number | null = null): Promise<UndoOutcome> {
    this.ensureOpen();
    if (revision !== null) numberOf('revision', revision, 0, Number.MAX_SAFE_INTEGER);
    return super.undo(revision);
  }

  override async restore(revision: number): Promise<RestoreOutcome> {
    this.ensureOpen();
    return super.restore(numberOf('revision', revision, 0, Number.MAX_SAFE_INTEGER));
  }

  /**
   * Takes in another memory, as a text in one of the formats that `readImport` reads: each part
   * waits in review, or with `yes` (default false) is written at once.
   * @throws MemchatError `memory-unreadable` for a text in none of the formats.
   */
  override async import(
    given: string | ImportedMemory,
    { yes = false }: { yes?: boolean } = {},
  ): Promise<Outcome> {
    this.ensureOpen();
    return super.import(importedOf(given), { yes });
  }

  override async importTranscript(text: string): Promise<TranscriptImport> {
    this.ensureOpen();
    return super.importTranscript(textOf('text', text, MAX_TRANSCRIPT_IMPORT));
  }

  override async close(): Promise<void> {
    this.#isClosed = true;
    await super.close();
  }

  /** @throws MemchatError `usage` once it is closed. */
  protected ensureOpen(): void {
    if (!this.#isClosed) return;
    throw new MemchatError('This memory is closed. Open it again with openMemory.', 'usage');
  }
}

function factOf(name: string, fact: Dictated | FactEdit): void {
  const { text, tag, kind, pinned } = recordOf(name, fact);
  if (text !== undefined) textOf(`${name}.text`, text, MAX_TEXT);
  if (tag !== undefined) textOf(`${name}.tag`, tag, MAX_TEXT);
  if (kind !== undefined) oneOf(`${name}.kind`, kind, ['semantic', 'episodic', 'procedural']);
  if (pinned !== undefined && typeof pinned !== 'boolean') {
    throw notValid(`"${name}.pinned" has to be true or false`);
  }
}

function targetOf(target: ForgetTarget): ForgetTarget {
  const { kind, id, key, query } = recordOf('target', target);
  switch (oneOf('target.kind', kind, TARGETS)) {
    case 'fact':
      return { kind: 'fact', id: wordsOf('target.id', id, MAX_TEXT) };
    case 'preference':
      return { kind: 'preference', key: wordsOf('target.key', key, MAX_TEXT) };
    case 'query':
      return { kind: 'query', query: wordsOf('target.query', query, MAX_TEXT) };
    default:
      return { kind: 'name' };
  }
}
