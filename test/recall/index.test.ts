import { expect, test } from 'vitest';
import { RecallIndex } from '../../src/recall/index.ts';
import { found, indexOf, scoreOf } from './world.ts';

const TEXTS = [
  'I am allergic to penicillin.',
  'My sister Nora moved to Lisbon.',
  'We adopted a greyhound called Biscuit.',
  'I write most of my code in C++ and some in C#.',
  'The dentist is at nine.',
];

test('a text is found by its words, whatever their form, case and accents', () => {
  const index = indexOf([...TEXTS, 'She was adopting the Café in Zürich.']);
  expect(found(index, 'allergies to PENICILLIN')[0]).toBe('0');
  expect(found(index, 'Who moves to lisbon?')[0]).toBe('1');
  expect(found(index, 'cafe zurich')[0]).toBe('5');
  expect(found(index, "greyhound's")[0]).toBe('2');
});

test('the same index gives the same results, scores included', () => {
  const query = 'Which dentist moved to Lisbon with code and penicillin?';
  expect(indexOf(TEXTS).search(query)).toEqual(indexOf(TEXTS).search(query));
  const index = indexOf(TEXTS);
  expect(index.search(query)).toEqual(index.search(query));
});

test('nothing is found for an empty query, stop words, unknown words and an empty index', () => {
  const index = indexOf(TEXTS);
  for (const query of ['', '   ', '?!…', 'who is it and what was the', 'zzyzx qwrtp', '\0\u200b']) {
    expect(index.search(query), query).toEqual([]);
  }
  expect(new RecallIndex().search('penicillin', { now: '2024-01-01' })).toEqual([]);
});

test('the limit is 10, or what is asked for', () => {
  const index = indexOf(Array.from({ length: 30 }, (_, n) => `tea number ${n}`));
  expect(index.search('tea')).toHaveLength(10);
  expect(index.search('tea', { limit: 3 })).toHaveLength(3);
  expect(index.search('tea', { limit: 3.7 })).toHaveLength(3);
  for (const limit of [30, 1e9, Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY]) {
    expect(index.search('tea', { limit }), String(limit)).toHaveLength(30);
  }
  for (const limit of [0, -1, 0.5, Number.NaN, Number.NEGATIVE_INFINITY]) {
    expect(index.search('tea', { limit }), String(limit)).toEqual([]);
  }
});

test('a query whose words are not known scores lower than one whose words are', () => {
  const index = indexOf(TEXTS);
  const whole = scoreOf(index, '2', 'greyhound');
  const half = scoreOf(index, '2', 'greyhound zzyzx');
  const third = scoreOf(index, '2', 'greyhound zzyzx qwrtp');
  expect(whole).toBeGreaterThan(half);
  expect(half).toBeGreaterThan(third);
  expect(third).toBeGreaterThan(0);
  expect(half).toBeLessThan(whole * 0.6);
});

test('a word said twice in a query counts once, known or not', () => {
  const index = indexOf(TEXTS);
  expect(index.search('greyhound greyhound zzyzx zzyzx')).toEqual(index.search('greyhound zzyzx'));
  expect(index.search('adopted adopting greyhound')).toEqual(index.search('adopted greyhound'));
});

test('about 1 is the score of a document of average length that has every word of the query', () => {
  const alone = indexOf(TEXTS);
  expect(Math.abs(scoreOf(alone, '2', 'greyhound Biscuit') - 1)).toBeLessThan(0.1);
  const inSessions = indexOf(TEXTS.map((text, n) => ({ id: `${n}`, text, session: `${n}` })));
  expect(Math.abs(scoreOf(inSessions, '2', 'greyhound Biscuit') - 1)).toBeLessThan(0.1);
});

test('words and ids that every object has are words and ids like others', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''];
  const documents = names.map((id, place) => ({
    id,
    text: `${id} proto${place}`,
    session: id,
    speaker: id,
    date: id,
    until: id,
  }));
  const index = indexOf(documents);
  expect(index.size).toBe(5);
  for (const [place, id] of names.entries()) expect(found(index, `proto${place}`)[0]).toBe(id);
  expect(found(index, 'constructor')[0]).toBe('constructor');
  expect(found(index, '__proto__', { limit: 1 })).toEqual(['__proto__']);
  expect(index.search('valueOf isPrototypeOf')).toEqual([]);
  index.remove('constructor');
  expect(found(index, 'constructor')).not.toContain('constructor');
});

test('half characters neither break an index nor hide the words beside them', () => {
  const index = indexOf(['tea \uD83D milk', '\uDE00coffee\uD83D', 'cake']);
  expect(found(index, 'milk \uDE00')).toEqual(['0']);
  expect(found(index, 'coffee')).toEqual(['1']);
  expect(index.search('\uD83D')).toEqual([]);
});

test('of a text of a megabyte the first 20,000 characters are read, in a query as in a document', () => {
  const filler = 'alpha beta gamma delta '.repeat(50_000);
  const index = indexOf([`begin ${filler} end`, 'end', 'begin']);
  expect(found(index, 'begin')).toContain('0');
  expect(found(index, 'end')).toEqual(['1']);
  expect(found(index, `${filler} end`)).toEqual(['0']);
  expect(found(index, `begin ${filler} end`)).toEqual(['0', '2']);
});

test('a text that grows when it is folded is counted right', () => {
  // One character that stands for four Arabic words.
  const index = indexOf(['\uFDFA'.repeat(20_000), 'tea', 'tea milk']);
  expect(found(index, 'tea')).toEqual(['1', '2']);
  for (const { score } of index.search('tea')) expect(score).toBeGreaterThan(0.3);
});

test('a word of half the turns does not bring them all where a rarer word has found some', () => {
  const texts = Array.from({ length: 6_000 }, (_, n) => `${n % 2 === 0 ? 'holiday' : 'work'} ${n}`);
  const index = indexOf([...texts, 'the zither, a holiday', 'the zither, a garden']);
  expect(found(index, 'zither holiday', { limit: 100 })).toEqual(['6000', '6001']);
  expect(index.search('holiday', { limit: 10_000 })).toHaveLength(3_001);
});
