import { describe, expect, it } from 'vitest';
import { infer } from '../../src/memory/infer.ts';
import type { Memory } from '../../src/memory/types.ts';
import { preferencesSchema } from '../../src/prompt/preferences-schema.ts';
import { evidence, memory, turn } from '../memory/world.ts';
import { CASES, type Case } from './preferences-cases.ts';

function inferred({ known = {}, said }: Case, answered: Case['good']): Memory {
  const preferences = answered.map(([key, value, ...quotes]) => ({ key, value, quotes }));
  const read = preferencesSchema.read(JSON.stringify({ reasoning: 'Because.', preferences }));
  if (!read.ok) throw new Error(read.problem);
  expect(read.problems).toEqual([]);
  const turns = said.map((message, index) => turn(`t-${index + 1}`, message));
  return infer(memory({ preferences: known }), read.value.preferences, evidence(...turns)).memory;
}

function standing({ preferences }: Memory): Case['stands'] {
  return Object.fromEntries(
    Object.entries(preferences).map(([key, { value, origin }]) => [key, [value, origin]]),
  );
}

describe('the preferences of a user who', () => {
  it.each(CASES)('$name: what a good model infers stands', (one) => {
    expect(standing(inferred(one, one.good))).toEqual(one.stands);
  });

  it.each(CASES)('$name: what a bad model infers does no harm', (one) => {
    expect(standing(inferred(one, one.bad))).toEqual(one.stands);
  });
});
