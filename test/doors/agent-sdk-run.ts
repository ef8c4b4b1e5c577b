import type * as Door from '../../src/agent-sdk/index.ts';

/** One program that uses the Agent SDK with memchat: what it is to do stands in its last argument. */
export interface Run {
  /** Addresses of the two modules. */
  sdk: string;
  door: string;
  /** Null: without a memory. */
  user: string | null;
  sessions: string;
  prompts: string[];
  /** A session in the store to go on with. */
  resume: string | null;
  cwd: string;
  /** Of the executable. */
  env: Record<string, string>;
  baseUrl: string;
  /** Stops the last run when the model begins to answer. */
  interrupts: boolean;
}

/** What it prints, as JSON. */
export interface Ran {
  session: string;
  results: string[];
  warnings: string[];
  /** What each hook took, in ms. */
  hooks: { event: string; source: string | undefined; ms: number; added: number }[];
  left: string;
  listed: { sessionId: string; summary: string }[];
}

interface Sdk {
  query(request: { prompt: string; options: Record<string, unknown> }): AsyncIterable<{
    type: string;
    subtype?: string;
    session_id?: string;
    result?: string;
  }> & { interrupt(): Promise<unknown> };
  foldSessionSummary: Door.FoldSummary;
  listSessions(options: Record<string, unknown>): Promise<{ sessionId: string; summary: string }[]>;
}

const run: Run = JSON.parse(process.argv.at(-1) ?? '');
const sdk: Sdk = await import(run.sdk);
const door: typeof Door = await import(run.door);

const ran: Ran = { session: '', results: [], warnings: [], hooks: [], left: 'nothing', listed: [] };
const { user, sessions, cwd, env, baseUrl } = run;
const hooks =
  user === null
    ? null
    : door.memoryHooks({
        ...{ user, sessions, baseUrl, apiKey: 'test' },
        onWarning: ({ message }) => ran.warnings.push(message),
      });
const sessionStore = door.fileSessionStore({
  sessions,
  foldSessionSummary: sdk.foldSessionSummary,
});

let resume = run.resume;
for (const [index, prompt] of run.prompts.entries()) {
  const abortController = new AbortController();
  const stream = sdk.query({
    prompt,
    options: {
      ...{ cwd, env, sessionStore, abortController, includePartialMessages: true },
      ...(hooks !== null && { hooks: timed(hooks) }),
      ...(resume !== null && { resume }),
      model: 'claude-sonnet-5-5',
      settingSources: [],
      tools: [],
    },
  });
  const stops = run.interrupts && index === run.prompts.length - 1;
  try {
    for await (const message of stream) {
      if (message.session_id !== undefined) ran.session = message.session_id;
      if (message.type === 'result') ran.results.push(message.result ?? message.subtype ?? '');
      if (stops && message.type === 'stream_event') abortController.abort();
    }
  } catch (error) {
    ran.results.push(error instanceof Error ? error.message : String(error));
  }
  resume = ran.session;
}
if (hooks !== null) ran.left = await (run.interrupts ? hooks.close() : hooks.settle());
ran.listed = (await sdk.listSessions({ dir: cwd, sessionStore })).map(({ sessionId, summary }) => ({
  sessionId,
  summary,
}));
process.stdout.write(`${JSON.stringify(ran)}\n`);

/** The hooks as they are, with a clock around each. */
function timed(given: Door.MemoryHooks): Record<string, Door.HookMatcher[]> {
  const events: [string, Door.HookMatcher[]][] = Object.entries(given);
  return Object.fromEntries(
    events.map(([event, matchers]) => [
      event,
      matchers.map((matcher) => ({
        ...matcher,
        hooks: matcher.hooks.map((hook) => async (input: Door.HookInput) => {
          const from = performance.now();
          const output = await hook(input);
          const ms = performance.now() - from;
          const added = output.hookSpecificOutput?.additionalContext.length ?? 0;
          ran.hooks.push({ event, source: input.source, ms, added });
          return output;
        }),
      })),
    ]),
  );
}
