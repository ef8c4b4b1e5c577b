import type { AgentSession } from '../chat/agent-session.ts';
import type { Leftover } from '../chat/keeper.ts';
import { ToldProblems } from '../chat/told-problems.ts';
import { MemchatError } from '../errors.ts';
import { MAX_MESSAGE } from '../memory/turn.ts';
import { normalizeUser } from '../memory/user-id.ts';
import { type MemoryHooksOptions, type OpenedMemory, openMemory } from './options.ts';
import { authorLater } from './prompt-source.ts';
import type { HookInput, HookMatcher, HookOutput } from './types.ts';

/** Who writes the user's own words: a person at a prompt, and the program that calls the SDK. */
const OWN_SOURCES = new Set(['user', 'sdk']);

/** How long the SDK waits for a hook, in seconds; what lasts longer goes on without it. */
const TIMEOUT = 10;

/** How long `settle` and `close` wait, in ms: an extraction takes seconds, and may be tried again. */
const PATIENCE = 60_000;

/**
 * Hooks for the options of `query()`: give the object as it is. One may serve any number of sessions
 * at once, all of the same user. No hook throws or stops a run: what fails is told to `onWarning`.
 */
export class MemoryHooks {
  /** The memory, once: when a context begins, also after it was cleared or compacted. */
  readonly SessionStart: HookMatcher[];
  /** What bears on the prompt; the prompt is kept. */
  readonly UserPromptSubmit: HookMatcher[];
  /** Remembers the exchange, behind the run. */
  readonly Stop: HookMatcher[];
  /** Keeps the user's words; the reply is marked. */
  readonly StopFailure: HookMatcher[];
  readonly SessionEnd: HookMatcher[];
  readonly #options: MemoryHooksOptions;
  readonly #told = new ToldProblems();
  #memory: Promise<OpenedMemory> | null = null;

  /** @throws MemchatError `usage` for a user id that is not valid. */
  constructor(options: MemoryHooksOptions) {
    this.#options = { ...options, user: normalizeUser(options.user) };
    this.SessionStart = this.#hook((session, input) => start(session, input));
    this.UserPromptSubmit = this.#hook((session, input) =>
      submit(session, input, options.trustPrompts === true),
    );
    this.Stop = this.#hook(async (session, { last_assistant_message: reply }) => {
      await session.end('answered', textOf(reply));
      return {};
    });
    this.StopFailure = this.#hook(async (session, { error, last_assistant_message: reply }) => {
      await session.end(error === 'max_output_tokens' ? 'truncated' : 'failed', textOf(reply));
      return {};
    });
    this.SessionEnd = this.#hook(async (_, { session_id: id }) => {
      await (await this.#opened()).memory.leave(id);
      return {};
    });
    // While the executable starts. What fails here fails again with a hook, and is told there.
    this.#opened().catch(() => {});
  }

  /**
   * Waits until what was said is remembered, at most `timeoutMs`; says what is left: `pending` is on
   * disk and taken up by the next process, `unsaved` ends with this one. Never rejects.
   */
  settle(timeoutMs = PATIENCE, signal?: AbortSignal): Promise<Leftover> {
    return this.#finish(({ memory }) => memory.settle(timeoutMs, signal));
  }

  /**
   * As `settle`, when no run is under way any more: a prompt that is still without a reply, as after
   * an abort, is remembered without one. Connections to a server are closed then.
   */
  close(timeoutMs = PATIENCE, signal?: AbortSignal): Promise<Leftover> {
    return this.#finish(async ({ memory, end }) => {
      const left = await memory.close(timeoutMs, signal);
      await end();
      return left;
    });
  }

  async #finish(work: (opened: OpenedMemory) => Promise<Leftover>): Promise<Leftover> {
    try {
      return await work(await this.#opened());
    } catch (error) {
      this.#warn(error);
      return 'pending';
    }
  }

  #hook(run: (session: AgentSession, input: HookInput) => Promise<HookOutput>): HookMatcher[] {
    const hook = async (input: HookInput): Promise<HookOutput> => {
      // What a subagent is told and answers is between it and the agent.
      if (input.agent_id !== undefined) return {};
      try {
        const { memory } = await this.#opened();
        return await run(await memory.session(sessionOf(input)), input);
      } catch (error) {
        this.#warn(error);
        return {};
      }
    };
    return [{ hooks: [hook], timeout: TIMEOUT }];
  }

  #opened(): Promise<OpenedMemory> {
    this.#memory ??= openMemory(this.#options, (error) => this.#warn(error)).then(
      (opened) => {
        opened.memory.warm();
        return opened;
      },
      (error: unknown) => {
        // What was wrong may be mended before the next hook.
        this.#memory = null;
        throw error;
      },
    );
    return this.#memory;
  }

  #warn(error: unknown): void {
    const { problem, told } = this.#told.tell(error);
    if (told) return;
    const { onWarning = (warning: Error) => process.emitWarning(warning) } = this.#options;
    try {
      onWarning(problem);
    } catch (thrown) {
      process.emitWarning(thrown instanceof Error ? thrown : String(thrown));
    }
  }
}

/** @throws MemchatError `usage` for a user id that is not valid. */
export function memoryHooks(options: MemoryHooksOptions): MemoryHooks {
  return new MemoryHooks(options);
}

async function start(session: AgentSession, { source }: HookInput): Promise<HookOutput> {
  // A run that ended in the middle has left its prompt open; a compaction is in the middle of one.
  if (source !== 'compact') await session.end('interrupted', null);
  const resumed = source === 'resume' || source === 'fork';
  const text = await session.begin({ resumed });
  return text === null ? {} : added('SessionStart', text);
}

async function submit(
  session: AgentSession,
  input: HookInput,
  isTrusted: boolean,
): Promise<HookOutput> {
  const { prompt, source } = input;
  if (prompt === undefined || prompt.trim() === '') return {};
  // Without a Stop the run before it ended in the middle.
  await session.end('interrupted', null);
  // A wake-up or another turn of the machine says nothing of the user.
  if (source !== undefined && !OWN_SOURCES.has(source)) return {};
  if (prompt.length > MAX_MESSAGE) {
    throw new MemchatError(
      `A prompt of ${prompt.length} characters is not remembered; the limit is ${MAX_MESSAGE}.`,
      'usage',
    );
  }
  const isSaid = source !== undefined || isTrusted;
  const text = await session.ask(prompt, isSaid ? 'user' : await authorLater(input));
  return text === null ? {} : added('UserPromptSubmit', text);
}

function added(
  hookEventName: 'SessionStart' | 'UserPromptSubmit',
  additionalContext: string,
): HookOutput {
  return { hookSpecificOutput: { hookEventName, additionalContext } };
}

/** @throws MemchatError `usage` for what cannot be an id. */
function sessionOf({ session_id: id }: HookInput): string {
  if (typeof id === 'string' && /^[\w.-]{1,128}$/.test(id)) return id;
  throw new MemchatError('A hook was called without the id of its session.', 'usage');
}

function textOf(reply: unknown): string | null {
  return typeof reply === 'string' && reply.trim() !== '' ? reply : null;
}
