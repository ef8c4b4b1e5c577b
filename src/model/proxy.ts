import { setFlagsFromString } from 'node:v8';
import type { Dispatcher } from 'undici';
import { MemchatError } from '../errors.ts';
import { httpFetch } from './http-fetch.ts';
import { type ProxySettings, proxyProblem } from './proxy-problem.ts';

/**
 * A `fetch` that goes through the proxies; `httpFetch` when none is set. A request to this machine
 * never goes through one. HTTPS uses `http` when there is no `https`. The agent is loaded with the
 * first request.
 * What a proxy itself refuses is MemchatError `api-unavailable` with its address: it is not the
 * server's doing.
 * @throws MemchatError `config` when the address of a proxy is not valid.
 */
export function proxyFetch(settings: ProxySettings): typeof fetch {
  refuseInvalid('HTTP_PROXY', settings.http);
  refuseInvalid('HTTPS_PROXY', settings.https);
  if (!settings.http && !settings.https) return httpFetch;
  // Node's `fetch` parses HTTP in WebAssembly. V8 would optimise that on other threads, and the
  // process would wait for them at its end: as long as a whole start takes, for a parser of one answer.
  setFlagsFromString('--liftoff-only');
  let agent: Promise<Dispatcher> | null = null;
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (isLoopback(new URL(url).hostname)) return httpFetch(input, init);
    agent ??= loadAgent(settings);
    return fetch(input, through(await agent, init)).catch((error: unknown) => {
      throw proxyProblem(error, settings) ?? error;
    });
  };
}

/** Node's `fetch` takes an agent of undici, under a name that only its own types know. */
function through(dispatcher: Dispatcher, init: RequestInit | undefined): RequestInit {
  return Object.assign({ ...init }, { dispatcher });
}

async function loadAgent(settings: ProxySettings): Promise<Dispatcher> {
  // Bundled, a CommonJS package has only its default.
  const { default: undici } = await import('undici');
  // An empty text, not undefined: that would read the environment.
  return new undici.EnvHttpProxyAgent({
    httpProxy: settings.http ?? '',
    httpsProxy: settings.https ?? '',
    noProxy: settings.no ?? '',
  });
}

function refuseInvalid(variable: string, address: string | undefined): void {
  if (!address) return;
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return;
  // The address may hold a password: it is not repeated.
  throw new MemchatError(
    `${variable} is not the address of a proxy. Write it like http://proxy.example:3128.`,
    'config',
  );
}

/** Whether a host is this machine by its name: localhost, 127.0.0.0/8 or ::1. */
function isLoopback(hostname: string): boolean {
  return /^(.+\.)?localhost$|^127\.\d+\.\d+\.\d+$|^\[::1\]$/.test(hostname);
}
