import type {
  Message,
  MessageCreateParamsNonStreaming,
  RawMessageStreamEvent,
} from '@anthropic-ai/sdk/resources/messages/messages';
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

/** For one request: `timeout` in ms. */
interface RequestOptions {
  signal?: AbortSignal | undefined;
  timeout?: number;
}

/** The part of the SDK's client that is used. */
export interface Client {
  /** Sends a request, and resolves to the events of its answer. */
  stream(
    body: MessageCreateParamsNonStreaming,
    options: RequestOptions,
  ): Promise<AsyncIterable<RawMessageStreamEvent>>;
  /** Sends a request, and waits for the whole answer. */
  send(body: MessageCreateParamsNonStreaming, options: RequestOptions): Promise<Message>;
  /** The JSON at a path such as `/v1/models`. */
  get(path: string): Promise<unknown>;
  /** The address that requests go to. */
  address: string;
}

/**
 * Loads the SDK and makes a client of it that reads nothing from the environment, sends no
 * telemetry and logs nothing, whatever is set there. Only a profile is left to the SDK, with the
 * files and variables that belong to it.
 */
export async function openClient(settings: ClientSettings): Promise<Client> {
  const { credential, baseUrl } = settings;
  const byProfile = credential.kind === 'profile';
  const { BaseAnthropic, Messages } = await import('./sdk.ts');
  const client = new BaseAnthropic({
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
  const messages = new Messages(client);
  return {
    stream: async (body, options) => messages.create({ ...body, stream: true }, options),
    send: async (body, options) => messages.create(body, options),
    get: (path) => client.get(path),
    address: client.baseURL,
  };
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
