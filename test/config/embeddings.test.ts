import { describe, expect, it } from 'vitest';
import { chooseEmbeddings } from '../../src/config/embeddings.ts';
import type { Endpoint } from '../../src/config/endpoint.ts';

interface World {
  variables?: Record<string, string>;
  dotenv?: Record<string, string>;
  endpoint?: Endpoint;
}

function choiceOf({ variables = {}, dotenv = {}, endpoint = { kind: 'none' } }: World) {
  const rest = { cwd: '/', home: '/', platform: 'linux', login: 'alice' } as const;
  return chooseEmbeddings({ variables, dotenv, ...rest }, endpoint);
}

const LOCAL = { MEMCHAT_EMBED_URL: 'http://localhost:11434/v1', MEMCHAT_EMBED_MODEL: 'nomic' };
const REMOTE = { MEMCHAT_EMBED_URL: 'https://api.example/v1', MEMCHAT_EMBED_MODEL: 'small' };
const KEY = { MEMCHAT_EMBED_KEY: ' k\n' };
const NOTHING = { embeddings: null, withheld: null };

describe('the server of the embeddings', () => {
  it('is none unless its address is set, whatever else is', () => {
    expect(choiceOf({})).toEqual(NOTHING);
    expect(choiceOf({ variables: { ...KEY, MEMCHAT_EMBED_MODEL: 'm' } })).toEqual(NOTHING);
    expect(choiceOf({ variables: { ...LOCAL, MEMCHAT_EMBED_URL: ' ' } })).toEqual(NOTHING);
  });

  it('is what the environment names, with a key or without', () => {
    expect(choiceOf({ variables: LOCAL })).toEqual({
      embeddings: { url: 'http://localhost:11434/v1', model: 'nomic', apiKey: null },
      withheld: null,
    });
    const { embeddings } = choiceOf({ variables: { ...REMOTE, ...KEY } });
    expect(embeddings).toEqual({ url: 'https://api.example/v1', model: 'small', apiKey: 'k' });
    expect(Object.isFrozen(embeddings)).toBe(true);
  });

  it('needs a model, and says which one', () => {
    const url = { MEMCHAT_EMBED_URL: LOCAL.MEMCHAT_EMBED_URL };
    for (const variables of [url, { ...url, MEMCHAT_EMBED_MODEL: ' ' }]) {
      expect(() => choiceOf({ variables })).toThrow(
        expect.objectContaining({
          code: 'config',
          message: expect.stringMatching(/MEMCHAT_EMBED_MODEL.*nomic-embed-text/),
        }),
      );
    }
  });

  it('is this machine or none, when .env names it', () => {
    expect(choiceOf({ dotenv: { ...REMOTE, ...KEY } })).toEqual({
      embeddings: null,
      withheld: { what: 'address', address: 'https://api.example' },
    });
    for (const host of ['localhost', '127.0.0.1', '[::1]', 'x.localhost']) {
      const dotenv = { ...LOCAL, MEMCHAT_EMBED_URL: `http://${host}:1234` };
      expect(choiceOf({ dotenv }).embeddings).toMatchObject({ model: 'nomic' });
    }
    for (const host of ['localhost.evil.example', '127.0.0.1.evil.example', 'evil', '0.0.0.0']) {
      const dotenv = { ...LOCAL, MEMCHAT_EMBED_URL: `http://${host}:1234` };
      expect(choiceOf({ dotenv })).toMatchObject({
        embeddings: null,
        withheld: { what: 'address' },
      });
    }
    // The process wins over .env.
    expect(choiceOf({ variables: LOCAL, dotenv: REMOTE }).embeddings).toMatchObject({
      url: LOCAL.MEMCHAT_EMBED_URL,
    });
  });

  it('gets no key of the environment when .env names it, and one of .env anywhere', () => {
    expect(choiceOf({ variables: KEY, dotenv: LOCAL })).toEqual({
      embeddings: { url: LOCAL.MEMCHAT_EMBED_URL, model: 'nomic', apiKey: null },
      withheld: { what: 'key', address: 'http://localhost:11434' },
    });
    expect(choiceOf({ dotenv: { ...LOCAL, ...KEY } }).embeddings?.apiKey).toBe('k');
    expect(choiceOf({ variables: REMOTE, dotenv: KEY }).embeddings?.apiKey).toBe('k');
  });

  it('is no other machine where the offline model was asked for', () => {
    const endpoint = { kind: 'offline' } as const;
    expect(choiceOf({ variables: REMOTE, endpoint })).toEqual(NOTHING);
    expect(choiceOf({ variables: LOCAL, endpoint }).embeddings).not.toBeNull();
  });

  it.each(['localhost:11434', 'ftp://x', 'no url', 'http://a:hunter2@x', 'http://x?key=hunter2'])(
    'is refused for an address that cannot be used, without repeating it: %s',
    (url) => {
      for (const from of ['variables', 'dotenv'] as const) {
        expect(() => choiceOf({ [from]: { ...LOCAL, MEMCHAT_EMBED_URL: url } })).toThrow(
          expect.objectContaining({
            code: 'config',
            message: expect.not.stringMatching(/hunter2|no url/),
          }),
        );
      }
    },
  );
});
