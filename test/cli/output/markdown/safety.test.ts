import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sanitiser, sanitise } from '../../../../src/cli/output/sanitise.ts';
import { rendered, stream, withoutStyles } from './rendered.ts';

/** Marks around what has an honest place only next to certain characters, and what never has one. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '*',
          '**',
          '_',
          '~~',
          '`',
          '[',
          '](',
          ')',
          '![',
          '\\',
          '|',
          '# ',
          '- ',
          '> ',
          '\n',
          ' ',
        ],
        ...[
          '\ufe0f',
          '\ufe00',
          '\u200d',
          '\u200c',
          '👨',
          '🏽',
          '❤',
          '漢',
          'क',
          '्',
          '\u{e0101}',
          '1',
        ],
        ...['\x1b', '\x9b', '\r', '\x07', '\u202e', '\u200b', '\u{e0061}', '\ud83d', '[2J', ']0;'],
        ...['\n| ', ' |\n|---|\n', '```\n', '\n```\n'],
      ),
      fc.constantFrom(
        '*',
        '`',
        '[',
        '](u)',
        '|',
        '> ',
        '\ufe0f',
        '\ufe0f',
        '\ufe00',
        '漢',
        'a',
        '\n',
      ),
      fc.string({ unit: 'binary', maxLength: 2 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('what is laid out', () => {
  it('is as safe as what was sanitised: taking marks away makes nothing of it that was not there', () => {
    fc.assert(
      fc.property(
        hostile,
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        (text, columns, styles) => {
          const shown = withoutStyles(rendered(sanitise(text), { columns, styles }));
          expect(sanitise(shown)).toBe(shown);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('is the same when it comes unit by unit, through the sanitiser', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [sanitiser, markdown] = [new Sanitiser(), stream({ styles: true })];
        let shown = '';
        for (const unit of text.split('')) shown += markdown.push(sanitiser.push(unit));
        shown += markdown.push(sanitiser.end()) + markdown.end();
        expect(shown).toBe(rendered(sanitise(text), { styles: true }));
      }),
      { numRuns: 2000 },
    );
  });
});
