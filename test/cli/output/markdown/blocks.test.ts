import { describe, expect, it } from 'vitest';
import { named, type Rendering, rendered } from './rendered.ts';

function shown(lines: readonly string[], options: Rendering = {}): string[] {
  return rendered(lines.join('\n'), options).trimEnd().split('\n');
}

describe('headings', () => {
  it('show their level by their weight, and by their marks where there are no styles', () => {
    const lines = ['# One #', '## Two *x*', '### Three', '#hashtag', '#'];
    expect(shown(lines, { styles: true }).map(named)).toEqual(
      ['<1;4>One<0>', '<1>Two<0><1> <0><1;3>x<0>', '<1;3>Three<0>', '#hashtag', ''].slice(0, 4),
    );
    expect(shown(lines)).toEqual(lines);
  });

  it('that are underlined stay text that is underlined', () => {
    expect(shown(['Title', '=====', '', 'Other', '---', 'text'])).toEqual([
      ...['Title', '=====', '', 'Other', '---', 'text'],
    ]);
  });
});

describe('lists', () => {
  it('are nested by their indentation, also where there is too little of it', () => {
    const lines = ['1. a', '  - b', '    - c', '      - d', '2. e', '', '   f', '', '10. g'];
    expect(shown(lines)).toEqual([
      ...['1. a', '   • b', '     • c', '       • d', '2. e', '', '   f', '', '10. g'],
    ]);
    expect(shown(['- a', '    - b', '        - c', '\t- d'])).toEqual([
      ...['• a', '  • b', '    • c', '  • d'],
    ]);
  });

  it('keep their numbers and their tasks', () => {
    expect(shown(['3) a', '4) b', '* [ ] c', '+ [x] d'])).toEqual([
      ...['3) a', '4) b', '• [ ] c', '• [x] d'],
    ]);
  });

  it('go on under their text', () => {
    expect(shown(['- one two three', 'four', '  five', '', 'six'], { columns: 10 })).toEqual([
      ...['• one two', '  three', '  four', '  five', '', 'six'],
    ]);
  });

  it('begin in a paragraph only with a bullet or with 1', () => {
    expect(shown(['It was in', '1984. A year', '- a'])).toEqual([
      'It was in',
      '1984. A year',
      '• a',
    ]);
    expect(shown(['Steps:', '1. a', '2. b'])).toEqual(['Steps:', '1. a', '2. b']);
  });

  it('may hold nothing, and several at once', () => {
    expect(shown(['-', '- - a', '-5', '+x', '1.', '1.5'])).toEqual([
      ...['•', '• • a', '    -5', '    +x', '1.', '1.5'],
    ]);
  });

  it('deeper than a line has room for lose their indentation, and no text', () => {
    const lines = Array.from({ length: 9 }, (_, level) => `${'  '.repeat(level)}- level ${level}`);
    const deep = shown(lines, { columns: 20 });
    for (const [level, line] of deep.entries())
      expect(line).toMatch(new RegExp(`• level ${level}$`));
    expect(Math.max(...deep.map(({ length }) => length))).toBeLessThanOrEqual(21);
    expect(rendered(`${'>'.repeat(1000)} x`, { columns: 20 })).toContain('x');
  });
});

describe('quotes', () => {
  it('have a bar before each line, and end with it', () => {
    const lines = ['> one two three', '> > four', '>', '> - five', '', '> six', '', 'seven'];
    expect(shown(lines, { columns: 12 })).toEqual([
      ...['│ one two', '│ three', '│ │ four', '│', '│ • five', '', '│ six', '', 'seven'],
    ]);
    expect(shown(['> a', '', '- b'], { ascii: true })).toEqual(['> a', '', '- b']);
  });
});

describe('code', () => {
  it('is as it was written, with its language, and never broken', () => {
    const lines = ['```ts', 'const a =  `x` **b**;', '', `\t${'x'.repeat(30)}`, '```', 'text'];
    expect(shown(lines, { columns: 20 })).toEqual(lines);
    expect(shown(lines, { styles: true }).map(named)).toEqual([
      '<2>```ts<0>',
      '<36>const a =  `x` **b**;<0>',
      '',
      `<36>\t${'x'.repeat(30)}<0>`,
      '<2>```<0>',
      'text',
    ]);
  });

  it('in an item stands under it, also where it is not indented', () => {
    const lines = ['1. a', '   ```', '   b', '     c', 'd', '   ```', '2. e'];
    expect(shown(lines)).toEqual(['1. a', '   ```', '   b', '     c', '   d', '   ```', '2. e']);
  });

  it('ends with its own fence only, or with its quote', () => {
    expect(shown(['~~~~', '```', '~~~', '~~~~', '*x*'])).toEqual([
      ...['~~~~', '```', '~~~', '~~~~', '*x*'],
    ]);
    expect(shown(['> ```', '> a', '- b'])).toEqual(['│ ```', '│ a', '• b']);
    expect(shown(['``` not `a` fence', '# b'])).toEqual(['``` not `a` fence', '# b']);
  });

  it('by indentation is no text, but within a paragraph it is', () => {
    expect(shown(['    - a', '    *b*', '', 'c', '    d'])).toEqual([
      ...['    - a', '    *b*', '', 'c', '    d'],
    ]);
  });

  it('in a line without end comes all the same', () => {
    const long = 'x'.repeat(10_000);
    expect(shown(['```', long, '```', 'text'])).toEqual(['```', long, '```', 'text']);
    expect(shown([`# ${long}`, `| ${long}`, `    ${long}`]).join('').length).toBeGreaterThan(
      30_000,
    );
  });
});

describe('lines', () => {
  it('across are as wide as the terminal, up to 60 columns', () => {
    expect(shown(['---', '', '* * *', '___'], { columns: 20 })).toEqual([
      ...['─'.repeat(20), '', '─'.repeat(20), '─'.repeat(20)],
    ]);
    expect(rendered('***')).toBe(`${'─'.repeat(60)}\n`);
    expect(rendered('***', { ascii: true })).toBe('---\n');
    expect(shown(['--', '**', '- -'])).toEqual(['--', '**', '• •']);
  });

  it('that are blank are shown as one, and none at the ends', () => {
    expect(rendered('\n\n\na\n\n\n\nb\n\n\n')).toBe('a\n\nb\n');
    expect(rendered('')).toBe('');
    expect(rendered('\n \n')).toBe('');
  });

  it('of a paragraph stay lines, with and without a mark for that', () => {
    expect(shown(['a  ', 'b\\', 'c', '  d'])).toEqual(['a', 'b', 'c', '  d']);
  });
});
