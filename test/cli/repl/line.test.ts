import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineOrigins, passagesOf } from '../../../src/cli/repl/line.ts';

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
  fc.record({ do: fc.constantFrom('backspace', 'delete', 'kill left', 'kill right', 'kill word') }),
);

describe('the origins of a line', () => {
  it('are those of each letter, however the line is edited', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
        const origins = new LineOrigins();
        let letters: Letter[] = [];
        let cursor = 0;
        const text = (): string => letters.map(({ letter }) => letter).join('');
        const insert = (added: string, pasted: boolean): void => {
          letters.splice(cursor, 0, ...Array.from(added, (letter) => ({ letter, pasted })));
          cursor += added.length;
        };
        for (const step of edits) {
          if (step.do === 'paste') {
            insert(step.text, true);
            origins.paste(text(), cursor, step.text.length, null);
            continue;
          }
          if (step.do === 'type') insert(step.letter, false);
          if (step.do === 'move') cursor = Math.min(Math.max(cursor + step.by, 0), letters.length);
          if (step.do === 'delete') letters.splice(cursor, 1);
          if (step.do === 'kill right') letters = letters.slice(0, cursor);
          const left: Record<string, number> = {
            backspace: 1,
            'kill left': cursor,
            'kill word': 3,
          };
          const count = Math.min(left[step.do] ?? 0, cursor);
          letters.splice(cursor - count, count);
          cursor -= count;
          origins.follow(text(), cursor);
        }
        const expected: { origin: string; text: string }[] = [];
        for (const { letter, pasted } of letters) {
          const origin = pasted ? 'third-party' : 'typed';
          const last = expected.at(-1);
          if (last?.origin === origin) last.text += letter;
          else expected.push({ origin, text: letter });
        }
        expect(passagesOf([origins.submit()])).toEqual(expected);
      }),
    );
  });

  it('hold the whole paste behind a label, until the label is edited', () => {
    const origins = new LineOrigins();
    origins.follow('x', 1);
    origins.paste('x[label]', 8, 7, 'one\ntwo');
    origins.follow('x[label]y', 9);
    expect(passagesOf([origins.line])).toEqual([
      { origin: 'typed', text: 'x' },
      { origin: 'third-party', text: 'one\ntwo' },
      { origin: 'typed', text: 'y' },
    ]);
    expect(origins.labelBefore(8)).toBe(7);
    origins.follow('x[labe]y', 6);
    expect(passagesOf([origins.line])).toEqual([{ origin: 'typed', text: 'x[labe]y' }]);
  });

  it('come back with a line from the history', () => {
    const origins = new LineOrigins();
    origins.follow('x', 1);
    origins.paste('xabc', 4, 3, null);
    const submitted = passagesOf([origins.submit()]);
    origins.follow('y', 1);
    origins.submit();
    origins.follow('xabc', 4);
    expect(passagesOf([origins.line])).toEqual(submitted);
    expect(submitted).toEqual([
      { origin: 'typed', text: 'x' },
      { origin: 'third-party', text: 'abc' },
    ]);
  });

  it('are third-party for what a yank brings, once something was pasted', () => {
    const origins = new LineOrigins();
    origins.follow('yank', 4);
    expect(passagesOf([origins.submit()])).toEqual([{ origin: 'typed', text: 'yank' }]);
    origins.paste('abc', 3, 3, null);
    origins.follow('', 0);
    origins.follow('ab', 2);
    expect(passagesOf([origins.submit()])).toEqual([{ origin: 'third-party', text: 'ab' }]);
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
