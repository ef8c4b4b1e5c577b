import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMemory } from '../../src/memory/codec.ts';
import { type ImportedMemory, MAX_IMPORT, readImport } from '../../src/memory/import/import.ts';
import { fact, memory } from './world.ts';

function fixture(name: string): string {
  return readFileSync(new URL(`./import/${name}`, import.meta.url), 'utf8');
}

function read(text: string): ImportedMemory {
  const reading = readImport(text);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.imported;
}

function problem(text: string): string {
  const reading = readImport(text);
  return reading.ok ? `read as ${reading.imported.format}` : reading.problem;
}

const UNKNOWN = /^it is none of the formats that are read: /;

describe("a file of memchat's own", () => {
  const source = { turn: 't-1', role: 'user' as const, quote: 'x' };
  const mine = memory({
    user: 'somebody else',
    name: 'Ada',
    summary: 'Ada is a nurse.',
    keyFacts: [
      fact('f-1', 'Likes tea', {
        tag: 'drink',
        kind: 'procedural',
        pinned: true,
        expiresAt: '2027-01-01T00:00:00.000Z',
      }),
    ],
    retired: [
      fact('f-2', 'Lived in Rome', { validTo: '2026-01-01T00:00:00.000Z' }),
      fact('f-3', 'Lived in Bonn', { updatedAt: '2025-01-01T00:00:00.000Z' }),
    ],
    preferences: {
      tone: { value: 'dry', origin: 'stated', source, updatedAt: '2026-01-01' },
      depth: { value: '', origin: 'declined', source, updatedAt: '2026-01-01' },
    },
  });

  it('is read whoever it belongs to, past facts and dates included', () => {
    const { validFrom } = fact('f-1', '');
    const rest = { kind: 'semantic', tag: 'other', validFrom, expiresAt: null, pinned: false };
    expect(read(encodeMemory(mine))).toEqual({
      format: 'memchat',
      name: 'Ada',
      summary: 'Ada is a nurse.',
      facts: [
        {
          text: 'Likes tea',
          kind: 'procedural',
          tag: 'drink',
          validFrom,
          validTo: null,
          expiresAt: '2027-01-01T00:00:00.000Z',
          pinned: true,
        },
        { ...rest, text: 'Lived in Rome', validTo: '2026-01-01T00:00:00.000Z' },
        { ...rest, text: 'Lived in Bonn', validTo: '2025-01-01T00:00:00.000Z' },
      ],
      preferences: [{ key: 'tone', value: 'dry' }],
      problems: [],
    });
  });

  it('may be empty, and then has no summary', () => {
    expect(read(encodeMemory(memory()))).toMatchObject({ name: null, summary: null, facts: [] });
  });

  it('says what is wrong with a damaged one, without its content', () => {
    const json = JSON.parse(encodeMemory(mine));
    expect(problem(JSON.stringify({ ...json, name: 7 }))).toBe('name must be of type string');
    expect(problem(JSON.stringify({ ...json, version: 2 }))).toBe(
      'it was written by a newer memchat (version 2): update memchat first',
    );
    expect(problem(JSON.stringify({ version: 2, user: 'ada', memo: [] }))).toMatch(/newer/);
    expect(problem(JSON.stringify({ ...json, version: undefined }))).toMatch(/which version/);
  });
});

describe("the tutorial's format", () => {
  it('is read as version 0 of a memory', () => {
    expect(read(fixture('tutorial.json'))).toEqual({
      format: 'tutorial',
      name: 'Mia',
      summary: 'Mia is a nurse who plays chess.',
      facts: [
        {
          text: 'Plays chess',
          kind: 'semantic',
          tag: 'other',
          validFrom: '2025-05-01T08:00:00.000Z',
          validTo: null,
          expiresAt: null,
          pinned: false,
        },
        {
          text: 'Works at a hospital',
          kind: 'semantic',
          tag: 'work',
          validFrom: '2025-03-04T10:00:00.000Z',
          validTo: null,
          expiresAt: null,
          pinned: false,
        },
      ],
      preferences: [
        { key: 'communication style', value: 'concise' },
        { key: 'topics', value: 'chess, tea' },
      ],
      problems: [],
    });
  });

  it('is known by any of its fields, with a number for the user or none', () => {
    const facts = (text: string) => read(text).facts.map(({ text: said }) => said);
    expect(facts('{"key_facts":["Likes tea"],"user_id":7}')).toEqual(['Likes tea']);
    expect(facts('{"key_facts":["Likes tea"]}')).toEqual(['Likes tea']);
    expect(read('{"conversation_summary":"A nurse.","memories":["x"]}').summary).toBe('A nurse.');
    expect(read('{"user_id":"mia","name":"Mia"}').name).toBe('Mia');
  });

  it('gives a fact of unknown date none', () => {
    expect(read('{"key_facts":["Likes tea"]}').facts[0]).not.toHaveProperty('validFrom');
  });
});

