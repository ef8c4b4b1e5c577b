import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../src/compose/ids.ts';
import { composeEmbeddings } from '../src/compose/semantic.ts';
import { composeStores } from '../src/compose/stores.ts';
import { type Flags, readConfig } from '../src/config.ts';
import { filesBelow } from './store/temporary.ts';
import { type EmbeddingsApi, startEmbeddingsApi } from './support/embeddings-api.ts';

let api: EmbeddingsApi;
let sessions: string;
beforeEach(async () => {
  sessions = mkdtempSync(join(tmpdir(), 'memchat-compose-'));
  api = await startEmbeddingsApi();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(sessions, { recursive: true });
  await api.close();
});

/** What the environment and the flags give. */
async function composed(env: Record<string, string>, flags: Flags = {}) {
  vi.stubEnv('XDG_CONFIG_HOME', sessions);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const config = await readConfig({ offline: true, user: 'alice', sessions, ...flags });
  return composeEmbeddings(config, await composeStores(config, () => {}, systemClock));
}

describe('what recall by meaning stands on', () => {
  const set = () => ({ MEMCHAT_EMBED_URL: api.url, MEMCHAT_EMBED_MODEL: 'm' });

  it('is nothing unless an address is set, nor where nothing is remembered', async () => {
    expect(await composed({ MEMCHAT_EMBED_MODEL: 'm' })).toBeNull();
    expect(await composed(set(), { memory: 'off' })).toBeNull();
  });

  it('is the server and the cache that the configuration names', async () => {
    const parts = await composed({ ...set(), MEMCHAT_EMBED_KEY: 'k' });
    const [vector] = (await parts?.embedder.embed(['tea'])) ?? [];
    expect(api.requests[0]).toMatchObject({
      headers: { authorization: 'Bearer k' },
      body: { model: 'm' },
    });
    const key = 'ab'.repeat(16);
    await parts?.vectors.get('alice', 'm');
    await parts?.vectors.put('alice', 'm', new Map([[key, vector ?? new Float32Array(0)]]));
    expect(filesBelow(sessions)).toEqual([expect.stringMatching(/^\.alice\/vectors\/.*\.bin$/)]);
  });

  it('writes no file where the memory is read-only', async () => {
    const parts = await composed(set(), { memory: 'read-only' });
    await parts?.vectors.get('alice', 'm');
    await parts?.vectors.put('alice', 'm', new Map());
    expect(filesBelow(sessions)).toEqual([]);
    expect(parts?.embedder.id).toBe(`${api.url}/v1/embeddings m`);
  });

  it('goes through the proxies that are set, and refuses one that is none', async () => {
    await expect(composed({ ...set(), HTTP_PROXY: 'socks5://x' })).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('HTTP_PROXY'),
    });
  });
});
