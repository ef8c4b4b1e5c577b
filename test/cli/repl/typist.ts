import { lineOf } from '../../../src/cli/repl/buffer.ts';
import { Editing, type Effect } from '../../../src/cli/repl/editing.ts';
import { firstKey } from '../../../src/cli/repl/key.ts';
import { passagesOf } from '../../../src/cli/repl/line.ts';
import { PastLines } from '../../../src/cli/repl/past-lines.ts';
import type { Passage } from '../../../src/memory/turn.ts';

/** Hands at a keyboard: `press` takes what a terminal sends for keys, one after the other. */
export function typist(...before: string[]) {
  const past = new PastLines();
  past.load(before.map((text) => [{ origin: 'typed', text }]));
  const editing = new Editing(past);
  /** What the last key came to. */
  const press = (sent: string): Effect => {
    let effect: Effect = 'nothing';
    for (let rest = sent; rest !== ''; ) {
      const first = firstKey(rest, true);
      if (first === null) throw new Error(`no key in ${JSON.stringify(rest)}`);
      effect = editing.press(first.key);
      rest = rest.slice(first.length);
    }
    return effect;
  };
  /** The line, with `|` where the cursor is. */
  const line = (): string => {
    const { buffer } = editing.view({ first: '', next: '' });
    const text = buffer.cells.map((cell) => cell.text);
    text.splice(buffer.cursor, 0, '|');
    return text.join('');
  };
  const passages = (): Passage[] => passagesOf([lineOf(editing.cells)]);
  return { editing, past, press, line, passages, paste: (text: string) => editing.paste(text) };
}
