import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderJson } from '../../../src/cli/output/json.ts';
import { sanitise } from '../../../src/cli/output/sanitise.ts';

describe('JSON for a terminal or a program', () => {
  it('gives back the value, and holds nothing that a terminal obeys', () => {
    const hostile = fc.string({ unit: 'binary' });
    const values = fc.dictionary(hostile, fc.oneof(hostile, fc.integer(), fc.array(hostile)));
    fc.assert(
      fc.property(values, fc.constantFrom(0, 2), (value, indent) => {
        const text = renderJson(value, indent);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(sanitise(text)).toBe(text);
      }),
    );
  });

  it('is one line, or indented, and ends in a line break', () => {
    expect(renderJson({ text: '\u009b2J\u202e' })).toBe('{"text":"\\u009b2J\\u202e"}\n');
    expect(renderJson({ a: 1 }, 2)).toBe('{\n  "a": 1\n}\n');
  });
});
