import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givenId, readTranscriptImport, turnOfGiven } from '../../src/memory/import/transcript.ts';
import { MAX_MESSAGE } from '../../src/memory/turn.ts';

const SAID = { session: 's1', at: '2023-05-08T13:56:00Z', speaker: 'Bob', text: 'Hello.' };
const line = (over: object = {}) => JSON.stringify({ ...SAID, ...over });

/** What of a text is taken and what is not. */
function read(...lines: string[]) {
  const outcome = readTranscriptImport(lines.join('\n'));
  if (!outcome.ok) throw new Error(outcome.problem);
  return outcome;
}

function problemOf(text: string): string {
  const outcome = readTranscriptImport(text);
  return outcome.ok ? 'none' : outcome.problem;
}

/** Why a line is not taken, beside a good one. */
const reasonOf = (over: object | string) =>
  read(line(), typeof over === 'string' ? over : line(over)).problems[0]?.reason ?? null;

describe('the transcript of another chat', () => {
  it('is who said what, when and in which session', () => {
    const { utterances, problems } = read(line(), line({ id: 'D1:3', session: 7, extra: [1] }));
    expect(problems).toEqual([]);
    expect(utterances).toEqual([
      { ...SAID, id: null, at: '2023-05-08T13:56:00.000Z' },
      { ...SAID, id: 'D1:3', session: '7', at: '2023-05-08T13:56:00.000Z' },
    ]);
  });

  it.each([
    ['2023-05-08', '2023-05-08T00:00:00.000Z'],
    ['2023-05-08T13:56', '2023-05-08T13:56:00.000Z'],
    ['2023-05-08 13:56:01', '2023-05-08T13:56:01.000Z'],
    ['2023-05-08T13:56:01.123456Z', '2023-05-08T13:56:01.123Z'],
    ['2023-12-31T23:30:00-02:00', '2024-01-01T01:30:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('has its times in UTC: %s', (at, utc) => {
    expect(read(line({ at })).utterances[0]?.at).toBe(utc);
  });

  it.each([
    '2023-02-30',
    '2023-02-29T10:00:00Z',
    '2023-13-01',
    'yesterday',
    '8 May 2023',
    '',
    5,
    null,
  ])('has no time that is none: %j', (at) =>
    expect(reasonOf({ at })).toBe('its "at" is no date or time in ISO 8601'),
  );

  it.each<[object | string, RegExp]>([
    ['nonsense', /no JSON object/],
    ['[1]', /no JSON object/],
    [`{"x":${'['.repeat(100)}${']'.repeat(100)}}`, /no JSON object/],
    [{ session: '' }, /no session/],
    [{ session: null }, /no session/],
    [{ session: 'x'.repeat(201) }, /no session, in 1 to 200 characters/],
    [{ speaker: ' ' }, /no speaker/],
    [{ speaker: 5 }, /no speaker/],
    [{ text: '\n' }, /no text/],
    [{ text: ['x'] }, /no text/],
    [{ text: 'x'.repeat(MAX_MESSAGE + 1) }, /text has more than 200,000 characters/],
    [{ x: 'x'.repeat(7 * MAX_MESSAGE) }, /it has more than 1,210,000 characters/],
  ])('names the line that cannot be taken and why, and takes the others: %#', (over, reason) => {
    const bad = typeof over === 'string' ? over : line(over);
    const { utterances, problems } = read(line(), '', bad, line({ text: 'Bye.' }));
    expect(utterances.map(({ text }) => text)).toEqual(['Hello.', 'Bye.']);
    expect(problems).toEqual([{ line: 3, reason: expect.stringMatching(reason) }]);
  });

  it('may have a text as long as a message, escaped as it may be', () => {
    const long = '\u0001'.repeat(MAX_MESSAGE - 1);
    expect(reasonOf({ text: `x${long}` })).toBeNull();
  });

  it('may begin with a byte order mark, and end its lines as Windows does', () => {
    const text = `\uFEFF${line()}\r\n\r\n${line({ text: 'Bye.' })}\r\n`;
    expect(read(text).utterances.map(({ text: said }) => said)).toEqual(['Hello.', 'Bye.']);
  });

  it('keeps names on one line', () => {
    expect(read(line({ speaker: ' Bob\n Smith ' })).utterances[0]?.speaker).toBe('Bob Smith');
  });

  it('has no secret in any part that is kept', () => {
    const secret = `sk-ant-api03-${'a1B2'.repeat(20)}AA`.slice(0, 70);
    const { utterances } = read(
      line({ text: `My key is ${secret}`, speaker: secret, session: secret, id: secret }),
    );
    expect(JSON.stringify(utterances)).not.toContain('a1B2');
    expect(utterances).toMatchObject([{ id: null, text: expect.stringContaining('[redacted: ') }]);
  });

  it.each(['', 'with space', 'é', 'x'.repeat(81), '../x', {}, null])(
    'takes no id that is not safe: %j',
    (id) => {
      expect(read(line({ id })).utterances).toMatchObject([{ id: null }]);
    },
  );

  it('takes an id once', () => {
    const { utterances, problems } = read(line({ id: 1 }), line({ id: 2 }), line({ id: '1' }));
    expect(utterances.map(({ id }) => id)).toEqual(['1', '2']);
    expect(problems).toEqual([{ line: 3, reason: 'line 1 has its id' }]);
  });

  it('is refused as a whole when nothing of it can be taken, or it is too much', () => {
    expect(problemOf('')).toBe('it is empty');
    expect(problemOf('\uFEFF \r\n\n')).toBe('it is empty');
    expect(problemOf('# A list\n- tea\n')).toBe(
      'no line of it is an utterance, the first because it is no JSON object (line 1)',
    );
    expect(problemOf(`${line({ text: 'x' })}\n`.repeat(200_001))).toBe(
      'it has more than 200,000 lines',
    );
    expect(problemOf('x'.repeat(100_000_001))).toBe('it has more than 100,000,000 characters');
  });

  it('with millions of empty lines is read all the same', () => {
    expect(read(`${'\n'.repeat(3_000_000)}${line()}`).utterances).toHaveLength(1);
  });

  it('never throws, and loses no line without a word', () => {
    const anyLine = fc.oneof(
      fc.constant(line()),
      fc.string({ unit: 'binary' }).map((text) => line({ text })),
      fc.json().map((json) => json.replace(/[\r\n]/g, ' ')),
      fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, ' ')),
    );
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 12 }), (lines) => {
        const outcome = readTranscriptImport(lines.join('\n'));
        if (!outcome.ok) return;
        const full = lines.filter(
          (one, n) => (n === 0 ? one.replace(/^\uFEFF/, '') : one).trim() !== '',
        );
        expect(outcome.utterances.length + outcome.problems.length).toBe(full.length);
      }),
    );
  });
});

describe('the id that an utterance was given', () => {
  it('is found again in its turn, which no turn of memchat is called', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9:._-]{1,80}$/), (id) => {
        expect(givenId(turnOfGiven(id, 'a1b2c3d4'))).toBe(id);
        expect(turnOfGiven(id, 'a1b2c3d4')).not.toMatch(/^[a-z0-9-]{3,40}$/);
      }),
    );
    expect(givenId('t-3kd8cz0qm2xa')).toBeNull();
    expect(givenId('i-2f24eeacdb2ef42ad27dea05')).toBeNull();
  });
});
