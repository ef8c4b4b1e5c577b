import { resolve } from 'node:path';
import type { Models, Ports } from '../chat/ports.ts';
import { randomId, systemClock } from '../compose/ids.ts';
import { MemchatError } from '../errors.ts';
import { MEMORY_BUDGET } from '../memory/caps.ts';
import type { Clock, NewId } from '../memory/clock.ts';
import { WRITE_POLICIES, type WritePolicy } from '../memory/policy.ts';
import { normalizeUser } from '../memory/user-id.ts';
import type { Notice } from '../store/port.ts';
import { numberOf, oneOf, recordOf, textOf, wordsOf } from './arguments.ts';
import { MemoryClient } from './memory-client.ts';
import { type ModelGiven, modelOf, noModel, priceOf } from './models.ts';
import { openStores } from './stores.ts';

export interface OpenMemoryOptions {
  /** Whose memory: any text of up to 256 characters without control characters, such as an id of yours. */
  user: string;
  /**
   * The folder of the memories, shared with the command line and any number of other processes;
   * made when something is first written. Default: `sessions` in the working folder. No variable of
   * the environment is read.
   */
  sessions?: string;
  /**
   * Keeps the memories on PostgreSQL instead: `postgres://user@host:5432/database`, or with
   * `?host=/folder` for a socket. The package `pg` has to be installed beside memchat, and the tables
   * be made with `memchat store migrate`. All memories of a process at one address share up to 10
   * connections, which are closed with the last of them. `sessions` is then where turns wait while the
   * server does not answer. Default: files.
   */
  store?: string;
  /**
   * Reads what was said, and answers in `chat`: your client of the Anthropic SDK, `offlineModel()`,
   * or a `Model` of your own. Default: none; what needs one is refused with `credential`.
   */
  model?: ModelGiven;
  /** Ids of the models. Default: claude-sonnet-5-5 to answer, claude-haiku-5-5 to remember. */
  models?: Partial<Models>;
  /**
   * Default `auto`: what passes the rules is written. `ask`: all waits for the user's yes (`decide`).
   * `read-only`: nothing is written, not even a repair. `off`: a memory of this process only, from
   * which nothing reaches the disk and which learns nothing.
   */
  policy?: WritePolicy;
  /** false: refuses a user of whom nothing is kept yet. Default true. */
  create?: boolean;
  /** Whether exchanges are kept for recall. Default true. */
  transcript?: boolean;
  /** Facts neither updated nor recalled for so many days, 1 to 99,999, are retired. Default: never. */
  retainDays?: number;
  /** Characters that the memory may take of a prompt, from 200 on. Default 3,000. */
  memoryBudget?: number;
  /** Told of what a person should know: a file set aside, an edit by hand, a weak file system. */
  onNotice?: (notice: Notice) => void;
  /** Told of what failed and no call is to blame for. */
  onWarning?: (error: Error) => void;
  /** Default: the system's. */
  clock?: Clock;
  /** Default: random. */
  newId?: NewId;
  /** US dollars of one request; null where unknown. Default: Anthropic's prices, see `costUsd`. */
  price?: Ports['price'];
}

const MODELS: Models = { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' };

/**
 * Opens one user's memory. Each call stands alone: nothing is shared between two of them, so that a
 * server may hold as many as it has users. Close it in the end, or declare it with `await using`.
 *
 * ```ts
 * const memory = await openMemory({ user: 'alice', model: new Anthropic() });
 * const system = await memory.prompt();
 * // … ask your model …
 * await memory.rememberExchange({ message, reply });
 * ```
 * @throws MemchatError `usage` for an argument that is not valid; `unknown-user` where `create` is
 *   false and nothing is kept of the user; `memory-unreadable` for a memory that cannot be read; with
 *   a server `store-unavailable` when it does not answer, and `config` for an address that is none, for
 *   the login, for the tables, and without the package `pg`.
 */
export async function openMemory(options: OpenMemoryOptions): Promise<MemoryClient> {
  const { user, sessions, policy, create = true } = checked(options);
  const { model: given, clock = systemClock, newId = randomId, price } = options;
  const models: Models = { ...MODELS, ...options.models };
  const model = given === undefined ? noModel() : modelOf(given, models.memory);
  const { store, transcript = true, onNotice = () => {} } = options;
  const stores = await openStores({
    ...{ user, store, sessions, transcript, policy, clock, onNotice },
  });
  const { signature, intervalMs, end, place, ...kept } = stores;
  const ports: Ports = { ...kept, model, clock, newId, price: price ?? priceOf(model) };
  try {
    const client = new MemoryClient(ports, {
      user,
      sessions,
      models,
      policy,
      priceOf: price === undefined ? priceOf : () => price,
      retainDays: options.retainDays ?? null,
      memoryBudget: options.memoryBudget ?? MEMORY_BUDGET,
      signature,
      intervalMs,
      end,
      onWarning: options.onWarning ?? (() => {}),
    });
    if ((await ports.store.read(user)) !== null || create) return client;
  } catch (error) {
    await end();
    throw error;
  }
  await end();
  throw new MemchatError(
    `Nothing is kept of ${JSON.stringify(user)} in ${place}. Check the id and the place, or open it with create: true.`,
    'unknown-user',
  );
}

function checked(options: OpenMemoryOptions): {
  user: string;
  sessions: string;
  policy: WritePolicy;
  create: boolean;
} {
  const { user, sessions = 'sessions', policy = 'auto', models = {} } = options;
  const { memoryBudget = MEMORY_BUDGET, retainDays = 1, create = true } = options;
  for (const [name, id] of Object.entries(recordOf('models', models))) {
    if (id !== undefined) wordsOf(`models.${name}`, id, 256);
  }
  numberOf('memoryBudget', memoryBudget, 200, 999_999);
  numberOf('retainDays', retainDays, 1, 99_999);
  return {
    user: normalizeUser(textOf('user', user, 2_000)),
    sessions: resolve(wordsOf('sessions', sessions, 4_096)),
    policy: oneOf('policy', policy, WRITE_POLICIES),
    create,
  };
}
