import { existsSync } from 'node:fs';
import type { Models } from './chat/ports.ts';
import { type Endpoint, resolveEndpoint } from './config/endpoint.ts';
import { type Environment, readEnvironment, variable } from './config/environment.ts';
import { readSettings, type Settings, settingsPath } from './config/settings.ts';
import { MemchatError } from './errors.ts';
import { normalizeUser } from './memory/user-id.ts';
import { sessionsDirectory } from './store/location.ts';

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
}

/** Everything that a run depends on: argv, environment, `.env` and settings in one frozen object. */
export interface Config {
  readonly user: string;
  readonly sessions: string;
  readonly endpoint: Endpoint;
  readonly models: Models;
  /** `off`: nothing is read and nothing is written. */
  readonly memory: 'auto' | 'off';
  readonly transcript: boolean;
  readonly settingsPath: string;
  readonly settings: Settings;
  /** Proxy variables as they are set. */
  readonly proxy: Readonly<Record<'http' | 'https' | 'no', string | undefined>>;
  /** What decides about colour and redrawing. */
  readonly display: {
    readonly noColor: string | undefined;
    readonly forceColor: string | undefined;
    readonly term: string | undefined;
  };
}

const DEFAULT_MODELS: Models = { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' };

/**
 * Reads the configuration of this run; `chosen` stands in for the settings file, which may not
 * have been writable.
 * @throws MemchatError `usage` for a flag's value, `config` for a variable, `.env` or the settings.
 */
export async function readConfig(flags: Flags, chosen?: Settings): Promise<Config> {
  for (const [flag, value] of Object.entries(flags)) {
    if (value === '') throw new MemchatError(`${flagName(flag)} needs a value.`, 'usage');
  }
  const environment = await readEnvironment(process.env);
  const path = settingsPath(environment);
  const settings = chosen ?? readSettings(path);
  const endpoint = resolveEndpoint(flags, environment, settings);
  // A model that was chosen with a server is that server's.
  const chosenModel =
    endpoint.kind === 'api' && endpoint.baseUrl === (settings.baseUrl ?? null)
      ? settings.model
      : undefined;
  return Object.freeze({
    user: normalizeUser(flags.user ?? environment.login),
    sessions: sessionsDirectory({
      flag: flags.sessions,
      env: { ...environment.dotenv, ...environment.variables },
      cwd: environment.cwd,
      platform: environment.platform,
      home: environment.home,
      exists: existsSync,
    }),
    endpoint,
    models: chooseModels(flags, environment, chosenModel),
    memory: memoryPolicy(flags.memory ?? variable(environment, 'MEMCHAT_MEMORY')),
    transcript: flags.transcript ?? true,
    settingsPath: path,
    settings,
    proxy: proxyVariables(environment),
    display: {
      noColor: environment.variables.NO_COLOR,
      forceColor: environment.variables.FORCE_COLOR,
      term: environment.variables.TERM,
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

function memoryPolicy(value: string | undefined): 'auto' | 'off' {
  if (value === undefined || value === 'auto') return 'auto';
  if (value === 'off') return 'off';
  throw new MemchatError(`--memory takes auto or off, not "${value}".`, 'usage');
}

function proxyVariables(environment: Environment): Config['proxy'] {
  const read = (name: string): string | undefined =>
    environment.variables[name.toLowerCase()] || environment.variables[name] || undefined;
  return { http: read('HTTP_PROXY'), https: read('HTTPS_PROXY'), no: read('NO_PROXY') };
}
