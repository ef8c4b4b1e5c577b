import { MemchatError } from '../errors.ts';
import { noChanges, type Refusal } from '../memory/changes.ts';
import { type Consolidation, consolidate, noConsolidation } from '../memory/consolidate.ts';
import { batchesOf } from '../memory/consolidate-batches.ts';
import { age } from '../memory/retention.ts';
import type { Fact, Memory } from '../memory/types.ts';
import { CONSOLIDATION_INSTRUCTIONS, consolidationPrompt } from '../prompt/consolidation.ts';
import { consolidationSchema, toConsolidation } from '../prompt/consolidation-schema.ts';
import { commitPass } from './commit-pass.ts';
import { type Outcome, type PassOutcome, unread } from './outcome.ts';
import type { Models, Ports } from './ports.ts';
import { nothingSpent, type Spent, spentOn } from './spent.ts';
import { isTidyDue } from './tidy-due.ts';
import { hashUser } from './user-hash.ts';

export interface TidyOptions {
  /** Go on although more than half of the active facts would go. Default false. */
  yes?: boolean;
  /** Facts neither updated nor recalled for so many days are retired; null: never. */
  retainDays?: number | null;
}

/** Room for one answer and for the thinking before it, in tokens. */
const MAX_TOKENS = 8_192;

/** Passes while things keep being forgotten meanwhile: never seen in practice. */
const MOST_ATTEMPTS = 3;

/**
 * Consolidation and aging: facts that say the same become one, what has expired is retired. One
 * commit (`tidied`), which can be undone. What a model wants gone without good reason waits in
 * review. The model is asked outside of any lock, in several requests where there are many facts,
 * and not at all for fewer than two. What was read before something was forgotten is not written.
 * @throws MemchatError `usage` when more than half of the active facts would go and `yes` was not
 *   said: nothing is written then; else as the model and the store do.
 */
export async function tidy(
  ports: Ports,
  models: Models,
  user: string,
  options: TidyOptions = {},
): Promise<PassOutcome> {
  let spent = nothingSpent();
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const known = await ports.store.read(user);
    if (known === null) return { revision: null, changes: noChanges(), ...spent };
    const asked = await ask(ports, models, known, options.retainDays ?? null);
    spent = spentOn(spent, asked.spent);
    const outcome = await commit(ports, known, asked, options);
    if (outcome !== null) return { ...outcome, ...spent };
  }
  throw new MemchatError(
    'The memory was not tidied up: things kept being forgotten meanwhile. Try again in a moment.',
    'lock-busy',
  );
}

interface Asked {
  consolidation: Consolidation;
  /** What was not in the form asked for, and what there was no room for. */
  problems: Refusal[];
  spent: Spent;
}

async function ask(
  ports: Ports,
  models: Models,
  memory: Memory,
  retainDays: number | null,
): Promise<Asked> {
  const now = ports.clock();
  const { batches, left } = batchesOf(age(memory, now, retainDays).keyFacts);
  // A part of the facts is no ground for a summary of them all.
  const summary = batches.length === 1 ? memory.summary : '';
  const answers: Asked[] = [];
  for (const facts of batches) {
    const prompt = consolidationPrompt({ facts, summary, now });
    answers.push(await request(ports, models, memory.user, facts, prompt));
  }
  const parts = answers.map(({ consolidation }) => consolidation);
  const problems = answers.flatMap((answer) => answer.problems);
  if (left > 0) problems.push({ text: `${left} facts`, reason: 'too many to look at in one go' });
  return {
    consolidation: {
      merges: parts.flatMap(({ merges }) => merges),
      rewrites: parts.flatMap(({ rewrites }) => rewrites),
      retire: parts.flatMap(({ retire }) => retire),
      summary: summary === '' ? null : (parts[0] ?? noConsolidation()).summary,
    },
    problems,
    spent: answers.map((answer) => answer.spent).reduce(spentOn, nothingSpent()),
  };
}

async function request(
  ports: Ports,
  models: Models,
  user: string,
  facts: readonly Fact[],
  prompt: string,
): Promise<Asked> {
  const answer = await ports.model.structured(
    {
      model: models.memory,
      system: [{ text: CONSOLIDATION_INSTRUCTIONS, cache: false }],
      prompt,
      maxTokens: MAX_TOKENS,
      userHash: hashUser(user),
    },
    consolidationSchema,
  );
  return {
    consolidation: toConsolidation(answer.value, facts),
    problems: unread(answer.problems),
    spent: { usage: answer.usage, costUsd: ports.price(answer.model, answer.usage) },
  };
}

/** What was committed, or null when something was forgotten since the model was asked. */
async function commit(
  ports: Ports,
  known: Memory,
  { consolidation, problems }: Asked,
  { yes = false, retainDays = null }: TidyOptions,
): Promise<Outcome | null> {
  const now = ports.clock();
  return commitPass(ports.store, known, (memory) => {
    const isOurs = memory.summary === known.summary;
    const operations = isOurs ? consolidation : { ...consolidation, summary: null };
    const written = consolidate(memory, operations, { now, newId: ports.newId, retainDays });
    const [before, after] = [memory.keyFacts.length, written.memory.keyFacts.length];
    if (!yes && after * 2 < before) throw shrunk(before, after);
    const refused = [...written.changes.refused, ...problems];
    return { memory: marked(memory, written.memory), changes: { ...written.changes, refused } };
  });
}

/** The tidied memory, which says how many facts are left; null where nothing needs to be written. */
function marked(before: Memory, after: Memory): Memory | null {
  const tidiedTo = after.keyFacts.length;
  if (after === before && (before.tidiedTo === tidiedTo || !isTidyDue(before))) return null;
  return { ...after, tidiedTo };
}

function shrunk(before: number, after: number): MemchatError {
  return new MemchatError(
    `Nothing was tidied up: it would leave ${after} of ${before} active facts, less than half. To go on all the same, run memchat memory tidy --yes; memchat memory undo brings them back.`,
    'usage',
  );
}
