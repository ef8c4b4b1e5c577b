import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Models } from './chat/ports.ts';
import { chooseEmbeddings, type Embeddings, type EmbeddingsChoice } from './config/embeddings.ts';
import { type Endpoint, resolveEndpoint, withheldCredential } from './config/endpoint.ts';
import {
  type Environment,
  readEnvironment,
  readVariables,
  variable,
} from './config/environment.ts';
import { readSettings, type Settings, settingsPath } from './config/settings.ts';
import { type ChosenStore, chooseStore, FILES, type StoreChoice } from './config/store.ts';
import { budgetOf, memoryBudgetOf, memoryPolicyOf, retainDaysOf } from './config/values.ts';
import { MemchatError } from './errors.ts';
import type { WritePolicy } from './memory/policy.ts';
import { normalizeUser } from './memory/user-id.ts';
import { type Location, locateSessions } from './store/location.ts';

/** What the command line says; an absent flag is undefined. */
export interface Flags {
  user?: string | undefined;
  model?: string | undefined;
  memoryModel?: string | undefined;
  baseUrl?: string | undefined;
  offline?: boolean | undefined;
  sessions?: string | undefined;
  store?: string | undefined;
  memory?: string | undefined;
  transcript?: boolean | undefined;
  tools?: boolean | undefined;
  memoryBudget?: string | undefined;
  budget?: string | undefined;
  /** Goes on without a question, also beyond the budget. */
  yes?: boolean | undefined;
  plain?: boolean | undefined;
  accessible?: boolean | undefined;
}

/** Everything that a run depends on: argv, environment, `.env` and settings in one frozen object. */
export interface Config {
  readonly user: string;
  /** The folder of the memories; with a server for them, of what waits for it on this machine. */
  readonly sessions: string;
  readonly store: StoreChoice;
  /** Where `.env` says that the memories are, and they are not: see `chooseStore`. */
  readonly storeWithheld: string | null;
  readonly endpoint: Endpoint;
  readonly models: Models;
  /** What may be written to the memory. */
  readonly memory: WritePolicy;
  /** Facts neither updated nor recalled for so many days are retired; null: never. */
  readonly retainDays: number | null;
  readonly transcript: boolean;
  /** Whether the model may look things up in the memory by itself. */
  readonly tools: boolean;
  /** Characters of the system prompt that the memory may take. */
  readonly memoryBudget: number;
  /** US dollars that may be spent in a day (UTC); null: no limit. */
  readonly budgetUsd: number | null;
  readonly settingsPath: string;
  readonly settings: Settings;
  /** The server that embeds texts for recall; null: recall goes by words alone. */
  readonly embeddings: Embeddings | null;
  /** What is set for it, and is not used because of where it comes from. */
  readonly embeddingsWithheld: EmbeddingsChoice['withheld'];
  /** Proxy variables as they are set. */
  readonly proxy: Readonly<Record<'http' | 'https' | 'no', string | undefined>>;
  /** The command line of the user's own editor (VISUAL, else EDITOR); null where none is set. */
  readonly editor: string | null;
  /** What decides about colour, layout and redrawing. */
  readonly display: {
    readonly noColor: string | undefined;
    readonly forceColor: string | undefined;
    readonly term: string | undefined;
    /** Replies are printed as the model wrote them (`--plain`). */
    readonly plain: boolean;
    /** As screen readers want it (`--accessible`, or `ACCESSIBLE` but for 0). */
    readonly accessible: boolean;
  };
}

