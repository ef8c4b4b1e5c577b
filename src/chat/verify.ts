import { MemchatError } from '../errors.ts';
import { candidates } from '../memory/candidates.ts';
import { noChanges } from '../memory/changes.ts';
import type { Memory } from '../memory/types.ts';
import { type Saying, type Stale, verifyFacts } from '../memory/verify.ts';
import {
  shownSayings,
  VERIFICATION_INSTRUCTIONS,
  verificationPrompt,
} from '../prompt/verification.ts';
import { toStale, verificationSchema } from '../prompt/verification-schema.ts';
import { commitPass } from './commit-pass.ts';
import { type Outcome, type PassOutcome, unread } from './outcome.ts';
import type { Models, Ports } from './ports.ts';
import { nothingSpent, type Spent, spentOn } from './spent.ts';
import { hashUser } from './user-hash.ts';

/** Past exchanges that are looked at, and facts that are held against them. */
const MAX_EXCHANGES = 40;
const MAX_FACTS = 60;

/** Room for one answer and for the thinking before it, in tokens. */
const MAX_TOKENS = 8_192;

/** Passes while things keep being forgotten meanwhile: never seen in practice. */
const MOST_ATTEMPTS = 3;

/**
 * Verification: holds the active facts against the recent transcript; those that the user's own
 * words there contradict are proposed for retirement in the review list. Retires nothing itself.
 * One commit (`tidied`). What was read before something was forgotten is not written.
 * @throws MemchatError as the model and the stores do; `usage` when there is no transcript.
 */
export async function verify(ports: Ports, models: Models, user: string): Promise<PassOutcome> {
  let spent = nothingSpent();
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const known = await ports.store.read(user);
    const sayings = await readSayings(ports, user);
    if (known === null || known.keyFacts.length === 0) {
      return { revision: null, changes: noChanges(), ...spent };
    }
    const asked = await ask(ports, models, known, sayings);
    spent = spentOn(spent, asked.spent);
    const outcome = await commit(ports, known, asked);
    if (outcome !== null) return { ...outcome, ...spent };
  }
  throw new MemchatError(
    'The memory was not verified: things kept being forgotten meanwhile. Try again in a moment.',
    'lock-busy',
  );
}

async function readSayings({ transcript }: Ports, user: string): Promise<Saying[]> {
  const exchanges = await transcript.recent(user, MAX_EXCHANGES);
  if (exchanges.length > 0) return shownSayings(exchanges);
  throw new MemchatError(
    'There is no transcript to hold the memory against: nothing was said yet, or it is switched off (--no-transcript). Chat first, then verify.',
    'usage',
  );
}

interface Asked {
  stale: Stale[];
  problems: string[];
  spent: Spent;
}

async function ask(
  ports: Ports,
  models: Models,
  memory: Memory,
  sayings: readonly Saying[],
): Promise<Asked> {
  if (sayings.length === 0) return { stale: [], problems: [], spent: nothingSpent() };
  const facts = candidates(memory, sayings.map(({ typed }) => typed).join('\n'), MAX_FACTS);
  const answer = await ports.model.structured(
    {
      model: models.memory,
      system: [{ text: VERIFICATION_INSTRUCTIONS, cache: false }],
      prompt: verificationPrompt({ facts, sayings, now: ports.clock() }),
      maxTokens: MAX_TOKENS,
      userHash: hashUser(memory.user),
    },
    verificationSchema,
  );
  return {
    stale: toStale(answer.value, facts),
    problems: answer.problems,
    spent: { usage: answer.usage, costUsd: ports.price(answer.model, answer.usage) },
  };
}

/** What was committed, or null when something was forgotten since the transcript was read. */
async function commit(
  ports: Ports,
  known: Memory,
  { stale, problems }: Asked,
): Promise<Outcome | null> {
  const now = ports.clock();
  // Read anew: a quote that was forgotten while the model was asked stands there no more.
  const sayings = shownSayings(await ports.transcript.recent(known.user, MAX_EXCHANGES));
  return commitPass(ports.store, known, (memory) => {
    const written = verifyFacts(memory, stale, sayings, { now, newId: ports.newId });
    const refused = [...written.changes.refused, ...unread(problems)];
    return {
      memory: written.memory === memory ? null : written.memory,
      changes: { ...written.changes, refused },
    };
  });
}
