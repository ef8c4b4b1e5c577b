import { describe, expect, it } from 'vitest';
import { MarkdownStream } from '../../../../src/cli/output/markdown/stream.ts';
import { rendered } from './rendered.ts';

describe('a paragraph', () => {
  it('is broken between words', () => {
    expect(rendered('one two three four', { columns: 10 })).toBe('one two\nthree four\n');
  });

  it('is broken between Chinese and Japanese characters, but not before what closes', () => {
    expect(rendered('漢字かな交じり文、とても。', { columns: 16 })).toBe(
      '漢字かな交じり\n文、とても。\n',
    );
    expect(rendered('漢字かな交じり「文」', { columns: 16 })).toBe('漢字かな交じり\n「文」\n');
    expect(rendered('ab漢字cd', { columns: 8 })).toBe('ab漢字cd\n');
  });

  it('keeps an emoji of several characters and a letter with its marks together', () => {
    const family = '👨\u200d👩\u200d👧';
    expect(rendered(`aaaaaa ${family}${family} b`, { columns: 10 })).toBe(
      `aaaaaa\n${family}${family} b\n`,
    );
  });

  it('puts an address on a line of its own, and leaves it to the terminal to break it', () => {
    const address = `https://example.com/${'x'.repeat(60)}`;
    expect(rendered(`some words before [a](${address}) b`, { columns: 30 })).toBe(
      `some words before a\n(${address}) b\n`,
    );
  });

  it('keeps several spaces within a line', () => {
    expect(rendered('a   b\n  c', { columns: 20 })).toBe('a   b\n  c\n');
  });

  it('follows the width of the terminal', () => {
    let columns = 20;
    const resized = new MarkdownStream({ columns: () => columns, styles: false, ascii: false });
    let shown = resized.push('one two three four five ');
    columns = 10;
    shown += resized.push('six seven eight nine ten') + resized.end();
    expect(shown).toBe('one two three four\nfive six\nseven\neight nine\nten\n');
  });
});
