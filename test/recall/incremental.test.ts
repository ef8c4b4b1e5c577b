import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RecallDocument, RecallIndex } from '../../src/recall/index.ts';
import { indexOf } from './world.ts';

const WORDS = "tea coffee Berlin dentist teacup march yesterday 2024 don't the and café 東京".split(
  ' ',
);
const QUERIES = [
  'tea',
  'When did Ann have coffee in Berlin?',
  'tea tea coffee nothing nothing',
  'dentist in 2024',
  'last month',
  'Bob and the teacup 東京',
];
const NOW = '2024-06-15T12:00:00.000Z';

const text = fc
  .array(fc.constantFrom(...WORDS), { maxLength: 5 })
  .chain((words) => fc.constantFrom('', '.', '?').map((end) => `${words.join(' ')}${end}`));
const date = fc.option(
  fc.constantFrom('2023-12-31', '2024-05-02T09:00:00.000Z', '8 May, 2024', 'some day'),
  { nil: undefined },
);
const document = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
  text,
  session: fc.option(fc.constantFrom('one', 'two', ''), { nil: undefined }),
  speaker: fc.option(fc.constantFrom('Ann Lee', 'Bob'), { nil: undefined }),
  date,
  until: fc.oneof(date, fc.constant(null)),
});
type Step = { add: RecallDocument } | { remove: string };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: document.map((add) => ({ add })) },
  { weight: 1, arbitrary: fc.constantFrom('a', 'b', 'c', 'd', 'x').map((remove) => ({ remove })) },
);

test('an index that documents came to and left ranks as one built anew from what is left, scores included', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.boolean(), (steps, searchedBetween) => {
      const index = new RecallIndex();
      const left = new Map<string, RecallDocument>();
      for (const each of steps) {
        const id = 'add' in each ? each.add.id : each.remove;
        left.delete(id);
        if ('add' in each) {
          left.set(id, each.add);
          index.add(each.add);
        } else index.remove(id);
        if (searchedBetween) index.search(QUERIES[1] ?? '', { now: NOW });
      }
      const anew = indexOf([...left.values()]);
      expect(index.size).toBe(left.size);
      for (const query of QUERIES) {
        const options = { limit: 100, now: NOW };
        expect(index.search(query, options)).toEqual(anew.search(query, options));
      }
    }),
    { numRuns: 300 },
  );
});

test('fewer results are the first of more, and scores only fall', () => {
  fc.assert(
    fc.property(fc.array(document, { maxLength: 30 }), fc.nat(12), (documents, limit) => {
      const numbered = documents.map((each, place) => ({ ...each, id: `d-${place}` }));
      const index = indexOf(numbered);
      for (const query of QUERIES) {
        const all = index.search(query, { limit: 100, now: NOW });
        expect(index.search(query, { limit, now: NOW })).toEqual(all.slice(0, limit));
        const scores = all.map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        expect(scores.every((score) => score > 0 && Number.isFinite(score))).toBe(true);
      }
    }),
  );
});

test('a query leaves nothing behind', () => {
  const index = indexOf(['I like tea.', 'Ann lives in Berlin.']);
  const before = index.search('tea in Hamburg');
  for (let n = 0; n < 100; n++) index.search(`Hamburg tea number${n}`);
  index.add({ id: '2', text: 'Hamburg it is.' });
  index.remove('2');
  expect(index.search('tea in Hamburg')).toEqual(before);
});

test('a word that only a removed text had is unknown again', () => {
  const texts = ['I like tea.', 'I like coffee.', 'A zither hangs here.'];
  const documents = texts.map((text, place) => ({ id: `${place}`, text, session: `s-${place}` }));
  const index = indexOf(documents);
  index.remove('2');
  const anew = indexOf(documents.slice(0, 2));
  expect(index.search('zither tea')).toEqual(anew.search('zither tea'));
  expect(index.search('zither')).toEqual([]);
});

test('a document added again is the newest of its session, with its new text only', () => {
  const index = indexOf([
    { id: 'a', session: 's', text: 'I have a canary.' },
    { id: 'b', session: 's', text: 'It sings.' },
    { id: 'a', session: 's', text: 'I have a parrot.' },
  ]);
  expect(index.size).toBe(2);
  expect(index.search('canary')).toEqual([]);
  expect(index.search('parrot').map(({ id }) => id)).toEqual(['a', 'b']);
});

test('where nothing was removed nothing changes', () => {
  const index = indexOf(['I like tea.']);
  index.remove('none');
  index.remove('');
  expect(index.search('tea')).toHaveLength(1);
  index.remove('0');
  index.remove('0');
  expect(index.size).toBe(0);
  expect(index.search('tea')).toEqual([]);
});
