import fs from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { SemanticIndex, type SemanticOptions } from '../../src/chat/semantic.ts';
import type { MemchatError } from '../../src/errors.ts';
import { OpenAiEmbedder } from '../../src/model/openai-embedder.ts';
import { FileVectors } from '../../src/store/file-vectors.ts';
import { InMemoryVectors } from '../../src/store/in-memory-vectors.ts';
import { placeOf } from '../../src/store/paths.ts';
import { filesBelow, temporaryFolders } from '../store/temporary.ts';
import {
  type EmbeddingsAnswer,
  type EmbeddingsApi,
  listOf,
  startEmbeddingsApi,
} from '../support/embeddings-api.ts';

const folder = temporaryFolders();
const MINUTE = 60_000;
const DOCUMENTS = [
  { id: 'drink', text: 'I like green tea.' },
  { id: 'pet', text: 'My cat is old.' },
  { id: 'place', text: 'We live in Berlin.' },
];

let api: EmbeddingsApi;
afterEach(() => api?.close());

/** A server that can be broken, and what stands on it. */
async function arrange(over: Partial<SemanticOptions> = {}) {
  const world = {
    answer: (): EmbeddingsAnswer | undefined => undefined,
    now: Date.UTC(2026, 2, 1),
  };
  api = await startEmbeddingsApi(() => world.answer());
  const problems: MemchatError[] = [];
  const embedder = () =>
    new OpenAiEmbedder({ url: api.url, model: 'm', apiKey: null, pauseMs: 1, timeoutMs: 5000 });
  const vectors = over.vectors ?? new InMemoryVectors();
  const open = (more: Partial<SemanticOptions> = {}) =>
    new SemanticIndex({
      user: 'alice',
      embedder: embedder(),
      vectors,
      clock: () => new Date(world.now).toISOString(),
      onProblem: (problem) => problems.push(problem),
      ...over,
      ...more,
    });
  /** How many texts were sent so far. */
  const sent = () => api.requests.reduce((sum, { body }) => sum + body.input.length, 0);
  return { world, problems, open, index: open(), embedder, vectors, sent };
}

const idsOf = (found: { id: string }[] | null) => found?.map(({ id }) => id) ?? null;

