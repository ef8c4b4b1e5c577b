import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copied } from '../../src/memory/json.ts';

function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

describe('a copy of a value of JSON', () => {
  it('has the same text, and shares no object with it', () => {
    fc.assert(
      fc.property(
        fc.json().filter((text) => !text.includes('__proto__')),
        (text) => {
          const value: unknown = JSON.parse(text);
          const copy = copied(value);
          expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
          const own = new Set(objectsIn(value));
          expect(objectsIn(copy).some((object) => own.has(object))).toBe(false);
        },
      ),
    );
  });

  it('has no key __proto__, and no other prototype', () => {
    const copy = copied<unknown>(JSON.parse('{"b":[{"__proto__":{"a":1}}]}'));
    expect(copy).toEqual({ b: [{}] });
    expect(objectsIn(copy).some((object) => 'a' in object)).toBe(false);
  });
});
