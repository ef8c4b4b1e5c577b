import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitise } from '../../../../src/cli/output/sanitise.ts';
import { displayWidth } from '../../../../src/cli/output/width.ts';
import { inPieces, named, rendered, stream, withoutStyles } from './rendered.ts';

/** Documents with more marks in them than chance would give, well formed and not. */
const part = fc.oneof(
  fc.constantFrom(
    ...['*', '**', '***', '_', '__', '~~', '`', '``', '```', '[', ']', '](', ')', '![', '\\', '|'],
    ...['# ', '## ', '- ', '* ', '1. ', '2) ', '> ', '---', '- - -', '===', '~~~', '    ', '\t'],
    ...[
      '\n',
      '\n',
      '\n\n',
      '\n  ',
      '\n- ',
      '\n> ',
      '\n```ts\n',
      '\n| a | b |\n|---|:-:|\n| ',
      '  \n',
    ],
    ...[
      ' ',
      ' ',
      'word',
      'snake_case',
      '漢字',
      '、',
      '「',
      '👨\u200d👩\u200d👧',
      'e\u0301',
      '<b>',
      '&amp;',
    ],
    ...[
      'https://example.com/a?b=c',
      '[t](u)',
      '(http://x.y "z")',
      '**b**',
      '|---|',
      'x'.repeat(90),
    ],
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const documents = fc.array(part, { maxLength: 40 }).map((parts) => sanitise(parts.join('')));
const looks = fc.record({
  columns: fc.integer({ min: 1, max: 100 }),
  styles: fc.boolean(),
  ascii: fc.boolean(),
});

/** The letters and digits, in order; those of list numbers and all else are among them. */
function letters(text: string): string {
  return (text.match(/[\p{L}\p{N}]/gu) ?? []).join('');
}

function sorted(text: string): string {
  return Array.from(letters(text)).sort().join('');
}

describe('Markdown that is shown while it comes', () => {
  it('is the same however it is cut', () => {
    fc.assert(
      fc.property(documents, looks, fc.integer({ min: 1, max: 7 }), (markdown, look, size) => {
        const whole = rendered(markdown, look);
        expect(inPieces(markdown, look)).toBe(whole);
        const characters = Array.from(markdown);
        const pieces = characters.flatMap((_, at) =>
          at % size === 0 ? [characters.slice(at, at + size).join('')] : [],
        );
        expect(inPieces(pieces, look)).toBe(whole);
      }),
      { numRuns: 3000 },
    );
  });

  it('loses no letter and adds none', () => {
    fc.assert(
      fc.property(documents, looks, (markdown, look) => {
        const shown = withoutStyles(rendered(markdown, look));
        // An address that is the text of its link is shown once.
        const once = markdown.replaceAll(/\[([^\]]+)\]\(\1\)/g, '$1');
        // A table that is too narrow for columns names them in each row: it has more letters.
        if (look.columns >= 40 || !markdown.includes('|')) expect(sorted(shown)).toBe(sorted(once));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps the letters in order where there is no table', () => {
    fc.assert(
      fc.property(documents, looks, (markdown, look) => {
        const flat = markdown.replaceAll('|', '').replaceAll(/\[([^\]]+)\]\(\1\)/g, '$1');
        expect(letters(withoutStyles(rendered(flat, look)))).toBe(letters(flat));
      }),
      { numRuns: 2000 },
    );
  });

  it('adds no control but its own styles, which never stay open', () => {
    const SHOWN = /^[^\p{Cc}]*$/u;
    const code = String.fromCharCode(0x1b);
    fc.assert(
      fc.property(documents, looks, (markdown, look) => {
        const markdownStream = stream(look);
        const chunks = [...Array.from(markdown, (each) => markdownStream.push(each))];
        chunks.push(markdownStream.end());
        for (const chunk of chunks) {
          expect(withoutStyles(chunk).replaceAll(/[\n\t]/g, '')).toMatch(SHOWN);
          expect(chunk.lastIndexOf(`${code}[0m`)).toBeGreaterThanOrEqual(
            Math.max(...[1, 2, 3, 4, 9, 36].map((style) => chunk.lastIndexOf(`${code}[${style}`))),
          );
          if (!look.styles) expect(chunk).not.toContain(code);
        }
        const shown = chunks.join('');
        expect(shown === '' || shown.endsWith('\n')).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('breaks lines at the width, but for words and code that are longer', () => {
    const words = fc.array(
      fc.constantFrom(
        'a',
        'of',
        'word',
        '**bold**',
        '漢字',
        '漢',
        '`code`',
        'e\u0301e',
        '- ',
        '> ',
        '\n',
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 40, max: 60 }),
        fc.boolean(),
        (parts, columns, styles) => {
          const shown = withoutStyles(rendered(parts.join(' '), { columns, styles }));
          for (const line of shown.split('\n'))
            expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('holds back a few thousand characters at most, of a table some ten thousand', () => {
    for (const text of [
      '*a ',
      '[a',
      '`a ',
      '| a ',
      '~~a',
      'x',
      '漢',
      '\u0301',
      '#',
      '>',
      '- ',
      '    a',
      '![](',
    ]) {
      const markdownStream = stream({ styles: true });
      let [given, shown] = [0, 0];
      for (let count = 0; count < 30_000; count += 1) {
        given += text.length;
        shown += withoutStyles(markdownStream.push(text)).length;
      }
      // Marks are not shown, and blanks at a break.
      expect({ text, isHeld: shown < (given - 5_000) / 4 }).toEqual({ text, isHeld: false });
    }
    const table = stream();
    let shown = table.push('| a | b |\n|---|---|\n');
    for (let row = 0; row < 1_000; row += 1) shown += table.push(`| ${row} | b |\n`);
    expect(shown.split('\n').length).toBeGreaterThan(900);
  });

  it('shows a word while it comes, and a paragraph before it ends', () => {
    const markdownStream = stream({ styles: true });
    expect(markdownStream.push('Hel')).toBe('Hel');
    expect(markdownStream.push('lo **bo')).toBe('lo');
    expect(named(markdownStream.push('ld** a'))).toBe(' <1>bold<0> a');
    expect(markdownStream.push('n `open mark')).toBe('n');
    expect(markdownStream.end()).toBe(' `open mark\n');
  });
});
