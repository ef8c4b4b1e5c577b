import { createServer } from 'node:http';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { embeddingsAddress } from '../../src/model/embeddings/address.ts';
import { OpenAiEmbedder, type OpenAiEmbedderOptions } from '../../src/model/openai-embedder.ts';
import {
  type EmbeddingsAnswer,
  type EmbeddingsApi,
  type EmbeddingsHandler,
  listOf,
  startEmbeddingsApi,
  vectorFor,
} from '../support/embeddings-api.ts';
import { testKey } from './world.ts';

const WORDS = 'My sister Wilhelmina keeps eleven peacocks in Rotterdam.';

let api: EmbeddingsApi;
afterEach(() => api?.close());

async function arrange(
  handler: EmbeddingsHandler = () => undefined,
  over: Partial<OpenAiEmbedderOptions> = {},
) {
  api = await startEmbeddingsApi(handler);
  const options = { url: api.url, model: 'nomic', apiKey: testKey, pauseMs: 1, ...over };
  return new OpenAiEmbedder(options);
}

/** How embedding one text ends, and after how many requests. */
async function failing(answer: EmbeddingsAnswer, over: Partial<OpenAiEmbedderOptions> = {}) {
  const embedder = await arrange(() => answer, { timeoutMs: 5000, ...over });
  const error: unknown = await embedder.embed([WORDS]).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const shown = inspect(error, { depth: 9, showHidden: true });
  for (const secret of [testKey, testKey.slice(-12), 'Wilhelmina', 'peacocks']) {
    expect(shown).not.toContain(secret);
  }
  expect(error).toMatchObject({ name: 'MemchatError' });
  const { message, code } = Object(error);
  return { message, code, requests: api.requests.length };
}

