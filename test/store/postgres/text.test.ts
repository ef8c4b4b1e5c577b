import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeJson,
  decodeText,
  encodeJson,
  encodeText,
} from '../../../src/store/postgres/text.ts';

/** Texts of any code units, with many of those that PostgreSQL refuses. */
const anyText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(0, 0xd800, 0xdfff, 0xe000, 0x5c, 0x75, 0x30, 0x22),
    ),
    { maxLength: 40 },
  )
  .map((units) => String.fromCharCode(...units));

describe('text that PostgreSQL keeps', () => {
  it('is read back as it was, and holds nothing that is refused', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const kept = encodeText(text);
        expect(kept).not.toMatch(/\0|\p{Surrogate}/u);
        expect(decodeText(kept)).toBe(text);
      }),
    );
  });

  it('is JSON before and after, with the same values', () => {
    fc.assert(
      fc.property(fc.dictionary(anyText, fc.oneof(anyText, fc.array(anyText))), (value) => {
        const json = JSON.stringify(value);
        const kept = encodeJson(json);
        expect(() => JSON.parse(kept)).not.toThrow();
        expect(kept.replaceAll('\\\\', '')).not.toMatch(/\\u(?:0000|d[89a-f])/);
        expect(JSON.parse(decodeJson(kept))).toEqual(JSON.parse(json));
      }),
    );
  });

  it.each(['tea', '{"a":"\\\\u0000 is six characters"}', '\\ud800'])('leaves %j alone', (text) => {
    expect(encodeText(text)).toBe(text);
  });
});
