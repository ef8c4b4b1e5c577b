import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveEndpoint } from '../../src/config/endpoint.ts';
import type { Environment } from '../../src/config/environment.ts';
import type { Settings } from '../../src/config/settings.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'memchat-home-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

interface World {
  flags?: { offline?: boolean; baseUrl?: string };
  variables?: Record<string, string>;
  dotenv?: Record<string, string>;
  settings?: Settings;
}

function endpointOf({ flags = {}, variables = {}, dotenv = {}, settings = {} }: World) {
  const environment: Environment = {
    variables,
    dotenv,
    cwd: home,
    home,
    platform: 'linux',
    login: 'alice',
  };
  return resolveEndpoint(flags, environment, settings);
}

const LOCAL = 'http://localhost:11434';

describe('where requests go, and as whom', () => {
  it('is nowhere without a credential, an address or a choice', () => {
    expect(endpointOf({})).toEqual({ kind: 'none' });
  });

  it('is the offline model by flag, whatever else is set, and by choice if nothing else is', () => {
    const variables = { ANTHROPIC_API_KEY: 'k' };
    expect(endpointOf({ flags: { offline: true }, variables })).toEqual({ kind: 'offline' });
    expect(endpointOf({ settings: { offline: true } })).toEqual({ kind: 'offline' });
    expect(endpointOf({ settings: { offline: true }, variables })).toMatchObject({
      kind: 'api',
      apiKey: 'k',
    });
  });

  it('is Anthropic with a key or token of the environment, an empty one not counting', () => {
    expect(endpointOf({ variables: { ANTHROPIC_API_KEY: ' k\n' } })).toMatchObject({
      baseUrl: null,
      apiKey: 'k',
      credentialFrom: 'ANTHROPIC_API_KEY',
    });
    expect(
      endpointOf({ variables: { ANTHROPIC_API_KEY: '', ANTHROPIC_AUTH_TOKEN: 't' } }),
    ).toMatchObject({ apiKey: null, authToken: 't' });
  });

  it('is a local server without any credential', () => {
    expect(endpointOf({ flags: { baseUrl: LOCAL } })).toEqual({
      kind: 'api',
      baseUrl: LOCAL,
      apiKey: null,
      apiKeyCommand: null,
      authToken: null,
      profile: null,
      credentialFrom: null,
    });
  });

  it('gives a key of the environment to no address that .env names, and one of .env to it', () => {
    const dotenv = { ANTHROPIC_BASE_URL: 'http://evil.example' };
    expect(endpointOf({ variables: { ANTHROPIC_API_KEY: 'k' }, dotenv })).toMatchObject({
      baseUrl: 'http://evil.example',
      apiKey: null,
    });
    expect(endpointOf({ dotenv: { ...dotenv, ANTHROPIC_API_KEY: 'k' } })).toMatchObject({
      apiKey: 'k',
      credentialFrom: 'ANTHROPIC_API_KEY in .env',
    });
    expect(
      endpointOf({
        variables: { ANTHROPIC_API_KEY: 'k' },
        dotenv: { ANTHROPIC_BASE_URL: 'https://api.anthropic.com' },
      }),
    ).toMatchObject({ apiKey: 'k' });
    expect(
      endpointOf({
        variables: { ANTHROPIC_API_KEY: 'k' },
        dotenv: { ANTHROPIC_BASE_URL: 'https://anthropic.com.evil.example' },
      }),
    ).toMatchObject({ apiKey: null });
  });

  it('gives a saved key to Anthropic and to no other address', () => {
    const settings = { apiKey: 'saved' };
    expect(endpointOf({ settings })).toMatchObject({ baseUrl: null, apiKey: 'saved' });
    expect(endpointOf({ settings, flags: { baseUrl: LOCAL } })).toMatchObject({
      baseUrl: LOCAL,
      apiKey: null,
    });
  });

  it('is the server that was chosen, until a key is set', () => {
    const settings = { baseUrl: LOCAL };
    expect(endpointOf({ settings })).toMatchObject({ baseUrl: LOCAL, apiKey: null });
    expect(endpointOf({ settings, variables: { ANTHROPIC_API_KEY: 'k' } })).toMatchObject({
      baseUrl: null,
      apiKey: 'k',
    });
  });

  it('is a profile of the SDK, named or the default on disk', () => {
    expect(endpointOf({ variables: { ANTHROPIC_PROFILE: 'work' } })).toMatchObject({
      profile: 'work',
    });
    mkdirSync(join(home, '.config/anthropic/configs'), { recursive: true });
    writeFileSync(join(home, '.config/anthropic/configs/default.json'), '{}');
    expect(endpointOf({})).toMatchObject({ kind: 'api', profile: 'default' });
  });

  it.each(['localhost:4711', 'ftp://x', 'not a url', 'http://user:pass@localhost'])(
    'is refused for an address that cannot be used, without repeating it: %s',
    (baseUrl) => {
      expect(() => endpointOf({ flags: { baseUrl } })).toThrow(
        expect.objectContaining({
          code: 'config',
          message: expect.not.stringContaining(baseUrl),
        }),
      );
    },
  );
});
