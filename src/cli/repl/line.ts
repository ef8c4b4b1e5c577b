import type { Passage } from '../../memory/turn.ts';

/** A stretch of the line that was not typed. `content`: what a label stands for, else null. */
interface Pasted {
  start: number;
  end: number;
  content: string | null;
}

export interface Line {
  text: string;
  pasted: readonly Pasted[];
}

/** Lines whose origins are kept for the up arrow: as many as the editor's history holds. */
const REMEMBERED = 100;

/**
 * Knows which stretches of the line that is edited were pasted. Told of the line after each key, it
 * moves and trims them with the edits: what is left of pasted text stays pasted.
 */
export class LineOrigins {
  #line: Line = { text: '', pasted: [] };
  readonly #submitted = new Map<string, readonly Pasted[]>();
  #pastedOnce = false;

  /** The line with its pasted stretches. */
  get line(): Line {
    return this.#line;
  }

  /** Text was put in by a paste, so that the line is now `text`; the cursor stands behind it. */
  paste(text: string, cursor: number, length: number, content: string | null): void {
    this.follow(text, cursor);
    const start = cursor - length;
    const pasted = this.#line.pasted.filter((span) => span.end <= start || span.start >= cursor);
    pasted.push({ start, end: cursor, content });
    this.#line = { text, pasted };
    this.#pastedOnce = true;
  }

  /** A key was pressed, and the line is now `text` with the cursor at `cursor`. */
  follow(text: string, cursor: number): void {
    const old = this.#line;
    if (text === old.text) return;
    const recalled = this.#submitted.get(text);
    if (recalled !== undefined) {
      this.#line = { text, pasted: recalled };
      return;
    }
    // What is behind the cursor did not change if the key wrote or deleted before it; what is before
    // the cursor did not if it deleted behind it. So the cursor tells equal letters apart.
    const tail = commonSuffix(old.text, text, text.length - cursor);
    const head = commonPrefix(old.text, text, Math.min(cursor, old.text.length - tail));
    const cut = { start: head, end: old.text.length - tail };
    const shift = text.length - old.text.length;
    const pasted = old.pasted.flatMap((span) => edited(span, cut, shift));
    const inserted = { start: head, end: text.length - tail };
    // More than one character at a stroke is a yank or an undo: it may bring back pasted text.
    if (this.#pastedOnce && Array.from(text.slice(inserted.start, inserted.end)).length > 1) {
      pasted.push({ ...inserted, content: null });
    }
    this.#line = { text, pasted };
  }

  /** The line was submitted: it is handed out, kept for recall, and an empty one begins. */
  submit(): Line {
    const { text, pasted } = this.#line;
    this.#submitted.delete(text);
    if (pasted.length > 0) this.#submitted.set(text, pasted);
    const [oldest] = this.#submitted.keys();
    if (this.#submitted.size > REMEMBERED && oldest !== undefined) this.#submitted.delete(oldest);
    this.#line = { text: '', pasted: [] };
    return { text, pasted };
  }

  /** The label that ends at `cursor`, as its length; 0 if there is none. */
  labelBefore(cursor: number): number {
    const span = this.#line.pasted.find(({ end, content }) => end === cursor && content !== null);
    return span === undefined ? 0 : span.end - span.start;
  }
}

/** What is left of a pasted stretch when `cut` of the old line is replaced. */
function edited(span: Pasted, cut: { start: number; end: number }, shift: number): Pasted[] {
  if (span.end <= cut.start) return [span];
  if (span.start >= cut.end) {
    return [{ ...span, start: span.start + shift, end: span.end + shift }];
  }
  // A label that was edited stands for nothing any more.
  if (span.content !== null) return [];
  const left = { ...span, end: Math.min(span.end, cut.start) };
  const right = { ...span, start: Math.max(span.start, cut.end) + shift, end: span.end + shift };
  return [left, right].filter((part) => part.end > part.start);
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
    for (const { start, end, content } of [...pasted].sort((a, b) => a.start - b.start)) {
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

function commonPrefix(a: string, b: string, limit: number): number {
  let length = 0;
  while (length < limit && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

function commonSuffix(a: string, b: string, limit: number): number {
  let length = 0;
  const most = Math.min(limit, a.length);
  while (length < most && a[a.length - 1 - length] === b[b.length - 1 - length]) length += 1;
  return length;
}
