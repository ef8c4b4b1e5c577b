import './without-fsync.ts';

import fs from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRecord } from '../../src/memory/json.ts';
import type { Memory } from '../../src/memory/types.ts';
import { update } from '../../src/store/update.ts';
import { fact, memoryOf } from '../support/memories.ts';
import { countOne } from './contract.ts';
import { NOW, temporaryFolders, type World, worldIn } from './temporary.ts';

const folder = temporaryFolders();
const source = { turn: 't-1', role: 'user', quote: 'dry' } as const;
const known: Memory = memoryOf({
  preferences: { tone: { value: 'dry', origin: 'stated', source, updatedAt: NOW } },
  keyFacts: [fact('Likes tea')],
  retired: [fact('Liked coffee')],
  review: [{ id: 'p-1', at: NOW, turn: 't-1', reason: 'unclear', text: 'X', operation: null }],
  recentMessages: [{ role: 'user', text: 'hi', at: NOW, turn: 't-1' }],
});
const names = new Set(JSON.stringify(known).match(/\w+(?=":)/g));
// Optional in a message: not unknown.
names.add('status');
const oddKeys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '', '7'];
const anyKey = fc
  .oneof(fc.constantFrom(...oddKeys), fc.string({ unit: 'grapheme', maxLength: 12 }))
  .filter((key) => !names.has(key));
const anyFields = fc.dictionary(
  anyKey,
  fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constant(JSON.parse('{"__proto__": {"polluted": true}, "x": [{"__proto__": 1}]}')),
  ),
  { maxKeys: 4 },
);

/** What JSON says, without the keys that are never kept. */
function kept(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(kept);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([key]) => key !== '__proto__');
  return Object.fromEntries(entries.map(([key, inner]) => [key, kept(inner)]));
}
const asJson = (value: unknown): unknown => kept(JSON.parse(JSON.stringify(value)));
const fileOf = ({ at }: World): unknown => JSON.parse(fs.readFileSync(at('alice.json'), 'utf8'));

/** The memory with fields in it that memchat does not know, at every place. */
function grown(base: Memory, [top, ...extras]: Record<string, unknown>[]): Memory {
  const [a, b, c, d, e] = extras;
  return {
    ...top,
    ...base,
    preferences: Object.fromEntries(
      Object.entries(base.preferences).map(([key, value]) => [
        key,
        { ...a, ...value, source: { ...b, ...value.source } },
      ]),
    ),
    keyFacts: base.keyFacts.map((one) => ({ ...c, ...one, source: { ...a, ...one.source } })),
    retired: base.retired.map((one) => ({ ...d, ...one })),
    review: base.review.map((one) => ({ ...e, ...one })),
    recentMessages: base.recentMessages.map((one) => ({ ...b, ...one })),
  };
}

const anyExtras = fc.tuple(anyFields, anyFields, anyFields, anyFields, anyFields, anyFields);

/** No object has got what it should not have, neither all of them nor one of these. */
function expectNoPollution(value: unknown): void {
  expect({}).not.toHaveProperty('polluted');
  if (Array.isArray(value)) {
    for (const inner of value) expectNoPollution(inner);
  } else if (isRecord(value)) {
    expect([Object.prototype, null]).toContain(Object.getPrototypeOf(value));
    for (const inner of Object.values(value)) expectNoPollution(inner);
  }
}

describe('fields that memchat does not know', () => {
  it("survive, in the owner's file, the commits of memchat", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyExtras, async (extras) => {
        const world = worldIn(folder());
        const written = grown(known, extras);
        fs.writeFileSync(world.at('alice.json'), JSON.stringify(written));
        const after = await update(world.store, 'alice', countOne);
        expectNoPollution(after);
        const expected = asJson({ ...written, revision: 1, sessionCount: 1 });
        expect(fileOf(world)).toEqual(expected);
        expect(asJson(await world.another().read('alice'))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('survive an edit of an older copy of the file', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyExtras, anyFields, async (extras, added) => {
        const world = worldIn(folder());
        fs.writeFileSync(world.at('alice.json'), JSON.stringify(grown(known, extras)));
        const first = await update(world.store, 'alice', countOne);
        await update(world.store, 'alice', countOne);
        fs.writeFileSync(world.at('alice.json'), JSON.stringify({ ...added, ...first }));
        const read = await world.another().read('alice');
        expectNoPollution(read);
        const expected = { ...added, ...first, revision: 3, sessionCount: 2 };
        expect(fileOf(world)).toEqual(asJson(expected));
      }),
      { numRuns: 40 },
    );
  });

  it('may be the keys of preferences that every object has by itself', async () => {
    const world = worldIn(folder());
    const tone = JSON.stringify(known.preferences.tone);
    const text = JSON.stringify(known).replace(
      '"tone":',
      `"__proto__":${tone},"constructor":${tone},"toString":${tone},"tone":`,
    );
    fs.writeFileSync(world.at('alice.json'), text);
    const after = await update(world.store, 'alice', countOne);
    expect(Object.keys(after?.preferences ?? {})).toEqual(['constructor', 'toString', 'tone']);
    expectNoPollution(after);
  });
});
