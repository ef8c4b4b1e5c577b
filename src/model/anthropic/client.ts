import type Anthropic from '@anthropic-ai/sdk';
import type { Capabilities } from './request.ts';
import { transport } from './transport.ts';

/** How the requests are authorised: a key or a token as it is, a profile on disk, or not at all. */
export type Credential =
  | { kind: 'key' | 'token'; secret: string }
  | { kind: 'profile'; name: string }
  | { kind: 'none' };

export interface ClientSettings {
  credential: Credential;
  /** Without `/v1`; null for Anthropic's own address, or for the one that a profile names. */
  baseUrl: string | null;
  capabilities: Capabilities;
  fetch: typeof fetch;
  maxRetries: number;
  /** All in milliseconds. */
  retryAfterCapMs: number;
  firstMs: number;
  idleMs: number;
  responseMs: number;
}

export const ANTHROPIC_ADDRESS = 'https://api.anthropic.com';

/** Stands where the SDK wants a key, so that it looks for none and holds none. */
const NO_KEY = 'none';

/**
 * Loads the SDK and makes a client of it that reads nothing from the environment, sends no
 * telemetry and logs nothing, whatever is set there. Only a profile is left to the SDK, with the
 * files and variables that belong to it.
 */
export async function openClient(settings: ClientSettings): Promise<Anthropic> {
  const { credential, baseUrl } = settings;
  const byProfile = credential.kind === 'profile';
  const { default: Client } = await import('@anthropic-ai/sdk');
  return new Client({
    apiKey: byProfile ? null : NO_KEY,
    authToken: null,
    webhookKey: null,
    profile: byProfile ? credential.name : null,
    // A profile may name its own address; only null leaves it that.
    baseURL: byProfile ? baseUrl : (baseUrl ?? ANTHROPIC_ADDRESS),
    openTelemetry: false,
    logLevel: 'off',
    maxRetries: settings.maxRetries,
    timeout: settings.responseMs,
    fetch: settings.fetch,
    middleware: [
      transport({
        authorization: authorizationOf(credential),
        retryAfterCapMs: settings.retryAfterCapMs,
        firstMs: settings.firstMs,
        idleMs: settings.idleMs,
      }),
    ],
  });
}

function authorizationOf(credential: Credential): string | null | 'sdk' {
  switch (credential.kind) {
    case 'none':
      return null;
    case 'profile':
      return 'sdk';
    default:
      return `Bearer ${credential.secret}`;
  }
}
