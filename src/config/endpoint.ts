import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MemchatError } from '../errors.ts';
import { type Environment, isFromDotenv, variable } from './environment.ts';
import type { Settings } from './settings.ts';

/** Where requests go, and as whom. */
export type Endpoint =
  | { kind: 'offline' }
  /** Nothing to go on: no credential, no address, no earlier choice. */
  | { kind: 'none' }
  | ApiEndpoint;

export interface ApiEndpoint {
  kind: 'api';
  /** null: Anthropic's own. */
  baseUrl: string | null;
  apiKey: string | null;
  /** The program and its words that print the key, run when it is needed; then `apiKey` is null. */
  apiKeyCommand: readonly string[] | null;
  authToken: string | null;
  /** A profile on disk that the SDK resolves. */
  profile: string | null;
  /** Where the credential comes from, for people: never the credential. */
  credentialFrom: string | null;
}

interface Credential {
  apiKey: string | null;
  apiKeyCommand: readonly string[] | null;
  authToken: string | null;
  profile: string | null;
  credentialFrom: string | null;
  from: 'environment' | 'dotenv' | 'settings' | 'profile' | 'nowhere';
}

const NO_CREDENTIAL: Credential = {
  apiKey: null,
  apiKeyCommand: null,
  authToken: null,
  profile: null,
  credentialFrom: null,
  from: 'nowhere',
};

/**
 * The endpoint of `--base-url`, the environment, `.env` and the settings, in that order: a key that
 * is set now means Anthropic, whatever server was chosen at the first start. A credential never
 * goes to an address that someone else chose: one of the environment not to an address of `.env`, a
 * saved one only to Anthropic or to the address it was saved with.
 * @throws MemchatError `config` for an address that is not an http(s) URL, or that holds a password.
 */
export function resolveEndpoint(
  flags: { offline?: boolean | undefined; baseUrl?: string | undefined },
  environment: Environment,
  settings: Settings,
): Endpoint {
  if (flags.offline === true) return { kind: 'offline' };
  const fromEnvironment = variable(environment, 'ANTHROPIC_BASE_URL');
  const credential = findCredential(environment, settings);
  const isSetNow = credential.from === 'environment' || credential.from === 'dotenv';
  const address = flags.baseUrl ?? fromEnvironment ?? (isSetNow ? undefined : settings.baseUrl);
  const baseUrl = address === undefined ? null : checkedUrl(address);
  const own = baseUrl === null || isAnthropic(baseUrl);
  const addressFromDotenv =
    flags.baseUrl === undefined && isFromDotenv(environment, 'ANTHROPIC_BASE_URL');
  const allowed =
    own ||
    credential.from === 'dotenv' ||
    (credential.from === 'environment' && !addressFromDotenv) ||
    (credential.from === 'settings' && address === settings.baseUrl);
  const { from, ...sent } = allowed ? credential : NO_CREDENTIAL;
  if (from !== 'nowhere' || !own) return { kind: 'api', baseUrl, ...sent };
  return settings.offline === true ? { kind: 'offline' } : { kind: 'none' };
}

/**
 * Where a credential comes from that is kept back, because it must not go to the address in use;
 * null when there is none, or when it is sent.
 */
export function withheldCredential(
  endpoint: Endpoint,
  environment: Environment,
  settings: Settings,
): string | null {
  if (endpoint.kind !== 'api' || endpoint.credentialFrom !== null) return null;
  return findCredential(environment, settings).credentialFrom;
}

function isAnthropic(baseUrl: string): boolean {
  const { hostname, protocol } = new URL(baseUrl);
  return (
    protocol === 'https:' && (hostname === 'anthropic.com' || hostname.endsWith('.anthropic.com'))
  );
}

function findCredential(environment: Environment, settings: Settings): Credential {
  for (const [name, field] of [
    ['ANTHROPIC_API_KEY', 'apiKey'],
    ['ANTHROPIC_AUTH_TOKEN', 'authToken'],
  ] as const) {
    const value = variable(environment, name)?.trim();
    if (value === undefined || value === '') continue;
    const dotenv = isFromDotenv(environment, name);
    return {
      ...NO_CREDENTIAL,
      [field]: value,
      credentialFrom: dotenv ? `${name} in .env` : name,
      from: dotenv ? 'dotenv' : 'environment',
    };
  }
  if (settings.apiKey !== undefined) {
    const credentialFrom = 'the settings file';
    return { ...NO_CREDENTIAL, apiKey: settings.apiKey, credentialFrom, from: 'settings' };
  }
  if (settings.apiKeyCommand !== undefined) {
    const { apiKeyCommand } = settings;
    const credentialFrom = 'apiKeyCommand in the settings file';
    return { ...NO_CREDENTIAL, apiKeyCommand, credentialFrom, from: 'settings' };
  }
  const profile = findProfile(environment);
  if (profile === null) return NO_CREDENTIAL;
  return { ...NO_CREDENTIAL, profile, credentialFrom: `profile ${profile}`, from: 'profile' };
}

/** The SDK's own rule: the profile that is named, else the active one, else `default`. */
function findProfile(environment: Environment): string | null {
  const named = environment.variables.ANTHROPIC_PROFILE;
  if (named) return named;
  const directory =
    environment.variables.ANTHROPIC_CONFIG_DIR || join(environment.home, '.config', 'anthropic');
  const pointer = join(directory, 'active_config');
  const active = existsSync(pointer) ? readPointer(pointer) : '';
  const profile = active === '' ? 'default' : active;
  return existsSync(join(directory, 'configs', `${profile}.json`)) ? profile : null;
}

/** @throws MemchatError `config` */
function readPointer(pointer: string): string {
  try {
    return readFileSync(pointer, 'utf8').trim();
  } catch (error) {
    throw new MemchatError(
      `${pointer} cannot be read. Make it readable, or set ANTHROPIC_PROFILE.`,
      'config',
      error,
    );
  }
}

function checkedUrl(address: string): string {
  if (!URL.canParse(address) || !/^https?:$/u.test(new URL(address).protocol)) {
    throw new MemchatError(
      'The base URL is not an http or https address. Example: http://localhost:11434',
      'config',
    );
  }
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') {
    throw new MemchatError(
      'The base URL holds a user name or password. Put the credential into ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN.',
      'config',
    );
  }
  return address;
}