describe('embedding by an OpenAI-compatible server', () => {
  it('sends the texts with the model and the key, and gives a vector for each', async () => {
    const embedder = await arrange();
    const vectors = await embedder.embed(['I like tea.', 'The cat of Berlin']);
    expect(vectors).toEqual([Float32Array.of(1, 0, 0, 0.1), Float32Array.of(0, 1, 1, 0.1)]);
    expect(api.requests).toMatchObject([
      {
        method: 'POST',
        path: '/v1/embeddings',
        headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
        body: {
          model: 'nomic',
          input: ['I like tea.', 'The cat of Berlin'],
          encoding_format: 'float',
        },
      },
    ]);
  });

  it('sends no authorization without a key, and nothing for no texts', async () => {
    const embedder = await arrange(undefined, { apiKey: null });
    expect(await embedder.embed([])).toEqual([]);
    expect(api.requests).toEqual([]);
    await embedder.embed(['tea']);
    expect(api.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('puts the vectors in order by their index', async () => {
    const embedder = await arrange(({ body }) => {
      const data = body.input.map((text, index) => ({ index, embedding: vectorFor(text) }));
      return { body: { data: data.reverse() } };
    });
    const [tea, cat] = await embedder.embed(['tea', 'cat']);
    expect([tea?.[0], cat?.[1]]).toEqual([1, 1]);
  });

  it('sends at most 64 texts and 100,000 characters at once, in order', async () => {
    const texts = [
      ...Array.from({ length: 130 }, (_, n) => `tea ${'tea '.repeat(n)}`),
      ...Array.from({ length: 30 }, () => 'cat '.repeat(1999)),
    ];
    const embedder = await arrange();
    const vectors = await embedder.embed(texts);
    expect(vectors.map((vector) => [vector[0], vector[1]])).toEqual([
      ...Array.from({ length: 130 }, (_, n) => [n + 1, 0]),
      ...Array.from({ length: 30 }, () => [0, 1999]),
    ]);
    const sizes = api.requests.map(({ body }) => body.input.length);
    expect(sizes.slice(0, 2)).toEqual([64, 64]);
    for (const { body } of api.requests) {
      expect(body.input.join('').length).toBeLessThanOrEqual(100_000);
    }
    expect(api.requests.length).toBeLessThan(7);
  });

  it('cuts a text at 8,000 characters, and never through one', async () => {
    const embedder = await arrange();
    await embedder.embed(['x'.repeat(9000), `${'x'.repeat(7999)}😀`, `a \ud83d b`]);
    const [long, split, half] = api.requests[0]?.body.input ?? [];
    expect(long).toBe('x'.repeat(8000));
    expect(split).toBe('x'.repeat(7999));
    expect(half).toBe('a \ufffd b');
  });

  it('refuses a blank text, which servers do not take, before anything is sent', async () => {
    const embedder = await arrange();
    for (const blank of ['', ' \n\u00a0']) {
      await expect(embedder.embed(['tea', blank])).rejects.toMatchObject({ code: 'usage' });
    }
    expect(api.requests).toEqual([]);
  });

  it('sends less of each text when the server says that they are too long, and from then on', async () => {
    const embedder = await arrange(({ body }) =>
      body.input.some((text) => text.length > 400)
        ? {
            status: 500,
            body: {
              error: { message: 'input is too large to process. increase the physical batch size' },
            },
          }
        : undefined,
    );
    const [first] = await embedder.embed([`tea ${'x'.repeat(9000)}`, 'large']);
    expect(first?.[0]).toBe(1);
    const lengths = () => api.requests.map(({ body }) => body.input[0]?.length);
    expect(lengths()).toEqual([8000, 1600, 400]);
    await embedder.embed([`tea ${'x'.repeat(9000)}`]);
    expect(lengths()).toEqual([8000, 1600, 400, 400]);
  });

  it('sends fewer texts when the server says that they are too many at once', async () => {
    const embedder = await arrange(({ body }) =>
      body.input.length > 10
        ? { status: 422, body: { error: 'batch size 64 > maximum allowed batch size 10' } }
        : undefined,
    );
    const texts = Array.from({ length: 70 }, (_, n) => 'tea '.repeat(n + 1));
    const vectors = await embedder.embed(texts);
    expect(vectors.map(([tea]) => tea)).toEqual(texts.map((_, n) => n + 1));
    expect(api.requests.map(({ body }) => body.input.length).slice(0, 5)).toEqual([
      64, 32, 16, 8, 8,
    ]);
  });

  it('gives up on a text that is too long at any length', async () => {
    const body = { error: { message: 'This model has a maximum context length of 4 tokens.' } };
    const { message, requests } = await failing({ status: 400, body });
    expect(message).toContain('did not accept the request (400): This model has a maximum context');
    expect(requests).toBe(3);
  });
});

describe('a second attempt', () => {
  it.each([
    ['a rate limit', { status: 429, headers: { 'retry-after': '0.01' } }],
    ['a failing server', { status: 503, body: 'x' }],
    ['a lost connection', { reset: 'before' }],
    ['an answer that broke off', { reset: 'within' }],
  ] as const)('is made after %s', async (_, answer) => {
    const embedder = await arrange(({ number }) => (number === 1 ? answer : undefined));
    expect(await embedder.embed(['tea'])).toHaveLength(1);
    expect(api.requests).toHaveLength(2);
  });

  it('comes no later than the cap, whatever wait is asked for', async () => {
    const answer = { status: 429, headers: { 'retry-after': '86400' } };
    const over = { retryAfterCapMs: 5 };
    const embedder = await arrange(({ number }) => (number === 1 ? answer : undefined), over);
    expect(await embedder.embed(['tea'])).toHaveLength(1);
  });

  it('is the last one', async () => {
    expect(await failing({ status: 500 })).toMatchObject({
      code: 'api-unavailable',
      message: expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:\d+\/v1\/embeddings failed \(500\)\.$/,
      ),
      requests: 2,
    });
    await api.close();
    expect(await failing({ reset: 'within' })).toMatchObject({ requests: 2 });
  });

  it('is not made where it would be the same', async () => {
    for (const answer of [{ status: 400 }, { status: 401 }, { body: '<html></html>' }]) {
      expect(await failing(answer)).toMatchObject({ requests: 1 });
      await api.close();
    }
  });
});

describe('what goes wrong', () => {
  const vector = [1, 2, 3];
  const of = (...vectors: (readonly unknown[])[]) => ({
    data: vectors.map((embedding, index) => ({ index, embedding })),
  });

  it.each<[string, EmbeddingsAnswer, string, RegExp]>([
    ['a refused key', { status: 401 }, 'credential', /refused the key \(401\).*MEMCHAT_EMBED_KEY/],
    ['a forbidden model', { status: 403 }, 'credential', /does not allow .*\(403\)/],
    ['no such path or model', { status: 404 }, 'api-unavailable', /"nomic" \(404\).*_EMBED_URL/],
    ['a rate limit', { status: 429, headers: { 'retry-after': '90' } }, 'api-unavailable', /90 s/],
    ['a redirect', { status: 308, headers: { location: '/x' } }, 'api-unavailable', /\(308\)/],
    ['a web page', { body: '<!doctype html>' }, 'api-unavailable', /is a web page/],
    ['nothing', { body: '' }, 'api-unavailable', /is empty/],
    ['half of it', { body: '{"data": [' }, 'api-unavailable', /no JSON object/],
    ['a list', { body: [vector] }, 'api-unavailable', /no JSON object/],
    ['no data', { body: { embeddings: [vector] } }, 'api-unavailable', /no list of vectors/],
    ['too few', { body: of() }, 'api-unavailable', /0 vectors for 1 texts/],
    ['too many', { body: of(vector, vector) }, 'api-unavailable', /2 vectors for 1 texts/],
    [
      'no index',
      { body: { data: [{ embedding: vector }] } },
      'api-unavailable',
      /without an index/,
    ],
    [
      'an index of its own',
      { body: { data: [{ index: 7, embedding: vector }] } },
      'api-unavailable',
      /which vector is of which text/,
    ],
    ['words', { body: of(['a', 'b']) }, 'api-unavailable', /else than numbers/],
    ['nulls', { body: of([1, null]) }, 'api-unavailable', /else than numbers/],
    ['too large numbers', { body: of([1e39]) }, 'api-unavailable', /else than numbers/],
    ['an empty vector', { body: of([]) }, 'api-unavailable', /vector of 0 numbers/],
    ['a huge vector', { body: of(Array(16_385).fill(1)) }, 'api-unavailable', /of 16385 numbers/],
    ['base64', { body: { data: [{ index: 0, embedding: 'AAAA' }] } }, 'api-unavailable', /else in/],
    ['an endless one', { body: ' '.repeat(34e6) }, 'api-unavailable', /larger than any answer/],
  ])('is said of %s', async (_, answer, code, words) => {
    const failed = await failing(answer);
    expect(failed).toMatchObject({ code, message: expect.stringMatching(words) });
    expect(failed.message).toContain(`${api.url}/v1/embeddings`);
  });

  it('is said of vectors of two lengths, in one answer and in the next', async () => {
    const embedder = await arrange(({ body: { input } }) => ({
      body: listOf(input.map((text) => Array(text.length).fill(1))),
    }));
    await expect(embedder.embed(['abc', 'ab'])).rejects.toThrow(
      'a vector of 2 numbers beside others of 3',
    );
    await embedder.embed(['ab']);
    await expect(embedder.embed(['abc'])).rejects.toThrow(
      'a vector of 3 numbers beside others of 2',
    );
  });

  it('is said with what the server gives for a reason, unless it repeats what was sent', async () => {
    const because = (message: string) => ({ status: 400, body: { error: { message } } });
    expect((await failing(because('The model is not loaded.'))).message).toMatch(
      /\(400\): The model is not loaded\.$/,
    );
    await api.close();
    const repeated = [`Cannot embed "${WORDS}"`, `wrong key ${testKey}`, 'x'.repeat(400)];
    for (const reason of repeated) {
      expect((await failing(because(reason))).message).toMatch(/\(400\)\.$/);
      await api.close();
    }
  });

  it('is said of a server that does not answer in time, after one request', async () => {
    const never = new Promise(() => {});
    const { message, code, requests } = await failing({ hold: never }, { timeoutMs: 60 });
    expect([code, requests]).toEqual(['api-unavailable', 1]);
    expect(message).toContain('did not answer within 60 ms');
  });

  it('is said of an address where nobody listens, or that is not there', async () => {
    const gone = await startEmbeddingsApi();
    await gone.close();
    const { message } = await failing({}, { url: gone.url });
    expect(message).toContain(`Nothing answers at ${gone.url}/v1/embeddings`);
    await api.close();
    const away = await failing({}, { url: 'http://nowhere.invalid' });
    expect(away.message).toContain('could not be found');
  });

  it('does not take what was sent along to where a redirect leads', async () => {
    const elsewhere: string[] = [];
    const other = createServer((request, response) => {
      elsewhere.push(request.url ?? '');
      response.end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const location = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
    for (const status of [301, 302, 307, 308]) {
      const { message } = await failing({ status, headers: { location } });
      expect(message).toContain('where texts are not sent');
      await api.close();
    }
    other.close();
    expect(elsewhere).toEqual([]);
  });

  it('is said without a key, that one is wanted', async () => {
    const { message, code } = await failing({ status: 401 }, { apiKey: null });
    expect([message, code]).toEqual([
      expect.stringContaining('wants a key (401). Set MEMCHAT_EMBED_KEY.'),
      'credential',
    ]);
  });
});

describe('an abort', () => {
  const never = new Promise(() => {});

  it('stops the request, and no other is made', async () => {
    const embedder = await arrange(() => ({ hold: never }));
    const controller = new AbortController();
    const embedding = embedder.embed(['tea'], controller.signal);
    await api.asked(1);
    controller.abort();
    await expect(embedding).rejects.toMatchObject({ code: 'interrupted' });
    await expect(embedder.embed(['tea'], controller.signal)).rejects.toMatchObject({
      code: 'interrupted',
    });
    expect(api.requests).toHaveLength(1);
  });

  it('stops the wait before the second attempt', async () => {
    const embedder = await arrange(() => ({ status: 503 }), {
      pauseMs: 600_000,
      retryAfterCapMs: 600_000,
    });
    const controller = new AbortController();
    const embedding = embedder.embed(['tea'], controller.signal);
    await api.asked(1);
    setTimeout(() => controller.abort(), 20);
    await expect(embedding).rejects.toMatchObject({ code: 'interrupted' });
    expect(api.requests).toHaveLength(1);
  });
});

describe('the address', () => {
  it.each([
    ['http://localhost:11434', 'http://localhost:11434/v1/embeddings'],
    ['http://localhost:11434/', 'http://localhost:11434/v1/embeddings'],
    ['http://localhost:1234/v1', 'http://localhost:1234/v1/embeddings'],
    ['http://localhost:1234/v1/', 'http://localhost:1234/v1/embeddings'],
    ['http://localhost:1234/v1/embeddings', 'http://localhost:1234/v1/embeddings'],
    ['http://localhost:1234/v1/embeddings/', 'http://localhost:1234/v1/embeddings'],
    ['http://localhost:1234/embeddings#x', 'http://localhost:1234/embeddings'],
    ['https://api.openai.com/v1', 'https://api.openai.com/v1/embeddings'],
    ['https://gateway.example/llm', 'https://gateway.example/llm/v1/embeddings'],
    ['https://models.example/v1beta/openai/', 'https://models.example/v1beta/openai/embeddings'],
  ])('may be %s', (given, address) => {
    expect(embeddingsAddress(given)).toBe(address);
    const embedder = new OpenAiEmbedder({ url: given, model: 'nomic', apiKey: null });
    expect(embedder.id).toBe(`${address} nomic`);
  });

  it.each([
    'localhost:11434',
    'not an address',
    'ftp://host/hunter2',
    'http://me:hunter2@host',
    'http://host/v1?key=hunter2',
  ])('is refused without repeating it: %s', (url) => {
    const open = () => new OpenAiEmbedder({ url, model: 'm', apiKey: null });
    expect(open).toThrow(expect.objectContaining({ code: 'config' }));
    expect(open).not.toThrow('hunter2');
  });

  it('is the same for every way to write it', () => {
    const path = fc.constantFrom('', '/', '/v1', '/v1/', '/v1/embeddings', '/v1/embeddings/');
    fc.assert(
      fc.property(path, (written) => {
        const address = embeddingsAddress(`http://localhost:11434${written}`);
        expect(address).toBe('http://localhost:11434/v1/embeddings');
        expect(embeddingsAddress(address)).toBe(address);
      }),
    );
  });
});

describe('the key', () => {
  it('is refused when it cannot be one, and shown nowhere', async () => {
    for (const apiKey of ['two words', 'line\nbreak', 'schlüssel', '']) {
      const open = () => new OpenAiEmbedder({ url: 'http://localhost', model: 'm', apiKey });
      expect(open).toThrow(expect.objectContaining({ code: 'credential' }));
    }
    const embedder = await arrange();
    const shown = inspect(embedder, { depth: 9, showHidden: true }) + JSON.stringify(embedder);
    expect(shown).not.toContain(testKey);
  });
});
