import { afterEach, describe, expect, it } from 'vitest';
import { MemchatError } from '../../src/errors.ts';
import { type EmbeddingsReachOptions, reachEmbeddings } from '../../src/model/embeddings/reach.ts';
import {
  type EmbeddingsAnswer,
  type EmbeddingsApi,
  startEmbeddingsApi,
} from '../support/embeddings-api.ts';
import { testKey } from './world.ts';

let api: EmbeddingsApi;
afterEach(() => api?.close());

async function reached(answer: EmbeddingsAnswer, over: Partial<EmbeddingsReachOptions> = {}) {
  api = await startEmbeddingsApi(() => answer);
  const options = { url: `${api.url}/v1/`, model: 'nomic', apiKey: testKey, timeoutMs: 2000 };
  const findings = await reachEmbeddings({ ...options, network: () => fetch, ...over });
  expect(JSON.stringify(findings)).not.toContain(testKey.slice(-12));
  expect(findings).toHaveLength(1);
  return findings[0];
}

describe('reaching the server of the embeddings', () => {
  it('asks for its models once, with the key', async () => {
    const found = await reached({ body: { data: [{ id: 'x' }, { id: 'nomic:latest' }] } });
    expect(found).toEqual({
      check: 'embeddings',
      status: 'ok',
      message: `${api.url} answers and lists nomic.`,
      mend: null,
    });
    expect(api.requests).toMatchObject([
      { method: 'GET', path: '/v1/models', headers: { authorization: `Bearer ${testKey}` } },
    ]);
  });

  it('warns of a model that it does not list', async () => {
    expect(await reached({ body: { data: [{ id: 'nomical' }] } })).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('does not list the model "nomic"'),
    });
  });

  it.each<[string, EmbeddingsAnswer]>([
    ['a 404', { status: 404 }],
    ['a 405', { status: 405 }],
    ['a web page', { body: '<html></html>' }],
    ['something else', { body: { models: [] } }],
  ])('takes %s for an answer', async (_, answer) => {
    expect(await reached(answer)).toMatchObject({
      status: 'ok',
      message: expect.stringContaining('does not list its models'),
    });
  });

  it.each<[string, EmbeddingsAnswer, RegExp]>([
    ['a refused key', { status: 401 }, /refused the key/],
    ['a failing server', { status: 500 }, /failed \(500\)/],
    ['a lost connection', { reset: 'within' }, /connection to .* failed/],
    ['silence', { hold: new Promise(() => {}) }, /did not answer within 60 ms/],
  ])('warns of %s, after one request', async (_, answer, words) => {
    const over = answer.hold === undefined ? {} : { timeoutMs: 60 };
    expect(await reached(answer, over)).toMatchObject({
      status: 'warning',
      message: expect.stringMatching(words),
    });
    expect(api.requests).toHaveLength(1);
  });

  it('warns of a proxy that cannot be one', async () => {
    const network = () => {
      throw new MemchatError('HTTP_PROXY is not the address of a proxy.', 'config');
    };
    expect(await reached({}, { network })).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('HTTP_PROXY'),
    });
  });
});
