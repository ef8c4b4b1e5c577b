import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../../src/recall/excerpt.ts';

describe('an excerpt', () => {
  it('is the whole text on one line where that fits', () => {
    expect(excerpt('I keep\n\n  bees. ', 'tea', 100)).toBe('I keep bees.');
    expect(excerpt('', 'tea', 100)).toBe('');
  });

  it('has the sentence that bears on the query, and says where something is left out', () => {
    const text = `${'Wax is soft. '.repeat(40)}The bees swarm in May. ${'Honey is sweet. '.repeat(40)}`;
    const found = excerpt(text, 'When do the bees swarm?', 80);
    expect(found).toContain('The bees swarm in May.');
    expect(found).toMatch(/^….*…$/u);
    expect(excerpt(text, 'wax', 40)).toMatch(/^Wax is soft\..*…$/u);
    expect(excerpt(text, 'periscope', 40)).toMatch(/^Wax is soft\./u);
  });

  it('finds it in languages without spaces', () => {
    const text = `${'今日は雨です。'.repeat(40)}蜂は五月に飛びます。${'明日も雨です。'.repeat(40)}`;
    expect(excerpt(text, '蜂はいつ飛びますか', 40)).toContain('蜂は五月に飛びます。');
  });

  it('is one line, no longer than it may be, and cuts no character in half, whatever the text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('🦚', '👩‍👩‍👧‍👦', '. ', '!\n', '\n\n', ' ', 'bees ', '。', 'x'.repeat(500)),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
        fc.string(),
        fc.integer({ min: 10, max: 700 }),
        (text, query, limit) => {
          const found = excerpt(text, query, limit);
          expect(found.length).toBeLessThanOrEqual(limit);
          expect(found).not.toMatch(/[\r\n]/u);
          if (!/\p{Cs}/u.test(text)) expect(found).not.toMatch(/\p{Cs}/u);
        },
      ),
    );
  });

  it.each([
    ['one sentence', 'x'.repeat(200_000)],
    ['pairs of which a cut takes one half', '🦚'.repeat(100_000)],
    ['one more before them', `x${'🦚'.repeat(100_000)}`],
    ['ends of sentences alone', '.'.repeat(200_000)],
    ['empty lines', ' \n'.repeat(100_000)],
    ['a word a sentence', 'bees. '.repeat(33_000)],
  ])('takes a message of 200,000 characters: %s', (_what, text) => {
    const found = excerpt(text, 'bees', 300);
    expect(found.length).toBeLessThanOrEqual(300);
    expect(found).not.toMatch(/\p{Cs}/u);
  });
});
