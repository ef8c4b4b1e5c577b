import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { bufferOf, cellsOf } from '../../../src/cli/repl/buffer.ts';
import { layOut } from '../../../src/cli/repl/layout.ts';
import { Screen } from '../../../src/cli/repl/screen.ts';

const PROMPTS = { first: 'you> ', next: '…> ' };

function screen(columns: number, rows: number) {
  const written: string[] = [];
  const stdout = new Writable({
    decodeStrings: false,
    write: (chunk, _encoding, done) => {
      written.push(String(chunk));
      done();
    },
  });
  return { screen: new Screen(Object.assign(stdout, { columns, rows })), written };
}

describe('the line on the screen', () => {
  it('is whole on a terminal that was given no size', () => {
    const { screen: drawn, written } = screen(0, 0);
    drawn.draw(PROMPTS, bufferOf(cellsOf('hello')));
    expect(written.join('')).toBe('\r\x1b[Jyou> hello');
  });

  it('is only added to while it is typed at its end', () => {
    const { screen: drawn, written } = screen(40, 10);
    drawn.draw(PROMPTS, bufferOf(cellsOf('a')));
    drawn.draw(PROMPTS, bufferOf(cellsOf('ab')));
    expect(written).toEqual(['\r\x1b[Jyou> a', 'b']);
  });

  it('shows controls escaped, and a wide character whole in the next row', () => {
    const text = 'a\x1b[2J\u202e日本';
    const { rows, row, column } = layOut(PROMPTS, bufferOf(cellsOf(text)), 13);
    expect(rows.map((each) => each.text)).toEqual(['you> a\\u{1b}[', '2J\\u{202e}日', '本']);
    expect([row, column]).toEqual([2, 2]);
  });
});
