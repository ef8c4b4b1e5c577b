import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/memory/languages.ts';
import { preferencesSchema } from '../../src/prompt/preferences-schema.ts';

const good = { key: 'tone', value: 'dry', quotes: ['a', 'b'] };

function read(value: unknown) {
  return preferencesSchema.read(JSON.stringify(value));
}

describe('the form of inferred preferences', () => {
  it('has the reasoning first, and of each key only its values', () => {
    const { jsonSchema } = preferencesSchema;
    const quotes = { type: 'array', items: { type: 'string' } };
    const item = (key: string, value: unknown) => ({
      type: 'object',
      properties: { key: { type: 'string', const: key }, value, quotes },
      required: ['key', 'value', 'quotes'],
      additionalProperties: false,
    });
    const oneOf = (...values: string[]) => ({ type: 'string', enum: values });
    expect(jsonSchema).toMatchObject({
      properties: {
        preferences: {
          items: {
            anyOf: [
              item('answer length', oneOf('short', 'medium', 'long')),
              item('depth', oneOf('beginner', 'intermediate', 'expert')),
              item('tone', oneOf('casual', 'neutral', 'formal', 'warm', 'dry')),
              item('format', oneOf('prose', 'lists', 'tables', 'code first')),
              item('language', oneOf(...LANGUAGES)),
              item('topics', { type: 'string' }),
            ],
          },
        },
      },
      required: ['reasoning', 'preferences'],
    });
    expect(JSON.stringify(jsonSchema)).toMatch(/"properties":\{"reasoning"/);
  });

  it('is read whole, keys and values outside of the vocabulary with it', () => {
    const preferences = [good, { ...good, key: 'mood' }];
    expect(read({ reasoning: 'Because.', preferences })).toEqual({
      ok: true,
      value: { reasoning: 'Because.', preferences },
      problems: [],
    });
  });

  it('may be empty, and that is not a failure', () => {
    expect(read({ preferences: [] })).toEqual({
      ok: true,
      value: { reasoning: '', preferences: [] },
      problems: [],
    });
  });

  it('loses an item with a wrong type, which is named, and keeps the rest', () => {
    const preferences = [{ ...good, quotes: 'a' }, good, 7, { key: 'tone', quotes: [] }, null];
    expect(read({ reasoning: 3, preferences })).toEqual({
      ok: true,
      value: { reasoning: '', preferences: [good] },
      problems: [
        expect.stringMatching(/^preferences\[0\]: quotes \S/),
        expect.stringMatching(/^preferences\[2\]: \S/),
        expect.stringMatching(/^preferences\[3\]: value \S/),
        expect.stringMatching(/^preferences\[4\]: \S/),
      ],
    });
  });

  it.each([
    ['no JSON', 'I think the user likes tea.', 'the answer is not a JSON object'],
    ['a list', '[]', 'the answer is not a JSON object'],
    ['something else', '{"facts": []}', 'preferences is not a list'],
    ['a dictionary', '{"preferences": {"tone": "dry"}}', 'preferences is not a list'],
    ['too long', `{${' '.repeat(1_000_000)}}`, 'the answer has more than 1000000 characters'],
  ])('is not %s', (_, text, problem) => {
    expect(preferencesSchema.read(text)).toEqual({ ok: false, problem });
  });
});
