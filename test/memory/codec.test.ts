import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeMemory,
  decodeWritten,
  emptyMemory,
  encodeMemory,
  MAX_MEMORY_CHARACTERS,
  MAX_MEMORY_DEPTH,
} from '../../src/memory/codec.ts';
import { BEFORE, fact, memory, NOW, operation } from './world.ts';

const full = memory({
  name: 'Alice',
  summary: 'Nurse in Berlin.',
  preferences: {
    tone: {
      value: 'dry',
      origin: 'stated',
      source: { turn: 't-1', role: 'user', quote: 'be dry' },
      updatedAt: NOW,
    },
  },
  keyFacts: [fact('f-1', 'Works as a nurse')],
  retired: [fact('f-2', 'Lives in Rome', { validTo: NOW, supersededBy: 'f-1' })],
  review: [
    {
      id: 'p-1',
      at: NOW,
      turn: 't-1',
      reason: 'unclear',
      text: 'X',
      operation: operation('X', 'x'),
    },
    { id: 'p-2', at: NOW, turn: 't-1', reason: 'a note', text: 'Y', operation: null },
  ],
  recentMessages: [
    { role: 'user', text: 'hi', at: NOW, turn: 't-1' },
    { role: 'assistant', text: 'Hel', at: NOW, turn: 't-1', status: 'interrupted' },
  ],
  appliedTurns: ['t-1'],
});

/** JSON without the keys that the codec leaves out. */
const json = fc
  .jsonValue({ maxDepth: 3 })
  .filter((value) => !JSON.stringify(value).includes('__proto__'));

