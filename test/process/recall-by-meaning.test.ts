import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Machine } from '../support/bin.ts';
import {
  type EmbeddingsApi,
  type EmbeddingsHandler,
  startEmbeddingsApi,
} from '../support/embeddings-api.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

/** Texts about birds lie in one direction, all others in another. */
const byMeaning: EmbeddingsHandler = ({ body }) => ({
  body: {
    data: body.input.map((text, index) => ({
      index,
      embedding: /peacock|bird|feather/i.test(text) ? [1, 0.1, 0] : [0, 0.2, 1],
    })),
  },
});

async function arrange(handler: EmbeddingsHandler) {
  const machine = new Machine();
  cleanUp.push(() => machine[Symbol.dispose]());
  const api: EmbeddingsApi = await startEmbeddingsApi(handler);
  cleanUp.push(() => api.close());
  const env = { MEMCHAT_EMBED_URL: api.url, MEMCHAT_EMBED_MODEL: 'test' };
  const run = (...args: string[]) => machine.run(['-u', 'alice', ...args], { env });
  await machine.run(['-u', 'alice', '--offline', '-p', 'My sister keeps eleven peacocks.']);
  await machine.run(['-u', 'alice', '--offline', '-p', 'I paint on Sundays.']);
  return { machine, api, run };
}

const searched = (stdout: string): string[] =>
  JSON.parse(stdout).map(({ text }: { text: string }) => text);

describe('recall by meaning', () => {
  it('finds what shares no word with the query, and embeds each text once', async () => {
    const { api, run } = await arrange(byMeaning);
    const { stdout, stderr, code } = await run('memory', 'search', 'feathered animals', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(searched(stdout)[0]).toBe('My sister keeps eleven peacocks.');
    const asked = api.requests.flatMap(({ body }) => body.input);
    await run('memory', 'search', 'feathered animals', '--json');
    const askedAgain = api.requests.flatMap(({ body }) => body.input).slice(asked.length);
    expect(askedAgain).toEqual(['feathered animals']);
  });

  it('finds nothing of the kind without an address', async () => {
    const { machine } = await arrange(byMeaning);
    const { stdout } = await machine.run([
      'memory',
      '-u',
      'alice',
      'search',
      'feathered',
      '--json',
    ]);
    expect(searched(stdout)).toEqual([]);
  });

  it('goes by words with one warning when the server fails', async () => {
    const { run } = await arrange(() => ({ status: 401, body: { error: 'no' } }));
    const { stdout, stderr, code } = await run('memory', 'search', 'eleven peacocks', '--json');
    expect(code).toBe(0);
    expect(searched(stdout)[0]).toBe('My sister keeps eleven peacocks.');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/^memchat: .*127\.0\.0\.1/);
  });

  it('keeps no vector of what is forgotten', async () => {
    const { machine, run } = await arrange(byMeaning);
    await run('memory', 'search', 'feathered animals');
    const vectors = join(machine.sessions, '.alice', 'vectors');
    expect(readdirSync(vectors)).toHaveLength(1);
    await run('memory', 'forget', 'peacocks', '-y');
    const left = existsSync(vectors) ? readdirSync(vectors) : [];
    expect(left).toEqual([]);
  });
});
