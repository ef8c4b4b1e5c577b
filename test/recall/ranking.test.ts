import { describe, expect, test } from 'vitest';
import { found, indexOf, scoreOf } from './world.ts';

const NOW = '2024-06-15T12:00:00.000Z';

/** So many turns about other things, each in a session of its own. */
function others(count: number) {
  return Array.from({ length: count }, (_, n) => ({
    id: `other-${n}`,
    text: `Something else altogether, matter ${n}.`,
    session: `other-${n}`,
  }));
}

describe('neighbours and sessions', () => {
  const conversation = [
    { id: '1', session: 's', text: 'Morning!' },
    { id: '2', session: 's', text: 'Slept badly again.' },
    { id: '3', session: 's', text: 'Where do you keep the ladder?' },
    { id: '4', session: 's', text: 'Behind the shed.' },
    { id: '5', session: 's', text: 'Thanks.' },
    { id: '6', session: 's', text: 'Anything more?' },
  ];

  test('the answer is found with its question, two turns around it, and no further', () => {
    const index = indexOf([...others(20), ...conversation]);
    const results = found(index, 'ladder');
    expect(new Set(results)).toEqual(new Set(['1', '2', '3', '4', '5']));
    expect(results.slice(0, 2)).toEqual(['3', '4']);
  });

  test('turns of another session are no neighbours, also between them', () => {
    const [one, two] = [others(1), conversation];
    const mixed = two.flatMap((turn, n) => [
      turn,
      { ...one[0], id: `between-${n}`, session: 'b', text: '…' },
    ]);
    expect(found(indexOf(mixed), 'ladder')).toEqual(found(indexOf(conversation), 'ladder'));
  });

  test('without a session nothing is a neighbour', () => {
    const index = indexOf(conversation.map(({ id, text }) => ({ id, text })));
    expect(found(index, 'ladder')).toEqual(['3']);
  });

  test('when a turn is removed its neighbours become neighbours', () => {
    const index = indexOf(conversation);
    index.remove('4');
    expect(new Set(found(index, 'ladder'))).toEqual(new Set(['1', '2', '3', '5', '6']));
  });

  test('of two turns that say the same the one in the session about it is first', () => {
    const index = indexOf([
      { id: 'idle', session: 'a', text: 'The kiln is hot.' },
      { id: 'a1', session: 'a', text: 'Bye.' },
      { id: 'a2', session: 'a', text: 'Good night then.' },
      { id: 'b1', session: 'b', text: 'A new kiln arrived, a kiln for big pots.' },
      { id: 'b2', session: 'b', text: 'Nice.' },
      { id: 'b3', session: 'b', text: 'Really nice.' },
      { id: 'b4', session: 'b', text: 'I think so.' },
      { id: 'about', session: 'b', text: 'The kiln is hot.' },
    ]);
    const results = found(index, 'Is the kiln hot?');
    expect(results[0]).toBe('about');
    expect(results).toContain('idle');
  });
});

describe('speakers', () => {
  const index = indexOf([
    ...others(20),
    { id: 'ann', session: 'a', speaker: 'Ann Lee', text: 'I play the oboe.' },
    { id: 'bob', session: 'b', speaker: 'Bob', text: 'I play the oboe.' },
    { id: 'cy', session: 'c', text: 'I play the oboe.' },
  ]);

  test.each([
    ['What does Ann play, the oboe?', 'ann'],
    ["What is lee's oboe?", 'ann'],
    ['Bob and the oboe', 'bob'],
    ['BOB’S OBOE', 'bob'],
  ])('%s: the turn of who is named comes first', (query, first) => {
    expect(found(index, query)[0]).toBe(first);
  });

  test('a name alone finds nothing: who it is said by is no content', () => {
    expect(found(index, 'Bob')).toEqual([]);
  });
});