describe('the codec', () => {
  it('reads back what it wrote, and writes the same bytes again', () => {
    const text = encodeMemory(full);
    expect(decodeMemory(text, 'alice')).toEqual({
      state: 'valid',
      memory: full,
      migratedFrom: null,
    });
    const again = decodeMemory(text, 'alice');
    expect(again.state === 'valid' && encodeMemory(again.memory)).toBe(text);
  });

  it('writes the empty memory in the order of the interface, with a line break at the end', () => {
    expect(encodeMemory(emptyMemory('alice', NOW))).toMatchInlineSnapshot(`
      "{
        "version": 1,
        "user": "alice",
        "revision": 0,
        "name": null,
        "summary": "",
        "preferences": {},
        "keyFacts": [],
        "retired": [],
        "review": [],
        "recentMessages": [],
        "sessionCount": 0,
        "createdAt": "2026-03-01T12:00:00.000Z",
        "lastSeen": "2026-03-01T12:00:00.000Z",
        "appliedTurns": []
      }
      "
    `);
  });

  it('keeps unknown fields at every level, behind the known ones', () => {
    const extra = fc.dictionary(fc.stringMatching(/^x[A-Za-z0-9 ]{1,9}$/), json);
    fc.assert(
      fc.property(extra, extra, extra, (a, b, c) => {
        const grown = {
          ...a,
          ...full,
          keyFacts: full.keyFacts.map((one) => ({ ...b, ...one, source: { ...c, ...one.source } })),
        };
        const text = encodeMemory(grown);
        const decoded = decodeMemory(text, 'alice');
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(grown)));
        expect(decoded.state === 'valid' && encodeMemory(decoded.memory)).toBe(text);
        expect(decoded).toEqual({
          state: 'valid',
          memory: decodeWritten(text),
          migratedFrom: null,
        });
        expect(text.startsWith('{\n  "version": 1,\n  "user"')).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('does not write a memory that could not be read back', () => {
    expect(() => encodeMemory(memory({ lastSeen: 'yesterday' }))).toThrow(
      /lastSeen must be a date/,
    );
    const big = memory({ summary: 'x'.repeat(MAX_MEMORY_CHARACTERS) });
    expect(() => encodeMemory(big)).toThrow(/characters/);
    const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);
    const deep = (depth: number) => encodeMemory({ ...full, ...{ xDeep: nested(depth) } });
    expect(decodeMemory(deep(MAX_MEMORY_DEPTH - 1), 'alice').state).toBe('valid');
    expect(() => deep(MAX_MEMORY_DEPTH)).toThrow(/nested more than/);
  });

  it('tolerates a byte order mark', () => {
    expect(decodeMemory(`\uFEFF${encodeMemory(full)}`, 'alice').state).toBe('valid');
  });

  it('takes the user id in any normal form', () => {
    const text = encodeMemory(emptyMemory('Zo\u00EB', NOW));
    expect(decodeMemory(text, 'Zoe\u0308').state).toBe('valid');
  });

  it('lets a newer version be, whatever is in it', () => {
    expect(decodeMemory('{"version": 2, "user": 5}', 'alice')).toEqual({
      state: 'newer',
      version: 2,
    });
  });

  it.each([
    ['nothing', '', 'it is empty'],
    ['NUL bytes', '\0\0\0', 'it is not valid JSON'],
    ['a list', '[]', 'it is not a JSON object'],
    ['no version', '{"user":"alice"}', 'it does not say which version'],
    ['a lost version', '{"keyFacts":[],"user_id":"alice"}', 'it does not say which version'],
    ['a strange version', '{"version":"1"}', 'it does not say which version'],
    ['another user', encodeMemory(emptyMemory('bob', NOW)), 'it belongs to another user'],
    [
      'a wrong type',
      encodeMemory(full).replace('"Works as a nurse"', '7'),
      'keyFacts[0].text must be',
    ],
    [
      'a wrong word',
      encodeMemory(full).replace('"interrupted"', '"x"'),
      'recentMessages[1].status must be',
    ],
    ['deep nesting', '['.repeat(200_000) + ']'.repeat(200_000), 'it is not a JSON object'],
    [
      'deep nesting in a field',
      `{"version":1,"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
      `more than ${MAX_MEMORY_DEPTH} deep`,
    ],
    ['too much', ' '.repeat(MAX_MEMORY_CHARACTERS + 1), 'more than 67108864 characters'],
  ])('names the problem of %s', (_case, text, problem) => {
    expect(decodeMemory(text, 'alice')).toEqual({
      state: 'invalid',
      problem: expect.stringContaining(problem),
    });
  });

  it('names the line of a syntax error and quotes nothing of the file', () => {
    const broken = encodeMemory(full).replace('"summary":', '"summary"');
    const decoded = decodeMemory(broken, 'alice');
    expect(decoded).toEqual({ state: 'invalid', problem: 'it is not valid JSON (line 6)' });
    expect(decodeMemory('{"name": nurse}', 'alice')).not.toMatchObject({
      problem: expect.stringContaining('nurse'),
    });
  });

  it('never throws, and reads no prefix of a file as a memory', () => {
    const text = encodeMemory(full).trimEnd();
    for (let length = 0; length < text.length; length++) {
      expect(decodeMemory(text.slice(0, length), 'alice').state).toBe('invalid');
    }
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.json().map((json) => `{"version":1,"user":"alice","keyFacts":${json}}`),
      fc.json().map((json) => `{"user_id":"alice","key_facts":${json},"preferences":${json}}`),
      fc
        .tuple(fc.nat(text.length - 1), fc.string({ maxLength: 3 }))
        .map(([at, flip]) => text.slice(0, at) + flip + text.slice(at + 1)),
    );
    fc.assert(
      fc.property(anything, (input) => {
        expect(['valid', 'newer', 'invalid']).toContain(decodeMemory(input, 'alice').state);
      }),
      { numRuns: 500 },
    );
  });

  it('is not polluted by __proto__ and constructor keys', () => {
    const preference = JSON.stringify(full.preferences.tone);
    const text = encodeMemory(full)
      .replace('"tone": {', `"__proto__": ${preference}, "constructor": ${preference}, "tone": {`)
      .replace(
        '"version": 1,',
        '"version": 1, "__proto__": {"polluted": true}, "x": {"__proto__": {"polluted": true}},',
      );
    const decoded = decodeMemory(text, 'alice');
    if (decoded.state !== 'valid') throw new Error('it is valid');
    expect(Object.keys(decoded.memory.preferences)).toEqual(['constructor', 'tone']);
    expect(decoded.memory).not.toHaveProperty('polluted');
    expect(decoded.memory).not.toHaveProperty('x.polluted');
    expect({}).not.toHaveProperty('polluted');
    expect(encodeMemory(decoded.memory)).not.toContain('__proto__');
  });
});

describe('the tutorial format', () => {
  const secret = ['sk', 'ant', 'api03', 'A1b2C3d4E5f6G7h8I9j0K1l2'].join('-');
  const tutorial = {
    user_id: 'alice',
    name: 'Alice',
    preferences: { response_style: 'short', topics: ['chess', 'tea'], dark: true },
    conversation_summary: 'Talked about tea.',
    key_facts: [
      'Likes tea',
      { fact: 'Works as a nurse', category: 'Job', timestamp: '2026-01-05T10:00:00', score: 3 },
      `Key is ${secret}`,
    ],
    recent_messages: [
      { role: 'system', content: 'be nice' },
      ...[1, 2, 3, 4].flatMap((n) => [
        { role: 'user', content: `question ${n}`, timestamp: BEFORE },
        { role: 'assistant', content: `answer ${n}` },
      ]),
    ],
    session_count: 4,
    last_seen: '2026-02-01 12:00:00',
    theme: { nested: ['kept'] },
  };
  const decode = (file: object) => {
    const decoded = decodeMemory(JSON.stringify(file), 'alice');
    if (decoded.state !== 'valid') throw new Error(JSON.stringify(decoded));
    return decoded;
  };

  it('is imported as it is, and writes as a memory of today', () => {
    const { memory: imported, migratedFrom } = decode(tutorial);
    expect(migratedFrom).toBe(0);
    expect(imported).toMatchObject({
      version: 1,
      user: 'alice',
      revision: 0,
      name: 'Alice',
      summary: 'Talked about tea.',
      sessionCount: 4,
      lastSeen: '2026-02-01T12:00:00.000Z',
      theme: { nested: ['kept'] },
    });
    expect(Object.entries(imported.preferences).map(([key, { value }]) => [key, value])).toEqual([
      ['response style', 'short'],
      ['topics', 'chess, tea'],
      ['dark', 'true'],
    ]);
    expect(imported.keyFacts).toMatchObject([
      { id: 'f-imported-1', text: 'Likes tea', origin: 'imported', tag: 'other' },
      { text: 'Works as a nurse', tag: 'job', validFrom: '2026-01-05T10:00:00.000Z', score: 3 },
      { text: 'Key is [redacted: API key]' },
    ]);
    expect(imported.recentMessages.map(({ text }) => text)).toEqual(
      [2, 3, 4].flatMap((n) => [`question ${n}`, `answer ${n}`]),
    );
    expect(decodeMemory(encodeMemory(imported), 'alice')).toMatchObject({ migratedFrom: null });
  });

  it.each([[['Likes dark mode', 'Likes dark mode', { key: 'Tone', value: 'dry' }]]])(
    'takes preferences that are a list',
    (preferences) => {
      const { memory: imported } = decode({ ...tutorial, preferences });
      expect(Object.keys(imported.preferences)).toEqual([
        'likes dark mode',
        'likes dark mode 2',
        'tone',
      ]);
    },
  );

  it('of another user is not this user\u2019s', () => {
    expect(decodeMemory(JSON.stringify({ ...tutorial, user_id: 'bob' }), 'alice').state).toBe(
      'invalid',
    );
  });

  it('makes do with a single field of it', () => {
    expect(decode({ key_facts: ['Likes tea'] }).memory).toMatchObject({
      user: 'alice',
      name: null,
      keyFacts: [{ text: 'Likes tea', validFrom: '1970-01-01T00:00:00.000Z' }],
    });
  });

  it('keeps unknown fields, whatever they are', () => {
    const extra = fc.dictionary(fc.stringMatching(/^x_[a-z]{1,9}$/), json);
    fc.assert(
      fc.property(extra, extra, (a, b) => {
        const file = { ...a, user_id: 'alice', key_facts: [{ ...b, text: 'Likes tea' }] };
        const { memory: imported } = decode(file);
        expect(JSON.parse(encodeMemory(imported))).toMatchObject(
          JSON.parse(JSON.stringify({ ...a, keyFacts: [{ ...b, text: 'Likes tea' }] })),
        );
      }),
      { numRuns: 50 },
    );
  });
});