describe('the semantic index', () => {
  it('finds documents by what they mean, the nearest first', async () => {
    const { index, problems } = await arrange();
    await index.sync(DOCUMENTS);
    expect(idsOf(await index.search('some coffee', 2))).toEqual(['drink', expect.any(String)]);
    expect(
      idsOf(await index.search('a dog in Paris', 3))
        ?.slice(0, 2)
        .sort(),
    ).toEqual(['pet', 'place']);
    expect(problems).toEqual([]);
  });

  it('has nothing to say before something is embedded, and asks nobody', async () => {
    const { index } = await arrange();
    expect(await index.search('coffee', 3)).toBeNull();
    await index.sync([{ id: 'blank', text: ' \n' }]);
    expect(await index.search('coffee', 3)).toBeNull();
    await index.sync(DOCUMENTS);
    expect(await index.search('  ', 3)).toBeNull();
    expect(api.requests).toHaveLength(1);
  });

  it('embeds a text once, however often it is given, by how many documents and sessions', async () => {
    const { open, sent } = await arrange({
      vectors: new FileVectors({ directory: folder(), onNotice: () => {} }),
    });
    const twice = [...DOCUMENTS, { id: 'again', text: 'I like green tea.' }];
    const first = open();
    await first.sync(twice);
    await first.sync(twice);
    expect(sent()).toBe(3);
    const second = open();
    await second.sync(twice);
    expect(sent()).toBe(3);
    expect(idsOf(await second.search('tea', 2))).toEqual(['again', 'drink']);
  });

  it('embeds a text that has changed, and finds it by the new one', async () => {
    const { index } = await arrange();
    await index.sync(DOCUMENTS);
    await index.sync([{ id: 'drink', text: 'I have a dog.' }]);
    expect(idsOf(await index.search('cat', 2))?.sort()).toEqual(['drink', 'pet']);
    const [first] = (await index.search('tea', 1)) ?? [];
    expect(first?.score).toBeLessThan(0.5);
  });

  it('finds no more what is removed, also when it is removed while it is embedded', async () => {
    const { index, world } = await arrange();
    await index.sync(DOCUMENTS);
    index.remove('drink');
    index.remove('drink');
    expect(idsOf(await index.search('tea', 9))?.sort()).toEqual(['pet', 'place']);
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    world.answer = () => ({ hold: held });
    const syncing = index.sync([{ id: 'late', text: 'More tea.' }]);
    await api.asked(3);
    index.remove('late');
    world.answer = () => undefined;
    answer();
    await syncing;
    expect(idsOf(await index.search('tea', 9))?.sort()).toEqual(['pet', 'place']);
  });

  it('embeds 2,000 new texts at a time, those given first before the others, the rest later', async () => {
    const { index, sent } = await arrange();
    const many = Array.from({ length: 2100 }, (_, n) => ({ id: `d-${n}`, text: `tea ${n}` }));
    await index.sync(many);
    expect(sent()).toBe(2000);
    const texts = () => api.requests.flatMap(({ body }) => body.input);
    expect(texts()[0]).toBe('tea 0');
    expect(texts()).not.toContain('tea 2000');
    await index.sync([{ id: 'new', text: 'tea, the newest' }]);
    expect(texts().slice(2000)).toEqual([
      'tea, the newest',
      ...many.slice(2000).map(({ text }) => text),
    ]);
    await index.sync([]);
    expect(sent()).toBe(2101);
  });

  it('goes through many documents without keeping others waiting', async () => {
    const { index } = await arrange({ vectors: new InMemoryVectors() });
    let turns = 0;
    let isDone = false;
    const tick = () => {
      turns += 1;
      if (!isDone) setImmediate(tick);
    };
    setImmediate(tick);
    const blank = Array.from({ length: 50_000 }, (_, n) => ({ id: `d-${n}`, text: ' ' }));
    await index.sync(blank);
    isDone = true;
    expect(turns).toBeGreaterThan(50);
  });

  it('reads the documents after the cache, and carries what their reading throws', async () => {
    const directory = folder();
    const { index } = await arrange({
      vectors: new FileVectors({ directory, onNotice: () => {} }),
    });
    const seen: number[] = [];
    function* documents() {
      seen.push(filesBelow(directory).length);
      yield* DOCUMENTS;
      if (seen.length === 1) throw new Error('no more');
    }
    await expect(index.sync(documents())).rejects.toThrow('no more');
    expect(seen).toEqual([1]);
    await index.sync(documents());
    expect(await index.search('tea', 9)).toHaveLength(3);
  });
});

