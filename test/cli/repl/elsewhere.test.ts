import { describe, expect, it } from 'vitest';
import { cellsOf, lineOf, pastedCells } from '../../../src/cli/repl/buffer.ts';
import { passagesOf } from '../../../src/cli/repl/line.ts';
import { editedCells } from '../../../src/cli/repl/write-elsewhere.ts';

describe('a line that was edited elsewhere', () => {
  const line = [
    ...cellsOf('see '),
    ...pastedCells('one\ntwo\n'),
    ...cellsOf(' and '),
    ...pastedCells('x'),
  ];

  it('is typed but for what was pasted and still stands in it', () => {
    const passages = passagesOf([lineOf(editedCells(line, 'look at one\ntwo then x!'))]);
    expect(passages).toEqual([
      { origin: 'typed', text: 'look at ' },
      { origin: 'third-party', text: 'one\ntwo' },
      { origin: 'typed', text: ' then ' },
      { origin: 'third-party', text: 'x' },
      { origin: 'typed', text: '!' },
    ]);
    expect(passagesOf([lineOf(editedCells(cellsOf('a'), 'b\nc'))])).toEqual([
      { origin: 'typed', text: 'b\nc' },
    ]);
  });

  it('is pasted as a whole where what was pasted was changed', () => {
    const passages = passagesOf([lineOf(editedCells(line, 'see one\nthree'))]);
    expect(passages.map(({ origin }) => origin)).toEqual(['third-party']);
    expect(passages[0]?.text).toContain('three');
    expect(editedCells(line, '')).toEqual([]);
  });
});
