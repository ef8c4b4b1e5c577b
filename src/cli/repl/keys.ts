import type { TerminalInput } from '../output/terminal.ts';
import { firstKey, type Key } from './key.ts';
import { type Input, PasteParser } from './paste.ts';

/** How long the begin of a sequence may wait for its end before it is taken for the Escape key. */
const SEQUENCE_WAIT_MS = 50;

const CTRL_C = '\x03';
const CTRL_Z = '\x1a';

export interface KeyEvents {
  /** A key, while the line is edited. */
  key(key: Key): void;
  /** A paste, while the line is edited. */
  paste(text: string): void;
  /** Ctrl-C, while nothing is edited. */
  interrupt(): void;
  /** Ctrl-Z, while nothing is edited. */
  suspend(): void;
  /** The terminal is gone, or the input at its end; all that came before was handed on. */
  end(): void;
}

/**
 * Stands between stdin and the editor. Open, it hands on what comes, key by key; closed, it keeps
 * what comes for later and only tells of Ctrl-C and Ctrl-Z: so what is typed while a reply streams is
 * there at the next prompt, and not in the middle of the reply.
 */
export class KeyInput {
  readonly #stdin: TerminalInput;
  readonly #events: KeyEvents;
  readonly #parser: PasteParser;
  readonly #waiting: Input[] = [];
  #open = false;
  #ended = false;
  #isFirst = true;
  #timer: NodeJS.Timeout | undefined;

  /** `pasteLimit`: of a longer paste, only so much is kept that it can be told to be too long. */
  constructor(stdin: TerminalInput, pasteLimit: number, events: KeyEvents) {
    this.#stdin = stdin;
    this.#events = events;
    this.#parser = new PasteParser(pasteLimit);
    stdin.on('data', this.#onData);
    stdin.on('end', this.#onEnd);
    stdin.resume();
  }

  /** Hands on what waited, then what comes, until `hold`. */
  release(): void {
    this.#open = true;
    this.#drain();
  }

  /** Keeps what comes from now on, also the rest of what is being handed on. */
  hold(): void {
    this.#open = false;
    // A Ctrl-C that came in one piece with the Enter before it is for what Enter starts: soon.
    setImmediate(() => {
      if (!this.#open) this.#take(this.#waiting.splice(0));
    });
  }

  /** Lets go of stdin. What waited is dropped. */
  detach(): void {
    this.hold();
    clearTimeout(this.#timer);
    this.#stdin.off('data', this.#onData);
    this.#stdin.off('end', this.#onEnd);
    this.#stdin.pause();
  }

  /** Another program reads the terminal until `attach`. */
  lend(): void {
    this.#stdin.off('data', this.#onData);
    this.#stdin.pause();
  }

  attach(): void {
    this.#stdin.on('data', this.#onData);
    this.#stdin.resume();
  }

  readonly #onData = (chunk: Buffer | string): void => {
    clearTimeout(this.#timer);
    const inputs = this.#parser.push(Buffer.from(chunk));
    this.#take(inputs.map((input) => withEnters(input, this.#isFirst)));
    this.#isFirst = false;
    if (this.#parser.holdsKeys) {
      this.#timer = setTimeout(() => this.#take(this.#parser.flush(), true), SEQUENCE_WAIT_MS);
    }
  };

  readonly #onEnd = (): void => {
    this.#ended = true;
    this.#drain(true);
  };

  #take(inputs: Input[], isWhole = false): void {
    for (const input of inputs) {
      const kept = this.#open || input.type === 'paste' ? input : this.#withoutSignals(input);
      const last = this.#waiting.at(-1);
      if (kept.text === '') continue;
      if (kept.type === 'keys' && last?.type === 'keys') last.text += kept.text;
      else this.#waiting.push({ ...kept });
    }
    this.#drain(isWhole);
  }

  #withoutSignals(input: Input): Input {
    const text = input.text.replaceAll(CTRL_C, '').replaceAll(CTRL_Z, '');
    for (const character of input.text) {
      if (character === CTRL_C) this.#events.interrupt();
      if (character === CTRL_Z) this.#events.suspend();
    }
    return { type: 'keys', text };
  }

  #drain(isWhole = false): void {
    while (this.#open) {
      const [input] = this.#waiting;
      if (input === undefined) break;
      if (input.type === 'paste') {
        this.#waiting.shift();
        this.#events.paste(input.text);
        continue;
      }
      const first = firstKey(input.text, isWhole || this.#ended || this.#waiting.length > 1);
      if (first === null) {
        this.#timer = setTimeout(() => this.#drain(true), SEQUENCE_WAIT_MS);
        return;
      }
      input.text = input.text.slice(first.length);
      if (input.text === '') this.#waiting.shift();
      this.#events.key(first.key);
    }
    if (this.#open && this.#ended) this.#events.end();
  }
}

/**
 * A line feed is the key Ctrl-J. At the end of other text it is what a program sends for Enter, and
 * in what was typed before the terminal was told to pass keys on as they are, it is Enter as well.
 */
function withEnters(input: Input, isFirst: boolean): Input {
  const isSent = input.text.length > 1 && input.text.endsWith('\n');
  if (input.type === 'paste' || !(isFirst || isSent)) return input;
  return { type: 'keys', text: input.text.replaceAll('\n', '\r') };
}