describe('an embedder that fails', () => {
  it('is told once, left alone for five minutes, and then asked again', async () => {
    const { index, world, problems } = await arrange();
    await index.sync(DOCUMENTS);
    world.answer = () => ({ status: 500 });
    for (let n = 0; n < 3; n++) expect(await index.search('tea', 3)).toBeNull();
    await index.sync([{ id: 'new', text: 'More tea.' }]);
    expect(problems).toMatchObject([
      {
        code: 'api-unavailable',
        message: expect.stringMatching(
          /^Recall goes by words alone for now\. .* failed \(500\)\.$/,
        ),
      },
    ]);
    const asked = api.requests.length;
    world.now += 5 * MINUTE - 1;
    expect(await index.search('tea', 3)).toBeNull();
    expect(api.requests).toHaveLength(asked);
    world.now += 1;
    expect(await index.search('tea', 3)).toBeNull();
    expect(api.requests.length).toBeGreaterThan(asked);
    world.answer = () => undefined;
    world.now += 5 * MINUTE;
    expect(idsOf(await index.search('tea', 1))).toEqual(['drink']);
    await index.sync([]);
    expect(idsOf(await index.search('tea', 2))?.sort()).toEqual(['drink', 'new']);
    world.answer = () => ({ reset: 'before' });
    expect(await index.search('tea', 1)).toBeNull();
    expect(problems).toHaveLength(1);
  });

  it('while documents are embedded costs nothing that was embedded before', async () => {
    const { index, world, problems, sent } = await arrange();
    let requests = 0;
    world.answer = () => (++requests > 2 ? { status: 401 } : undefined);
    const many = Array.from({ length: 200 }, (_, n) => ({ id: `d-${n}`, text: `tea ${n}` }));
    await index.sync(many);
    expect(problems).toMatchObject([{ code: 'credential' }]);
    world.answer = () => undefined;
    expect(await index.search('tea', 9)).toBeNull();
    world.now += 5 * MINUTE;
    expect(await index.search('tea', 300)).toHaveLength(128);
    const before = sent();
    await index.sync(many);
    expect(sent() - before).toBe(72);
    expect(await index.search('tea', 300)).toHaveLength(200);
  });

  it('is asked again at once by a clock that was put back', async () => {
    const { index, world } = await arrange();
    await index.sync(DOCUMENTS);
    world.answer = () => ({ status: 500 });
    await index.search('tea', 3);
    world.answer = () => undefined;
    world.now -= 60 * MINUTE;
    expect(await index.search('tea', 3)).toHaveLength(3);
  });

  it('takes too long for a search, which goes on without; what is in the background waits', async () => {
    const { index, world, problems } = await arrange({ patienceMs: 40 });
    await index.sync(DOCUMENTS);
    world.answer = () => ({ hold: new Promise(() => {}) });
    expect(await index.search('tea', 3)).toBeNull();
    expect(problems).toMatchObject([
      { message: expect.stringContaining('took longer than 40 ms') },
    ]);
    world.answer = () => undefined;
    const asked = api.requests.length;
    expect(await index.search('tea', 3)).toBeNull();
    expect(api.requests).toHaveLength(asked);
    await index.sync([{ id: 'new', text: 'More tea.' }]);
    expect(api.requests).toHaveLength(asked + 1);
    expect(problems).toHaveLength(1);
  });

  it('lets no search wait that does not listen to its signal, or throws at once', async () => {
    const deaf = { id: 'deaf', embed: () => new Promise<Float32Array[]>(() => {}) };
    const rude = {
      id: 'rude',
      embed: (): Promise<Float32Array[]> => {
        throw new Error('rude');
      },
    };
    const { open, embedder, vectors, problems } = await arrange({ patienceMs: 30 });
    for (const { id, embed } of [deaf, rude]) {
      const real = embedder();
      let isBroken = false;
      const index = open({
        vectors,
        embedder: {
          id,
          embed: (texts, signal) => (isBroken ? embed() : real.embed(texts, signal)),
        },
      });
      await index.sync(DOCUMENTS);
      isBroken = true;
      expect(await index.search('tea', 3)).toBeNull();
    }
    expect(problems).toHaveLength(2);
  });

  it('gives a vector without a direction for one text, which is then not found, nor asked again', async () => {
    const { index, open, world, problems, sent } = await arrange();
    world.answer = () => ({ body: listOf([[0, 0, 0, 0]]) });
    await index.sync([{ id: 'odd', text: '???' }]);
    world.answer = () => undefined;
    await index.sync(DOCUMENTS);
    expect(await index.search('tea', 9)).toHaveLength(3);
    const before = sent();
    await open().sync([{ id: 'odd', text: '???' }]);
    expect(sent()).toBe(before);
    world.answer = () => ({ body: listOf([[0, 0, 0, 0]]) });
    expect(await index.search('tea', 9)).toBeNull();
    expect(problems).toEqual([]);
  });

  it('answers with another length under the same name: then all is embedded anew', async () => {
    const { open, world, problems } = await arrange();
    await open().sync(DOCUMENTS);
    const longer = (n: number) => () => ({ body: listOf(Array(n).fill([1, 0, 0, 0, 0])) });
    const index = open();
    world.answer = longer(1);
    await index.sync(DOCUMENTS);
    expect(await index.search('tea', 3)).toBeNull();
    await index.sync([{ id: 'new', text: 'More tea.' }]);
    world.answer = longer(4);
    await index.sync([...DOCUMENTS, { id: 'new', text: 'More tea.' }]);
    world.answer = longer(1);
    expect(await index.search('tea', 9)).toHaveLength(4);
    world.answer = longer(0);
    await open().sync(DOCUMENTS);
    expect(problems).toEqual([]);
  });
});