describe('an export of mem0', () => {
  it('is read with topics, dates and relations', () => {
    expect(read(fixture('mem0.json'))).toEqual({
      format: 'mem0',
      name: null,
      summary: null,
      facts: [
        {
          text: 'Likes to play cricket',
          tag: 'sports',
          validFrom: '2024-07-26T17:29:36.630Z',
        },
        {
          text: 'Is on a trip to Lisbon',
          tag: 'travel',
          validFrom: '2026-02-20T08:00:00.000Z',
          expiresAt: '2026-04-01T00:00:00.000Z',
        },
        { text: 'Has two cats' },
        { text: 'Works at acme' },
        { text: 'mia m sister of the user' },
      ],
      preferences: [],
      problems: ['2 entries without a text'],
    });
  });

  it('may be a backup of OpenMemory: deleted ones are left out, archived ones are past', () => {
    const { facts, problems } = read(fixture('openmemory.json'));
    expect(facts).toEqual([
      { text: 'Drinks green tea', tag: 'Food & Drink', validFrom: '2025-06-01T00:00:00.000Z' },
      {
        text: 'Lives in Rome',
        validFrom: '2024-01-01T00:00:00.000Z',
        validTo: '2025-01-01T00:00:00.000Z',
      },
    ]);
    expect(problems).toEqual(['2 entries that are deleted there']);
  });

  it.each([
    ['a list', '[{"memory":"Likes tea"}]'],
    ['a list of texts', '["Likes tea"]'],
    ['one memory', '{"id":"1","memory":"Likes tea","user_id":"mia"}'],
    ['a page', '{"items":[{"content":"Likes tea"}],"total":1}'],
    ['older entries', '{"memories":[{"text":" Likes tea "}]}'],
    ['lines', '{"content":"Likes tea"}\n{"state":"deleted"}\n'],
  ])('may be %s', (_what, text) => {
    expect(read(text)).toMatchObject({ format: 'mem0', facts: [{ text: 'Likes tea' }] });
  });

  it('archived without a date of its own ended when it was last changed', () => {
    const entry = { content: 'x', state: 'archived', updated_at: '2025-01-01' };
    expect(read(JSON.stringify([entry])).facts[0]?.validTo).toBe('2025-01-01T00:00:00.000Z');
  });

  it('may hold nothing', () => {
    expect(read('{"results":[]}')).toMatchObject({ format: 'mem0', facts: [], problems: [] });
  });

  it('says what it left out, one or more', () => {
    expect(read('[{"memory":"x"},{}]').problems).toEqual(['1 entry without a text']);
    expect(read('{"content":"x"}\n{broken').problems).toEqual(['line 2, no JSON object']);
  });
});

