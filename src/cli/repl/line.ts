import type { Passage } from '../../memory/turn.ts';

/** A stretch of the line that was not typed. `content`: what a label stands for, else null. */
interface Pasted {
  start: number;
  end: number;
  content: string | null;
}

/** What was entered; it may have line breaks. */
export interface Line {
  text: string;
  /** In order; none overlaps another. */
  pasted: readonly Pasted[];
}

/** The message that lines make, joined by line breaks: what was pasted in place, as third-party. */
export function passagesOf(lines: readonly Line[]): Passage[] {
  const passages: Passage[] = [];
  const add = (origin: Passage['origin'], text: string): void => {
    const last = passages.at(-1);
    if (text === '') return;
    if (last?.origin === origin) last.text += text;
    else passages.push({ origin, text });
  };
  for (const [index, { text, pasted }] of lines.entries()) {
    if (index > 0) add('typed', '\n');
    let at = 0;
    for (const { start, end, content } of pasted) {
      add('typed', text.slice(at, start));
      add('third-party', content ?? text.slice(start, end));
      at = end;
    }
    add('typed', text.slice(at));
  }
  return passages;
}

/** The text that lines make, joined by line breaks, with what labels stand for in their place. */
export function textOf(lines: readonly Line[]): string {
  return passagesOf(lines)
    .map(({ text }) => text)
    .join('');
}