describe('a cache that fails', () => {
  it('is told once, and stops nothing', async () => {
    const directory = folder();
    fs.writeFileSync(`${directory}/blocked`, '');
    const vectors = new FileVectors({ directory: `${directory}/blocked`, onNotice: () => {} });
    const { index, problems } = await arrange({ vectors });
    await index.sync(DOCUMENTS);
    await index.sync([{ id: 'new', text: 'More tea.' }]);
    expect(idsOf(await index.search('coffee', 2))?.sort()).toEqual(['drink', 'new']);
    expect(problems).toMatchObject([
      { message: expect.stringMatching(/^Vectors for recall are not kept\. Cannot /) },
    ]);
  });

  it('later on is told once, and what it did not keep is found all the same', async () => {
    const directory = folder();
    const vectors = new FileVectors({ directory, onNotice: () => {} });
    const { index, problems } = await arrange({ vectors });
    await index.sync([]);
    const { vectors: kept } = placeOf(directory, 'alice');
    const [name = ''] = fs.readdirSync(kept);
    fs.rmSync(`${kept}/${name}`);
    fs.mkdirSync(`${kept}/${name}`);
    await index.sync(DOCUMENTS);
    await index.sync([{ id: 'new', text: 'More tea.' }]);
    expect(await index.search('tea', 9)).toHaveLength(4);
    expect(problems).toHaveLength(1);
  });
});

describe('what is forgotten', () => {
  it('is cleared from the index and the cache', async () => {
    const directory = folder();
    const vectors = new FileVectors({ directory, onNotice: () => {} });
    const { index } = await arrange({ vectors });
    await index.sync(DOCUMENTS);
    expect(filesBelow(directory)).toHaveLength(1);
    await index.clear();
    expect(filesBelow(directory)).toEqual([]);
    expect(await index.search('tea', 9)).toBeNull();
    await index.sync(DOCUMENTS.slice(1));
    expect(idsOf(await index.search('tea', 9))?.sort()).toEqual(['pet', 'place']);
  });

  it('is not kept when it was being embedded at that time', async () => {
    const directory = folder();
    const vectors = new FileVectors({ directory, onNotice: () => {} });
    const another = new FileVectors({ directory, onNotice: () => {} });
    for (const clear of [() => another.clear('alice'), () => vectors.clear('alice'), null]) {
      const { index, world } = await arrange({ vectors });
      let answer = () => {};
      const held = new Promise<void>((resolve) => {
        answer = resolve;
      });
      world.answer = () => ({ hold: held });
      const syncing = index.sync(DOCUMENTS);
      await api.asked(1);
      await (clear ?? (() => index.clear()))();
      world.answer = () => undefined;
      answer();
      await syncing;
      expect(filesBelow(directory)).toEqual([]);
      expect(await index.search('tea', 9)).toBeNull();
      // What is given again is there again, and kept.
      await index.sync(DOCUMENTS.slice(1));
      expect(await index.search('tea', 9)).toHaveLength(2);
      expect((await vectors.get('alice', `${api.url}/v1/embeddings m`)).size).toBe(2);
      await vectors.clear('alice');
      await api.close();
    }
  });

  it('does not come back when it is cleared while documents are gone through', async () => {
    const { open } = await arrange();
    const known = { id: 'known', text: 'The forgotten tea.' };
    await open().sync([known]);
    const index = open();
    const clearing: Promise<void>[] = [];
    function* documents() {
      yield* DOCUMENTS;
      clearing.push(index.clear());
      yield known;
      yield { id: 'unknown', text: 'The unknown tea.' };
    }
    await index.sync(documents());
    await Promise.all(clearing);
    expect(JSON.stringify(api.requests)).not.toContain('unknown');
    expect(await index.search('tea', 9)).toBeNull();
  });
});

describe('closing', () => {
  it('stops what goes on, tells nobody, and finds nothing any more', async () => {
    const { index, world, problems } = await arrange();
    await index.sync(DOCUMENTS);
    world.answer = () => ({ hold: new Promise(() => {}) });
    const syncing = index.sync([{ id: 'new', text: 'More tea.' }]);
    const searching = index.search('tea', 3);
    await api.asked(3);
    await index.close();
    await syncing;
    expect(await searching).toBeNull();
    expect(await index.search('tea', 3)).toBeNull();
    await index.sync([{ id: 'newer', text: 'Even more tea.' }]);
    expect([api.requests.length, problems]).toEqual([3, []]);
  });
});