describe("the MCP memory server's file", () => {
  const facts = [
    { text: 'Prefers morning meetings' },
    { text: 'Has a dog' },
    { text: 'John Smith (team mate): Speaks fluent Spanish', tag: 'team mate' },
    { text: 'Bea: Is a vet' },
    { text: 'Works at Acme' },
    { text: 'John Smith reports to the user' },
  ];

  it('is read line by line, and what is broken is named', () => {
    expect(read(fixture('mcp.jsonl'))).toEqual({
      format: 'mcp',
      name: null,
      summary: null,
      facts,
      preferences: [],
      problems: [
        'line 8, no JSON object',
        '1 line that is neither an entity nor a relation',
        '3 entries that say nothing',
      ],
    });
  });

  it('may be one graph, one line, or a list', () => {
    const dog = { type: 'entity', name: 'user', observations: ['Has a dog'] };
    const graph = {
      entities: [dog],
      relations: [{ from: 'user', to: 'Bo', relationType: 'owns' }],
    };
    const texts = (value: unknown) => read(JSON.stringify(value)).facts.map(({ text }) => text);
    expect(texts(graph)).toEqual(['Has a dog', 'Owns Bo']);
    expect(texts(dog)).toEqual(['Has a dog']);
    expect(texts([dog])).toEqual(['Has a dog']);
    expect(texts({ entities: [dog] })).toEqual(['Has a dog']);
  });

  it.each(['user', 'User', 'the user', 'default_user', 'current_user', 'main user'])(
    'knows "%s" for the user',
    (name) => {
      const line = JSON.stringify({ type: 'entity', name, observations: ['Has a dog'] });
      expect(read(line).facts).toEqual([{ text: 'Has a dog' }]);
    },
  );

  it('knows the user by the type, and nobody else', () => {
    const texts = (name: string, entityType: string) =>
      read(JSON.stringify({ type: 'entity', name, entityType, observations: ['Has a dog'] })).facts;
    expect(texts('Mia', 'user')).toEqual([{ text: 'Has a dog' }]);
    expect(texts('user group', 'team')).toEqual([
      { text: 'user group (team): Has a dog', tag: 'team' },
    ]);
    expect(texts('my user', '')).toEqual([{ text: 'my user: Has a dog' }]);
  });

  it('names one entry that says nothing', () => {
    const lines =
      '{"type":"entity","name":"a","observations":"x"}\n{"type":"entity","name":"b","observations":["y"]}';
    expect(read(lines).problems).toEqual(['1 entry that says nothing']);
  });
});

describe('a Markdown list', () => {
  it('is read with headings as topics', () => {
    const details = { kind: 'semantic', expiresAt: null };
    expect(read(fixture('list.md'))).toEqual({
      format: 'markdown',
      name: null,
      summary: null,
      facts: [
        { text: 'Plays the cello every evening', tag: 'About me' },
        { text: 'Has read *Ulysses*', tag: 'About me' },
        {
          ...details,
          text: 'Likes tea',
          tag: 'Food',
          validFrom: '2020-01-31T00:00:00.000Z',
          validTo: null,
          pinned: false,
        },
        { text: 'Eats no meat *(most days)*', tag: 'Food' },
        {
          ...details,
          text: 'Had a café',
          tag: 'Food',
          validFrom: '2019-01-01T00:00:00.000Z',
          validTo: '2021-06-30T12:30:00.000Z',
          pinned: true,
        },
        { text: 'Knows 2**3 is 8', tag: 'Food' },
      ],
      preferences: [],
      problems: ['1 paragraph that is no list'],
    });
  });

  it('may have a byte order mark, other line ends, and no heading', () => {
    expect(read('\uFEFF- Likes tea\r\n- Has a cat\rwith a bell\r\n').facts).toEqual([
      { text: 'Likes tea' },
      { text: 'Has a cat with a bell' },
    ]);
  });

  it('may begin with a link, and is not JSON then', () => {
    expect(read('[my notes](https://example.org)\n\n- Likes tea').facts).toEqual([
      { text: 'Likes tea' },
    ]);
    expect(problem('[my notes](https://example.org)')).toMatch(/^it is not valid JSON/);
  });

  it('ends an item at a blank line, a heading or code', () => {
    const text = '- One\n\nnot of it\n- Two\n# Next\nnot of it\n- Three\n```\nx\n```\nnot of it';
    expect(read(text).facts.map((one) => one.text)).toEqual(['One', 'Two', 'Three']);
    expect(read(text).problems).toEqual(['3 paragraphs that are no list']);
  });

  it.each([
    ['since nowhere', 'Likes tea *(since nowhere)*'],
    ['no end', 'Likes tea *(from 2020-01-01 to nowhere)*'],
    ['no expiry', 'Likes tea *(since 2020-01-01; expires never)*'],
    ['another note', 'Likes tea *(since 2020-01-01; sweet)*'],
  ])('keeps brackets that are no notes of an export: %s', (_what, item) => {
    expect(read(`- ${item}`).facts).toEqual([{ text: item }]);
  });
});

