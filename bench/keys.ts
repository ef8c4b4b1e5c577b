import { Writable } from 'node:stream';
import { Editing } from '../src/cli/repl/editing.ts';
import { firstKey } from '../src/cli/repl/key.ts';
import { PastLines } from '../src/cli/repl/past-lines.ts';
import { Screen } from '../src/cli/repl/screen.ts';
import { interleaved, renderTiming } from './interleaved.ts';
import type { Row } from './table.ts';

const ROUNDS = 15;
const LINES = 10_000;
const WORDS = 'a line of some words that a person has entered before, with the number';
/** What a person does: typing, moving about, walking through past lines, and the search. */
const KEYS = [
  ...'Tell me more about it, please',
  ...['\x01', '\x05', '\x17', '\x19', '\x1b[D', '\x1f', '\x15'],
  ...['\x1b[A', '\x1b[A', '\x1b[A', '\x1b[B', '\x15', '\x12'],
  ...'number 4711',
  ...['\x12', '\x12', '\x07'],
];

/**
 * The REPL's own time for a key, from its bytes to what is written to the terminal: the slowest key
 * of a row of them, with 10,000 past lines and with none.
 */
export async function keysBench(): Promise<Row[]> {
  const timing = await interleaved(ROUNDS, {
    none: async () => slowestKey(0),
    many: async () => slowestKey(LINES),
  });
  const [none, many] = [timing('none'), timing('many')];
  return [
    {
      name: `slowest key, ${LINES.toLocaleString('en')} past lines`,
      value: renderTiming(many),
      against: `with none: ${renderTiming(none)}`,
      ratio: many.median / none.median,
      goal: { atMost: 5, figure: many.median },
    },
  ];
}

function slowestKey(lines: number): number {
  const past = new PastLines();
  const entered = Array.from({ length: lines }, (_, index) => `${WORDS} ${index}`);
  past.load(entered.map((text) => [{ origin: 'typed', text }]));
  const editing = new Editing(past);
  const terminal = new Writable({ write: (_chunk, _encoding, done) => done() });
  const screen = new Screen(Object.assign(terminal, { columns: 80, rows: 24 }));
  let slowest = 0;
  for (const sent of KEYS) {
    const began = performance.now();
    const first = firstKey(sent, true);
    if (first === null) throw new Error(`${JSON.stringify(sent)} is no key`);
    editing.press(first.key);
    const { prompts, buffer } = editing.view({ first: 'you> ', next: '…> ' });
    screen.draw(prompts, buffer);
    slowest = Math.max(slowest, performance.now() - began);
  }
  return slowest;
}
