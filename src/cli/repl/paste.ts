import { StringDecoder } from 'node:string_decoder';

const START = '\x1b[200~';
const END = '\x1b[201~';
const CTRL_C = '\x03';

/** Pasted text longer than this, in characters, is shown folded. About five rows of a terminal. */
const LONGEST_INLINE = 400;

export type Input = { type: 'keys'; text: string } | { type: 'paste'; text: string };

/**
 * Splits what a terminal sends into keys and pastes (bracketed paste, `ESC [ 200 ~ … ESC [ 201 ~`),
 * wherever the chunks are cut. Line breaks of a paste become LF.
 */
export class PasteParser {
  readonly #decoder = new StringDecoder('utf8');
  readonly #limit: number;
  #rest = '';
  #pasted: string | null = null;

  /** Of a paste, `limit` characters and one are kept, so that one too long can be told. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Buffer): Input[] {
    let text = this.#rest + this.#decoder.write(chunk);
    this.#rest = '';
    const inputs: Input[] = [];
    // Nobody pastes a lone Ctrl-C: it is a person in front of a paste whose end got lost.
    if (this.#pasted !== null && text === CTRL_C) {
      inputs.push(...this.#endPaste(), { type: 'keys', text });
      return inputs;
    }
    while (text !== '') {
      const mark: string = this.#pasted === null ? START : END;
      const at = this.#pasted === null ? text.indexOf(mark) : endOf(text);
      const whole = at === -1 ? text.length - cutMark(text, mark) : at;
      const before = text.slice(0, whole);
      if (this.#pasted !== null) {
        this.#pasted = (this.#pasted + before).slice(0, this.#limit * 2 + 2);
      } else if (before !== '') {
        inputs.push({ type: 'keys', text: before });
      }
      if (at === -1) {
        this.#rest = text.slice(whole);
        break;
      }
      if (this.#pasted === null) this.#pasted = '';
      else inputs.push(...this.#endPaste());
      text = text.slice(at + mark.length);
    }
    return inputs;
  }

  /** Something was held back as the possible begin of a mark: call `flush` if no more comes. */
  get holdsKeys(): boolean {
    return this.#pasted === null && this.#rest !== '';
  }

  /** The keys that were held back: they were no mark. */
  flush(): Input[] {
    if (!this.holdsKeys) return [];
    const text = this.#rest;
    this.#rest = '';
    return [{ type: 'keys', text }];
  }

  #endPaste(): Input[] {
    const text = (this.#pasted ?? '').replace(/\r\n?/g, '\n').slice(0, this.#limit + 1);
    this.#pasted = null;
    return text === '' ? [] : [{ type: 'paste', text }];
  }
}

/**
 * Where a paste ends. An end mark that is followed by another, with no begin between them, was pasted
 * itself: what stands behind it must not be taken for keys.
 */
function endOf(text: string): number {
  const start = text.indexOf(START);
  return (start === -1 ? text : text.slice(0, start)).lastIndexOf(END);
}

/** How many characters at the end of `text` may be the begin of `mark`. */
function cutMark(text: string, mark: string): number {
  let length = Math.min(mark.length - 1, text.length);
  while (length > 0 && !text.endsWith(mark.slice(0, length))) length -= 1;
  return length;
}

export interface FoldedPaste {
  /** What goes into the message. */
  text: string;
  /** What stands in the line for it; null: the text itself. */
  label: string | null;
}

/**
 * How a paste is shown in the line: as it is where it is short, on one line and free of control
 * characters, else as a label. The line break that ends a single line goes.
 */
export function fold(pasted: string): FoldedPaste {
  const lines = pasted.replace(/\n$/, '').split('\n').length;
  if (lines > 1) return { text: pasted, label: `[pasted ${lines} lines]` };
  const text = pasted.replace(/\n$/, '');
  const plain = text.length <= LONGEST_INLINE && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text);
  return { text, label: plain ? null : `[pasted ${text.length} characters]` };
}