const DEFAULT_MODELS: Models = { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' };

/**
 * Reads the configuration of this run; `chosen` stands in for the settings file, which may not
 * have been writable.
 * @throws MemchatError `usage` for a flag's value, `config` for a variable, `.env` or the settings.
 */
export async function readConfig(flags: Flags, chosen?: Settings): Promise<Config> {
  refuseEmpty(flags);
  const environment = await readEnvironment(process.env);
  const settings = chosen ?? readSettings(settingsPath(environment));
  const endpoint = resolveEndpoint(flags, environment, settings);
  const embeddings = chooseEmbeddings(environment, endpoint);
  const store = chooseStore(flags, environment);
  return configOf(flags, environment, settings, { endpoint, embeddings, store });
}

/** What a configuration was made from, for who looks into it. */
export interface Inspection {
  /** Without what could not be read: then as if it was not there. */
  config: Config;
  /** What is wrong, by its part; the address is the one that requests go to. */
  problems: { part: 'dotenv' | 'settings' | 'address' | 'embeddings' | 'store'; error: Error }[];
  sessionsFrom: Location['from'];
  /** See `withheldCredential`. */
  withheld: string | null;
  dotenvPath: string;
  /** The names of the variables of memchat that `.env` sets. */
  dotenvNames: string[];
}

/**
 * As `readConfig`, part by part: what one part throws is told, and the rest goes on without it.
 * @throws MemchatError `usage` for a flag's value.
 */
export async function inspectConfig(flags: Flags): Promise<Inspection> {
  refuseEmpty(flags);
  const problems: Inspection['problems'] = [];
  const instead =
    <T>(part: Inspection['problems'][number]['part'], value: T) =>
    (error: unknown): T => {
      problems.push({ part, error: error instanceof Error ? error : new Error(String(error)) });
      return value;
    };
  const environment = await readEnvironment(process.env).catch(
    instead('dotenv', readVariables(process.env)),
  );
  const settings = await attempt(() => readSettings(settingsPath(environment))).catch(
    instead('settings', {}),
  );
  const endpoint = await attempt(() => resolveEndpoint(flags, environment, settings)).catch(
    instead('address', { kind: 'none' } as const),
  );
  const embeddings = await attempt(() => chooseEmbeddings(environment, endpoint)).catch(
    instead('embeddings', { embeddings: null, withheld: null }),
  );
  const store = await attempt(() => chooseStore(flags, environment)).catch(
    instead('store', { store: FILES, withheld: null }),
  );
  return {
    config: configOf(flags, environment, settings, { endpoint, embeddings, store }),
    problems,
    sessionsFrom: locationOf(flags, environment).from,
    withheld: withheldCredential(endpoint, environment, settings),
    dotenvPath: join(environment.cwd, '.env'),
    dotenvNames: Object.keys(environment.dotenv).filter((name) =>
      /^(?:ANTHROPIC|MEMCHAT|XDG)_/.test(name),
    ),
  };
}

async function attempt<T>(work: () => T): Promise<T> {
  return work();
}

function refuseEmpty(flags: Flags): void {
  for (const [flag, value] of Object.entries(flags)) {
    if (value === '') throw new MemchatError(`${flagName(flag)} needs a value.`, 'usage');
  }
}

function locationOf(flags: Flags, environment: Environment): Location {
  return locateSessions({
    flag: flags.sessions,
    env: { ...environment.dotenv, ...environment.variables },
    cwd: environment.cwd,
    platform: environment.platform,
    home: environment.home,
    exists: existsSync,
  });
}

/** What is talked to, by what was found to name it. */
interface Servers {
  endpoint: Endpoint;
  embeddings: EmbeddingsChoice;
  store: ChosenStore;
}

function configOf(
  flags: Flags,
  environment: Environment,
  settings: Settings,
  { endpoint, embeddings: { embeddings, withheld }, store }: Servers,
): Config {
  // A model that was chosen with a server is that server's.
  const chosenModel =
    endpoint.kind === 'api' && endpoint.baseUrl === (settings.baseUrl ?? null)
      ? settings.model
      : undefined;
  return Object.freeze({
    user: normalizeUser(flags.user ?? environment.login),
    sessions: locationOf(flags, environment).directory,
    store: store.store,
    storeWithheld: store.withheld,
    endpoint,
    models: chooseModels(flags, environment, chosenModel),
    memory: memoryPolicyOf(flags.memory ?? variable(environment, 'MEMCHAT_MEMORY')),
    retainDays: retainDaysOf(variable(environment, 'MEMCHAT_RETAIN_DAYS')),
    transcript: flags.transcript ?? true,
    tools: flags.tools ?? true,
    memoryBudget: memoryBudgetOf(
      flags.memoryBudget,
      variable(environment, 'MEMCHAT_MEMORY_BUDGET'),
    ),
    budgetUsd:
      flags.yes === true ? null : budgetOf(flags.budget, variable(environment, 'MEMCHAT_BUDGET')),
    settingsPath: settingsPath(environment),
    settings,
    embeddings,
    embeddingsWithheld: withheld,
    proxy: proxyVariables(environment),
    // Not of .env: whoever made the folder is not to choose what runs here.
    editor: environment.variables.VISUAL || environment.variables.EDITOR || null,
    display: {
      noColor: environment.variables.NO_COLOR,
      forceColor: environment.variables.FORCE_COLOR,
      term: environment.variables.TERM,
      plain: flags.plain ?? false,
      accessible: flags.accessible ?? !['', '0'].includes(environment.variables.ACCESSIBLE ?? ''),
    },
  });
}

/**
 * The memory model follows the chat model when that is not one of Anthropic's: a local server has
 * the one model that was asked for, not Haiku.
 */
function chooseModels(flags: Flags, environment: Environment, chosen: string | undefined): Models {
  const chat =
    flags.model ?? variable(environment, 'MEMCHAT_MODEL') ?? chosen ?? DEFAULT_MODELS.chat;
  const memory = flags.memoryModel ?? variable(environment, 'MEMCHAT_MEMORY_MODEL');
  return { chat, memory: memory ?? (isClaude(chat) ? DEFAULT_MODELS.memory : chat) };
}

/** Whether a model id names one of Anthropic's models, also behind a gateway's prefix. */
export function isClaude(model: string): boolean {
  return /(?:^|[/.:])claude-/u.test(model);
}

/** `memoryModel` → `--memory-model`. */
function flagName(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** @throws MemchatError `credential` with the ways on when there is no model to talk to. */
export function requireModel({ endpoint }: Config): void {
  if (endpoint.kind === 'none') throw new MemchatError(NO_CREDENTIAL, 'credential');
}

const NO_CREDENTIAL = `No API key was found. Three ways on:
  1. export ANTHROPIC_API_KEY=KEY               use Claude
  2. memchat --base-url http://localhost:11434 --model NAME   use a local server
  3. memchat --offline                          use the built-in offline model`;

function proxyVariables(environment: Environment): Config['proxy'] {
  const read = (name: string): string | undefined =>
    environment.variables[name.toLowerCase()] || environment.variables[name] || undefined;
  return { http: read('HTTP_PROXY'), https: read('HTTPS_PROXY'), no: read('NO_PROXY') };
}
