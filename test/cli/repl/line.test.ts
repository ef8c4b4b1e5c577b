import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineOf } from '../../../src/cli/repl/buffer.ts';
import { passagesOf } from '../../../src/cli/repl/line.ts';
import { typist } from './typist.ts';

interface Letter {
  letter: string;
  pasted: boolean;
}

const edit = fc.oneof(
  fc.record({ do: fc.constant('type' as const), letter: fc.constantFrom('a', 'b') }),
  fc.record({
    do: fc.constant('paste' as const),
    text: fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 5 }),
  }),
  fc.record({ do: fc.constant('move' as const), by: fc.integer({ min: -4, max: 4 }) }),
  fc.record({
    do: fc.constantFrom('backspace', 'delete', 'kill left', 'kill right', 'yank'),
  }),
);

const KEYS: Record<string, string> = {
  backspace: '\x7f',
  delete: '\x1b[3~',
  'kill left': '\x15',
  'kill right': '\x0b',
  yank: '\x19',
};

describe('the origins of a line', () => {
  it('are those of each letter, however the line is edited', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
        const { press, paste, editing } = typist();
        const letters: Letter[] = [];
        let cursor = 0;
        let killed: Letter[] = [];
        let isKill = false;
        const insert = (added: Letter[]): void => {
          letters.splice(cursor, 0, ...added);
          cursor += added.length;
        };
        const lettersOf = (text: string, pasted: boolean): Letter[] =>
          Array.from(text, (letter) => ({ letter, pasted }));
        for (const step of edits) {
          const wasKill: boolean = isKill;
          isKill = false;
          if (step.do === 'paste') {
            insert(lettersOf(step.text, true));
            paste(step.text);
            continue;
          }
          if (step.do === 'type') insert(lettersOf(step.letter, false));
          if (step.do === 'move') cursor = Math.min(Math.max(cursor + step.by, 0), letters.length);
          if (step.do === 'backspace' && cursor > 0) {
            cursor -= 1;
            letters.splice(cursor, 1);
          }
          if (step.do === 'delete') letters.splice(cursor, 1);
          const cut =
            step.do === 'kill left'
              ? letters.splice(0, cursor)
              : step.do === 'kill right'
                ? letters.splice(cursor)
                : [];
          if (cut.length > 0) {
            const before = wasKill ? killed : [];
            killed = step.do === 'kill left' ? [...cut, ...before] : [...before, ...cut];
          }
          // A key that kills nothing changes nothing, and neither does it end a row of kills.
          isKill = cut.length > 0 || (wasKill && step.do.startsWith('kill'));
          if (step.do === 'kill left') cursor = 0;
          if (step.do === 'yank') insert(killed);
          if (step.do === 'type') press(step.letter);
          else if (step.do === 'move') {
            press((step.by < 0 ? '\x1b[D' : '\x1b[C').repeat(Math.abs(step.by)));
            isKill = wasKill && step.by === 0;
          } else press(KEYS[step.do] ?? '');
        }
        const expected: { origin: string; text: string }[] = [];
        for (const { letter, pasted } of letters) {
          const origin = pasted ? 'third-party' : 'typed';
          const last = expected.at(-1);
          if (last?.origin === origin) last.text += letter;
          else expected.push({ origin, text: letter });
        }
        expect(passagesOf([lineOf(editing.cells)])).toEqual(expected);
        expect(editing.buffer.cursor).toBe(cursor);
      }),
    );
  });

  it('hold the whole paste behind a label, which goes as one', () => {
    const { press, paste, passages } = typist();
    press('x');
    paste('one\ntwo');
    press('y');
    expect(passages()).toEqual([
      { origin: 'typed', text: 'x' },
      { origin: 'third-party', text: 'one\ntwo' },
      { origin: 'typed', text: 'y' },
    ]);
    press('\x1b[D\x7f');
    expect(passages()).toEqual([{ origin: 'typed', text: 'xy' }]);
    press('\x1f');
    expect(passages()).toHaveLength(3);
  });

  it('stay with a letter that gets its mark by a second paste', () => {
    const { paste, passages, press } = typist();
    paste('e');
    paste('\u0301');
    press('x');
    expect(passages()).toEqual([
      { origin: 'third-party', text: 'e\u0301' },
      { origin: 'typed', text: 'x' },
    ]);
  });

  it('come back with a line from the past', () => {
    const { press, paste, passages, past } = typist();
    press('x');
    paste('abc');
    paste('one\ntwo');
    const entered = passages();
    past.add(entered);
    press('\x15');
    past.add([{ origin: 'typed', text: 'y' }]);
    press('\x1b[A\x1b[A');
    expect(passages()).toEqual(entered);
    expect(entered).toEqual([
      { origin: 'typed', text: 'x' },
      { origin: 'third-party', text: 'abcone\ntwo' },
    ]);
  });

  it('join lines with a line break that was typed', () => {
    const typed = { text: 'one', pasted: [] };
    const pasted = { text: 'two', pasted: [{ start: 0, end: 3, content: null }] };
    expect(passagesOf([typed, pasted])).toEqual([
      { origin: 'typed', text: 'one\n' },
      { origin: 'third-party', text: 'two' },
    ]);
  });
});
