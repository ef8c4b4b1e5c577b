import { MemchatError } from '../errors.ts';
import { apply } from '../memory/apply.ts';
import { type Changes, noChanges } from '../memory/changes.ts';
import { emptyMemory } from '../memory/codec.ts';
import type { Turn } from '../memory/turn.ts';
import type { Memory, Operations } from '../memory/types.ts';
import { EXTRACTION_INSTRUCTIONS, extractionPrompt } from '../prompt/extraction.ts';
import { extractionSchema, toOperations } from '../prompt/extraction-schema.ts';
import { update } from '../store/update.ts';
import { asTheyAre, type WasSaved } from './journaled.ts';
import { unread } from './outcome.ts';
import type { Models, Ports } from './ports.ts';
import { nothingSpent, type Spent, spentOn } from './spent.ts';
import { hashUser } from './user-hash.ts';

/** Room for an extraction and for the thinking before it, in tokens. */
const MAX_TOKENS = 8_192;

/** Extractions of the same turns while things keep being forgotten: never seen in practice. */
const MOST_ATTEMPTS = 10;

export interface Pass extends Spent {
  changes: Changes;
}

export interface RememberOptions {
  /** `ask`: what would be written waits for the user's yes. */
  policy: 'auto' | 'ask';
  /** See `Evidence`. */
  retainDays: number | null;
  wasSaved: WasSaved;
  /** What else the same commit changes, before anything else: what was recalled does not expire. */
  adjust: (memory: Memory) => Memory;
}

/**
 * One pass of the memory over turns that are over: one extraction request, then one commit. The
 * model is never called while a store is held. When another process changed the summary meanwhile,
 * the model is asked once more with the new one; operations on facts merge by their ids. When
 * something was forgotten meanwhile, it is asked again about the turns as they are left.
 * @throws MemchatError as the model and the store do; then nothing was written.
 */
export async function remember(
  ports: Ports,
  models: Models,
  user: string,
  turns: readonly Turn[],
  options: RememberOptions,
): Promise<Pass> {
  let spent = nothingSpent();
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const known = (await ports.store.read(user)) ?? emptyMemory(user, ports.clock());
    const fresh = await asTheyAre(
      ports,
      turns.filter((turn) => !known.appliedTurns.includes(turn.id)),
      options.wasSaved,
    );
    if (fresh.length === 0) return { changes: noChanges(), ...spent };

    const extraction = await extract(ports, models, known, fresh);
    spent = spentOn(spent, extraction);
    // Blotted out while the model was thinking: what it read is not what was left.
    const left = await asTheyAre(ports, fresh, options.wasSaved);
    if (JSON.stringify(left) !== JSON.stringify(fresh)) continue;
    const changes = await commit(ports, known, fresh, extraction, attempt > 1, options);
    if (changes !== null) return { changes, ...spent };
  }
  throw new MemchatError(
    'The memory was not written: things kept being forgotten meanwhile. The next turn takes it up.',
    'lock-busy',
  );
}

interface Extracted extends Spent {
  operations: Operations;
  problems: string[];
}

async function extract(
  ports: Ports,
  models: Models,
  memory: Memory,
  turns: readonly Turn[],
): Promise<Extracted> {
  const { prompt, facts } = extractionPrompt({ memory, turns });
  const answer = await ports.model.structured(
    {
      model: models.memory,
      system: [{ text: EXTRACTION_INSTRUCTIONS, cache: false }],
      prompt,
      maxTokens: MAX_TOKENS,
      userHash: hashUser(memory.user),
    },
    extractionSchema,
  );
  return {
    operations: toOperations(answer.value, facts),
    problems: answer.problems,
    usage: answer.usage,
    costUsd: ports.price(answer.model, answer.usage),
  };
}

/** The changes that were committed, or null when the model has to be asked anew. */
async function commit(
  ports: Ports,
  known: Memory,
  turns: readonly Turn[],
  extraction: Extracted,
  wasRepeated: boolean,
  { policy, retainDays, adjust }: RememberOptions,
): Promise<Changes | null> {
  let changes: Changes | null = null;
  const now = ports.clock();
  await update(ports.store, known.user, (current) => {
    changes = null;
    // Deleted meanwhile, and the turns perhaps with it.
    if (current === null && known.revision > 0) return null;
    const memory = current ?? emptyMemory(known.user, now);
    if (memory.forgottenAt !== known.forgottenAt) return null;
    let { operations } = extraction;
    if (operations.summary !== null && memory.summary !== known.summary) {
      if (!wasRepeated) return null;
      // Someone writes summaries faster than we can: theirs stands, our facts still count.
      operations = { ...operations, summary: null };
    }
    const evidence = { turns, now, newId: ports.newId, policy, retainDays };
    const applied = apply(adjust(memory), operations, evidence);
    changes = withProblems(applied.changes, extraction.problems);
    return applied.memory;
  });
  return changes;
}

function withProblems(changes: Changes, problems: readonly string[]): Changes {
  return { ...changes, refused: [...changes.refused, ...unread(problems)] };
}

/** Failures that say something about the turn, not about the network or the disk. */
export function countsAsAttempt(error: unknown): boolean {
  return error instanceof MemchatError && error.code === 'model-output';
}
