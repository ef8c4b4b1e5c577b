import { MemchatError } from '../errors.ts';
import { apply } from '../memory/apply.ts';
import { candidates } from '../memory/candidates.ts';
import type { Changes } from '../memory/changes.ts';
import { emptyMemory } from '../memory/codec.ts';
import { messageText, type Turn } from '../memory/turn.ts';
import type { Memory, Operations } from '../memory/types.ts';
import type { Usage } from '../model/port.ts';
import { addUsage, noUsage } from '../model/prices.ts';
import { EXTRACTION_INSTRUCTIONS, extractionPrompt } from '../prompt/extraction.ts';
import { extractionSchema, toOperations } from '../prompt/extraction-schema.ts';
import { update } from '../store/update.ts';
import type { Models, Ports } from './ports.ts';
import { hashUser } from './user-hash.ts';

/** Room for an extraction and for the thinking before it, in tokens. */
const MAX_TOKENS = 8_192;

export interface Pass {
  changes: Changes;
  usage: Usage;
  costUsd: number | null;
}

/**
 * One pass of the memory over turns that are over: one extraction request, then one commit. The
 * model is never called while a store is held. When another process changed the summary meanwhile,
 * the model is asked once more with the new one; operations on facts merge by their ids.
 * @throws MemchatError as the model and the store do; then nothing was written.
 */
export async function remember(
  ports: Ports,
  models: Models,
  user: string,
  turns: readonly Turn[],
  adjust: (memory: Memory) => Memory,
): Promise<Pass> {
  let usage = noUsage();
  let cost: number | null = 0;
  for (let attempt = 1; ; attempt += 1) {
    const known = (await ports.store.read(user)) ?? emptyMemory(user, ports.clock());
    const fresh = turns.filter((turn) => !known.appliedTurns.includes(turn.id));
    if (fresh.length === 0) return { changes: noChanges(), usage, costUsd: cost };

    const extraction = await extract(ports, models, known, fresh);
    usage = addUsage(usage, extraction.usage);
    cost = cost === null || extraction.costUsd === null ? null : cost + extraction.costUsd;

    const last = attempt === 2;
    const changes = await commit(ports, known, fresh, extraction, last, adjust);
    if (changes !== null) return { changes, usage, costUsd: cost };
  }
}

interface Extracted {
  operations: Operations;
  problems: string[];
  usage: Usage;
  costUsd: number | null;
}

async function extract(
  ports: Ports,
  models: Models,
  memory: Memory,
  turns: readonly Turn[],
): Promise<Extracted> {
  const said = turns.map((turn) => `${messageText(turn)}\n${turn.reply ?? ''}`).join('\n');
  const facts = candidates(memory, said);
  const answer = await ports.model.structured(
    {
      model: models.memory,
      system: [{ text: EXTRACTION_INSTRUCTIONS, cache: false }],
      prompt: extractionPrompt({ memory, facts, turns, now: ports.clock() }),
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

/** The changes that were committed, or null when the summary has to be written anew. */
async function commit(
  ports: Ports,
  known: Memory,
  turns: readonly Turn[],
  extraction: Extracted,
  last: boolean,
  adjust: (memory: Memory) => Memory,
): Promise<Changes | null> {
  let changes: Changes | null = null;
  const now = ports.clock();
  await update(ports.store, known.user, (current) => {
    const memory = current ?? emptyMemory(known.user, now);
    let { operations } = extraction;
    if (operations.summary !== null && memory.summary !== known.summary) {
      changes = null;
      if (!last) return null;
      // Someone writes summaries faster than we can: theirs stands, our facts still count.
      operations = { ...operations, summary: null };
    }
    const applied = apply(memory, operations, { turns, now, newId: ports.newId });
    changes = withProblems(applied.changes, extraction.problems);
    return adjust(applied.memory);
  });
  return changes;
}

function withProblems(changes: Changes, problems: readonly string[]): Changes {
  const refused = problems.map((problem) => ({
    text: problem,
    reason: 'not in the form asked for',
  }));
  return { ...changes, refused: [...changes.refused, ...refused] };
}

export function noChanges(): Changes {
  return { added: [], replaced: [], retired: [], confirmed: [], refused: [] };
}

/** Failures that say something about the turn, not about the network or the disk. */
export function countsAsAttempt(error: unknown): boolean {
  return error instanceof MemchatError && error.code === 'model-output';
}
