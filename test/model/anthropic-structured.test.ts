import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { readAnswer } from '../../src/model/anthropic/answer.ts';
import { ModelOutputError } from '../../src/model/output-error.ts';
import { type Answer, type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { coloursSchema, modelAt, rejection, structuredRequest, USER_WORDS } from './world.ts';

let api: MessagesApi;
afterEach(() => api?.close());

const good = '{"colours":["red","blue"]}';
const compatible = { capabilities: 'compatible' as const };

describe('a structured answer', () => {
  it('is read, with its usage and the model that gave it', async () => {
    api = await startMessagesApi(() => ({
      text: good,
      model: 'claude-haiku-5-5-20261001',
      usage: { input_tokens: 900, output_tokens: 50, cache_read_input_tokens: 3 },
    }));
    expect(await modelAt(api.url).structured(structuredRequest(), coloursSchema)).toEqual({
      value: ['red', 'blue'],
      problems: [],
      usage: { requests: 1, input: 900, output: 50, cacheRead: 3, cacheWrite: 0 },
      model: 'claude-haiku-5-5-20261001',
    });
  });

  it('is the text, also when thinking comes first', async () => {
    api = await startMessagesApi(() => ({ thinking: '{"colours":["no"]}', text: good }));
    const { value } = await modelAt(api.url).structured(structuredRequest(), coloursSchema);
    expect(value).toEqual(['red', 'blue']);
  });

  it('with one bad part keeps the good ones, and says what was left out', async () => {
    api = await startMessagesApi(() => ({ text: '{"colours":["red",7]}' }));
    const { value, problems } = await modelAt(api.url).structured(
      structuredRequest(),
      coloursSchema,
    );
    expect(value).toEqual(['red']);
    expect(problems).toEqual(['colours[1] is not a text']);
  });

  it.each<[string, Answer, string]>([
    ['refused', { stop: 'refusal' }, 'was refused by the model'],
    [
      'cut off',
      { text: good.slice(0, 9), stop: 'max_tokens' },
      'cut off at the limit of 4096 tokens',
    ],
    ['cut off when it seems whole', { text: good, stop: 'max_tokens' }, 'cut off at the limit'],
    ['empty', {}, 'came back empty'],
    ['empty but for thinking', { thinking: 'Hm.' }, 'came back empty'],
    [
      'no JSON',
      { text: 'I would rather not.' },
      'could not be read: the answer is not a JSON object',
    ],
    ['of a wrong type', { text: '{"colours":"red"}' }, 'could not be read: colours is not a list'],
    ['a list', { text: '[]' }, 'could not be read: colours is missing'],
  ])('that is %s fails with what it cost', async (_what, answer, sentence) => {
    api = await startMessagesApi(() => answer);
    const error = await rejection(modelAt(api.url).structured(structuredRequest(), coloursSchema));
    expect(error).toBeInstanceOf(ModelOutputError);
    expect(error).toMatchObject({
      code: 'model-output',
      message: expect.stringContaining(sentence),
      usage: { requests: 1, input: 100, output: 20 },
      model: 'claude-haiku-5-5',
    });
    expect(api.requests).toHaveLength(1);
  });

  it('that cannot be read is not quoted', async () => {
    api = await startMessagesApi(() => ({ text: USER_WORDS }));
    const quoting = { ...coloursSchema, read: parserThatQuotes };
    const error = await rejection(modelAt(api.url).structured(structuredRequest(), quoting));
    expect(error).toMatchObject({ message: expect.stringContaining('could not be read') });
    expect(String(error)).not.toMatch(/sister|Wilhelmina/);
  });
});

function parserThatQuotes(text: string): { ok: false; problem: string } {
  try {
    JSON.parse(text);
  } catch (error) {
    return { ok: false, problem: String(error) };
  }
  return { ok: false, problem: text };
}

describe('an answer in words', () => {
  it.each([
    ['in fences', `\`\`\`json\n${good}\n\`\`\``],
    ['after a preamble', `Here is what I found:\n\n${good}`],
    ['before an epilogue', `${good}\nLet me know if {you} need more!`],
    ['after a chain of thought', `<think>{"colours": maybe {} or not}</think>${good}`],
    ['after a smaller object', `The form is {"a":1}. So: ${good}`],
    ['with braces in its texts', `Sure! ${good.replace('red', 'r}{e\\"d')}`],
  ])('is found %s', async (_where, text) => {
    api = await startMessagesApi(() => ({ text }));
    const { value, usage } = await modelAt(api.url, compatible).structured(
      structuredRequest(),
      coloursSchema,
    );
    expect(value).toHaveLength(2);
    expect(usage.requests).toBe(1);
  });

  it('that cannot be read is sent back once, with what is wrong', async () => {
    api = await startMessagesApi({ script: [{ text: 'red and blue' }, { text: good }] });
    const { value, usage } = await modelAt(api.url, compatible).structured(
      structuredRequest(),
      coloursSchema,
    );
    expect(value).toEqual(['red', 'blue']);
    expect(usage).toMatchObject({ requests: 2, input: 200, output: 40 });
    expect(api.requests[1]?.body.messages).toEqual([
      { role: 'user', content: USER_WORDS },
      { role: 'assistant', content: 'red and blue' },
      {
        role: 'user',
        content:
          'That cannot be read: the answer is not a JSON object. Answer again with the corrected JSON object only.',
      },
    ]);
  });

  it('that cannot be read the second time either fails with what both cost', async () => {
    api = await startMessagesApi(() => ({ text: 'red and blue' }));
    const error = await rejection(
      modelAt(api.url, compatible).structured(structuredRequest(), coloursSchema),
    );
    expect(error).toMatchObject({ code: 'model-output', usage: { requests: 2, input: 200 } });
    expect(api.requests).toHaveLength(2);
  });
});

describe('an endpoint that refuses structured outputs', () => {
  const refusal: Answer = {
    status: 400,
    error: {
      type: 'invalid_request_error',
      message: 'output_config: Extra inputs are not permitted',
    },
  };

  it('is asked in words, and remembered for that model', async () => {
    api = await startMessagesApi(({ body }) => (body.output_config ? refusal : { text: good }));
    const model = modelAt(api.url);
    for (let n = 0; n < 2; n++) {
      const { value } = await model.structured(structuredRequest(), coloursSchema);
      expect(value).toEqual(['red', 'blue']);
    }
    await model.structured(structuredRequest({ model: 'claude-haiku-4-5' }), coloursSchema);
    expect(api.requests.map(({ body }) => 'output_config' in body)).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
    expect(api.requests[1]?.body.metadata).toEqual({ user_id: 'a1b2c3' });
  });

  it('is not taken for one that refuses the request for another reason', async () => {
    const error = { type: 'invalid_request_error', message: 'prompt is too long' };
    api = await startMessagesApi(() => ({ status: 400, error }));
    const failure = await rejection(
      modelAt(api.url).structured(structuredRequest(), coloursSchema),
    );
    expect(failure).toMatchObject({ code: 'api-unavailable' });
    expect(api.requests).toHaveLength(1);
  });
});

describe('readAnswer', () => {
  it('finds the object in whatever text without a brace stands around it', () => {
    const prose = fc.string({ maxLength: 60 }).filter((text) => !/[{}"]/.test(text));
    const colours = fc.array(fc.string(), { maxLength: 5 });
    fc.assert(
      fc.property(prose, colours, prose, (before, given, after) => {
        const answer = readAnswer(
          `${before}${JSON.stringify({ colours: given })}${after}`,
          coloursSchema,
        );
        expect(answer).toEqual({ ok: true, value: given, problems: [] });
      }),
    );
  });

  it('never throws', () => {
    const pieces = fc.array(
      fc.constantFrom('{', '}', '"', '\\', ':', '[', ']', 'a', '{"colours":'),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          pieces.map((parts) => parts.join('')),
        ),
        (text) => {
          expect(readAnswer(text, coloursSchema)).toHaveProperty('ok');
        },
      ),
    );
  });

  it.each([
    ['opening braces', '{'.repeat(1_000_000)],
    ['quotes', '{"'.repeat(500_000)],
    ['small objects', '{}'.repeat(500_000)],
    ['depth', `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`],
  ])('comes to an end with a megabyte of %s', (_what, text) => {
    expect(readAnswer(text, coloursSchema).ok).toBe(false);
  });
});