describe('dates', () => {
  const facts = indexOf([
    { id: 'oslo', text: 'Lives in Oslo.', date: '2019-03-01', until: '2021-06-30' },
    { id: 'rome', text: 'Lives in Rome.', date: '2021-07-01', until: '2023-12-31' },
    { id: 'bern', text: 'Lives in Bern.', date: '2024-01-01', until: null },
  ]);

  test.each([
    ['Where did I live in 2020?', 'oslo'],
    ['Where did I live in March 2019?', 'oslo'],
    ['Where did I live in 2022?', 'rome'],
    ['Where did I live last year?', 'rome'],
    ['Where did I live two years ago?', 'rome'],
    ['Where do I live this month?', 'bern'],
    ['Where will I live in 2030?', 'bern'],
    ['Where did I live before 2020?', 'oslo'],
  ])('%s: the fact that held then comes first', (query, first) => {
    expect(found(facts, query, { now: NOW })[0]).toBe(first);
  });

  test('without now, words that are counted from it say nothing', () => {
    const query = 'Where did I live last year?';
    expect(scoreOf(facts, 'rome', query)).toBe(scoreOf(facts, 'oslo', query));
    expect(scoreOf(facts, 'rome', query, { now: 'no date' })).toBe(scoreOf(facts, 'rome', query));
  });

  test('a turn has one moment', () => {
    const index = indexOf([
      { id: 'before', text: 'We met.', date: '2024-06-13T23:59:59.999Z' },
      { id: 'that day', text: 'We met.', date: '2024-06-14T00:00:00.000Z' },
      { id: 'in its zone', text: 'We met.', date: '2024-06-15T01:00:00+02:00' },
      { id: 'after', text: 'We met.', date: '2024-06-15T00:00:00.000Z' },
      { id: 'undated', text: 'We met.' },
      { id: 'in words', text: 'We met.', date: '1:56 pm on 14 June, 2024' },
    ]);
    const lifted = found(index, 'Whom did we meet yesterday?', { now: NOW }).slice(0, 3);
    expect(new Set(lifted)).toEqual(new Set(['that day', 'in its zone', 'in words']));
  });

  test('an end that cannot be read counts as none was given', () => {
    const index = indexOf([
      { id: 'odd', text: 'We met.', date: '2020-05-01', until: 'whenever' },
      { id: 'other', text: 'We met.', date: '2021-05-01' },
    ]);
    expect(found(index, 'Whom did we meet in May 2020?')[0]).toBe('odd');
  });

  test('a time alone finds what is dated in it, and nothing where there is nothing', () => {
    expect(new Set(found(facts, 'And in 2021?'))).toEqual(new Set(['oslo', 'rome']));
    expect(found(facts, 'And in 2015?')).toEqual([]);
    expect(found(facts, 'What was it yesterday?', { now: NOW })).toEqual(['bern']);
  });
});

describe('kinds of text', () => {
  test('for "when" a text that says when comes first; for other questions it does not', () => {
    const index = indexOf([
      { id: 'when', text: 'Repaired the boiler last Tuesday.' },
      { id: 'how', text: 'Repaired the boiler with a wrench.' },
    ]);
    expect(found(index, 'When was the boiler repaired?')[0]).toBe('when');
    expect(found(index, 'wann boiler repaired')[0]).toBe('when');
    const ratio = (query: string) => scoreOf(index, 'when', query) / scoreOf(index, 'how', query);
    expect(ratio('When was the boiler repaired?')).toBeGreaterThan(ratio('boiler repaired') * 1.2);
  });

  test.each(['Is the boiler fixed?', 'Is the boiler fixed？', 'Is the boiler fixed? \n'])(
    'what only asks comes behind what says: %j',
    (question) => {
      const index = indexOf([question, 'Yes, the boiler is fixed.', 'The boiler fixed?!']);
      const results = found(index, 'boiler fixed');
      expect(results.at(-1)).toBe('0');
      expect(results[0]).not.toBe('0');
    },
  );

  test('of equal texts the newest is first, then the one added first; the undated are the oldest', () => {
    const at = (id: string, date?: string) => ({ id, text: 'Tea.', ...(date ? { date } : {}) });
    const index = indexOf([
      at('undated'),
      at('old', '2020-01-01'),
      at('new', '2024-01-01'),
      at('undated too'),
      at('old too', '2020-01-01'),
      at('newest', '2024-01-01T00:00:00.001Z'),
    ]);
    const order = ['newest', 'new', 'old', 'old too', 'undated', 'undated too'];
    expect(found(index, 'tea')).toEqual(order);
    for (let limit = 1; limit <= 6; limit++) {
      expect(found(index, 'tea', { limit })).toEqual(order.slice(0, limit));
    }
  });
});
