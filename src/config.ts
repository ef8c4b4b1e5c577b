import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Models } from './chat/ports.ts';
import { type Endpoint, resolveEndpoint, withheldCredential } from './config/endpoint.ts';
import {
  type Environment,
  readEnvironment,
  readVariables,
  variable,
} from './config/environment.ts';
import { readSettings, type Settings, settingsPath } from './config/settings.ts';
import { MemchatError } from './errors.ts';
import { WRITE_POLICIES, type WritePolicy } from './memory/policy.ts';
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
  memory?: string | undefined;
  transcript?: boolean | undefined;
  plain?: boolean | undefined;
  accessible?: boolean | undefined;
}

/** Everything that a run depends on: argv, environment, `.env` and settings in one frozen object. */
export interface Config {
  readonly user: string;
  readonly sessions: string;
  readonly endpoint: Endpoint;
  readonly models: Models;
  /** What may be written to the memory. */
  readonly memory: WritePolicy;
  /** Facts neither updated nor recalled for so many days are retired; null: never. */
  readonly retainDays: number | null;
  readonly transcript: boolean;
  readonly settingsPath: string;
  readonly settings: Settings;
  /** Proxy variables as they are set. */
  readonly proxy: Readonly<Record<'http' | 'https' | 'no', string | undefined>>;
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
  return configOf(flags, environment, settings, resolveEndpoint(flags, environment, settings));
}

/** What a configuration was made from, for who looks into it. */
export interface Inspection {
  /** Without what could not be read: then as if it was not there. */
  config: Config;
  /** What is wrong, by its part; the address is the one that requests go to. */
  problems: { part: 'dotenv' | 'settings' | 'address'; error: Error }[];
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
  return {
    config: configOf(flags, environment, settings, endpoint),
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

function configOf(
  flags: Flags,
  environment: Environment,
  settings: Settings,
  endpoint: Endpoint,
): Config {
  // A model that was chosen with a server is that server's.
  const chosenModel =
    endpoint.kind === 'api' && endpoint.baseUrl === (settings.baseUrl ?? null)
      ? settings.model
      : undefined;
  return Object.freeze({
    user: normalizeUser(flags.user ?? environment.login),
    sessions: locationOf(flags, environment).directory,
    endpoint,
    models: chooseModels(flags, environment, chosenModel),
    memory: memoryPolicy(flags.memory ?? variable(environment, 'MEMCHAT_MEMORY')),
    retainDays: retainDays(variable(environment, 'MEMCHAT_RETAIN_DAYS')),
    transcript: flags.transcript ?? true,
    settingsPath: settingsPath(environment),
    settings,
    proxy: proxyVariables(environment),
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
  1. export ANTHROPIC_API_KEY=…                 use Claude
  2. memchat --base-url http://localhost:11434 --model NAME   use a local server
  3. memchat --offline                          use the built-in offline model`;

function memoryPolicy(value: string | undefined): WritePolicy {
  const policy = WRITE_POLICIES.find((known) => known === (value ?? 'auto'));
  if (policy !== undefined) return policy;
  throw new MemchatError(
    `--memory takes ${WRITE_POLICIES.join(', ')}, not "${value?.slice(0, 60)}".`,
    'usage',
  );
}

function retainDays(value: string | undefined): number | null {
  if (value === undefined) return null;
  const days = Number(value);
  if (/^\d{1,5}$/.test(value) && days > 0) return days;
  throw new MemchatError(
    `MEMCHAT_RETAIN_DAYS takes a number of days from 1 to 99999, not "${value.slice(0, 60)}".`,
    'config',
  );
}

function proxyVariables(environment: Environment): Config['proxy'] {
  const read = (name: string): string | undefined =>
    environment.variables[name.toLowerCase()] || environment.variables[name] || undefined;
  return { http: read('HTTP_PROXY'), https: read('HTTPS_PROXY'), no: read('NO_PROXY') };
}
