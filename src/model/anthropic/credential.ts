import { MemchatError } from '../../errors.ts';
import type { Credential } from './client.ts';

/**
 * The credential that is used: the key, else the token, else the profile.
 * @throws MemchatError `credential` when a key or token cannot be one.
 */
export function credentialOf(given: {
  apiKey: string | null;
  authToken: string | null;
  profile: string | null;
}): Credential {
  if (given.apiKey !== null) return { kind: 'key', secret: sendable(given.apiKey, 'API key') };
  if (given.authToken !== null)
    return { kind: 'token', secret: sendable(given.authToken, 'token') };
  return given.profile === null ? { kind: 'none' } : { kind: 'profile', name: given.profile };
}

/** `fetch` would put a header that it cannot send into its error, with the key in clear. */
function sendable(secret: string, name: string): string {
  if (/^[\x21-\x7e]+$/.test(secret)) return secret;
  throw new MemchatError(
    `The ${name} is empty or holds characters that none has. Copy it again, without spaces, line breaks or quotes.`,
    'credential',
  );
}

/**
 * The base URL without the `/v1` that people put behind it and the SDK adds itself.
 * @throws MemchatError `config` when it is not an http address, or holds a name or password.
 */
export function addressOf(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== '' ||
    url.password !== ''
  ) {
    throw new MemchatError(
      'The base URL is not an address that can be used. Write it like http://localhost:11434, without a name or password in it.',
      'config',
    );
  }
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname.replace(/(\/v1)?\/*$/, '');
  return url.href.replace(/\/$/, '');
}