describe('what is read at all', () => {
  it('names the formats when it is none of them', () => {
    for (const text of [
      'Just words.',
      '{}',
      '[]',
      '[1]',
      '{"version":1}',
      '{"a":1}\n{"b":2}',
      '"x"',
    ]) {
      expect(problem(text)).toMatch(UNKNOWN);
    }
  });

  it('says that a file is empty', () => {
    for (const text of ['', ' \n', '\uFEFF', '\uFEFF\r\n'])
      expect(problem(text)).toBe('it is empty');
  });

  it('says where JSON breaks, without its content', () => {
    expect(problem('{\n  "key_facts": [\n    "mine",,\n')).toMatch(
      /^it is not valid JSON(?: \(line 3\))?$/,
    );
  });

  it('is at most 10,000,000 characters', () => {
    const list = '- Likes tea\n';
    expect(problem(list + ' '.repeat(MAX_IMPORT - list.length))).toBe('read as markdown');
    expect(problem(list + ' '.repeat(MAX_IMPORT - list.length + 1))).toBe(
      'it has more than 10,000,000 characters',
    );
  });

  it('is at most 64 deep, however deep it is', () => {
    const deep = (levels: number) =>
      `{"results":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    expect(problem(deep(64))).toBe('read as mem0');
    for (const levels of [65, 200_000]) {
      expect(problem(deep(levels))).toBe('it is nested more than 64 deep');
      expect(problem(deep(levels).slice(0, levels + 10))).toBe('it is nested more than 64 deep');
    }
    expect(problem('['.repeat(200_000))).toBe('it is nested more than 64 deep');
    expect(problem('{"a":'.repeat(200_000))).toBe('it is nested more than 64 deep');
    expect(problem(JSON.stringify({ results: ['[{"\\'.repeat(100)] }))).toBe('read as mem0');
  });

  it('holds at most 20,000 facts and 1,000 preferences', () => {
    const list = (count: number) => JSON.stringify(Array(count).fill('Likes tea'));
    expect(problem(list(20_000))).toBe('read as mem0');
    expect(problem(list(20_001))).toBe('it holds more than 20,000 facts');
    const table = (count: number) => {
      const pairs = Array.from({ length: count }, (_, number) => [`key ${number}`, 'x']);
      return JSON.stringify({ key_facts: [], preferences: Object.fromEntries(pairs) });
    };
    expect(problem(table(1_000))).toBe('read as tutorial');
    expect(problem(table(1_001))).toBe('it holds more than 1,000 preferences');
  });

  it('has at most 50,000 lines of JSON, and names the first 5 that are broken', () => {
    const lines = (count: number, line: string) =>
      `{"content":"x"}\n${`${line}\n\n`.repeat(count)}`;
    expect(problem(lines(49_999, '{}'))).toBe('read as mem0');
    expect(problem(lines(50_000, '{}'))).toBe('it has more than 50,000 lines');
    expect(read(lines(5, '{')).problems).toEqual(
      [2, 4, 6, 8, 10].map((number) => `line ${number}, no JSON object`),
    );
    expect(read(lines(8, '{')).problems.slice(5)).toEqual([
      '3 more lines that are no JSON objects',
    ]);
  });

  it('does no harm with keys of the prototype', () => {
    const text = '{"key_facts":["x"],"__proto__":{"polluted":1},"preferences":{"__proto__":"y"}}';
    expect(read(text).facts).toHaveLength(1);
    read('{"type":"entity","name":"__proto__","observations":["x"],"__proto__":{"polluted":1}}');
    read('[{"memory":"x","constructor":{"prototype":{"polluted":1}}}]');
    expect({}).not.toHaveProperty('polluted');
  });

  it('never throws, whatever the text', () => {
    const piece = fc.oneof(
      fc.json(),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '\n',
        '- ',
        '# ',
        '{"type":"entity",',
        '"results":[',
        '*(since ',
        '[',
        '{',
        '"',
      ),
      fc.constantFrom('tutorial.json', 'mem0.json', 'mcp.jsonl', 'list.md').map(fixture),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const reading = readImport(pieces.join(''));
        if (!reading.ok) expect(reading.problem).not.toBe('');
      }),
    );
  });
});
