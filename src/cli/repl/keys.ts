import { Readable } from 'node:stream';
import type { TerminalInput } from '../output/terminal.ts';
import { type Input, PasteParser } from './paste.ts';

/** How long the begin of a paste mark may wait for its end before it is taken for a key. */
const MARK_WAIT_MS = 50;

const CTRL_C = '\x03';
const CTRL_Z = '\x1a';

export interface KeyEvents {
  /** A paste, while the line is edited. */
  paste(text: string): void;
  /** Ctrl-C, while nothing is edited. */
  interrupt(): void;
  /** Ctrl-Z, while nothing is edited. */
  suspend(): void;
}

/**
 * Stands between stdin and readline. Open, it hands on what comes, key by key; closed, it keeps what
 * comes for later and only tells of Ctrl-C and Ctrl-Z: so what is typed while a reply streams is
 * there at the next prompt, and not in the middle of the reply.
 */
export class KeyInput extends Readable {
  readonly #stdin: TerminalInput;
  readonly #events: KeyEvents;
  readonly #parser: PasteParser;
  readonly #waiting: Input[] = [];
  #open = false;
  #ended = false;
  #timer: NodeJS.Timeout | undefined;

  /** `pasteLimit`: of a longer paste, only so much is kept that it can be told to be too long. */
  constructor(stdin: TerminalInput, pasteLimit: number, events: KeyEvents) {
    super({ read() {} });
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

  readonly #onData = (chunk: Buffer | string): void => {
    clearTimeout(this.#timer);
    this.#take(this.#parser.push(Buffer.from(chunk)));
    if (this.#parser.holdsKeys) {
      this.#timer = setTimeout(() => this.#take(this.#parser.flush()), MARK_WAIT_MS);
    }
  };

  readonly #onEnd = (): void => {
    this.#ended = true;
    this.#drain();
  };

  #take(inputs: Input[]): void {
    for (const input of inputs) {
      const kept = this.#open || input.type === 'paste' ? input : this.#withoutSignals(input);
      if (kept.text !== '') this.#waiting.push(kept);
    }
    this.#drain();
  }

  #withoutSignals(input: Input): Input {
    const text = input.text.replaceAll(CTRL_C, '').replaceAll(CTRL_Z, '');
    for (const character of input.text) {
      if (character === CTRL_C) this.#events.interrupt();
      if (character === CTRL_Z) this.#events.suspend();
    }
    return { type: 'keys', text };
  }

  #drain(): void {
    while (this.#open) {
      const input = this.#waiting.shift();
      if (input === undefined) break;
      if (input.type === 'paste') {
        this.#events.paste(input.text);
        continue;
      }
      const [key = ''] = input.text;
      const rest = input.text.slice(key.length);
      if (rest !== '') this.#waiting.unshift({ type: 'keys', text: rest });
      // One key at a time: given several, readline appends them to the line wherever the cursor is.
      this.emit('data', Buffer.from(key));
    }
    if (this.#open && this.#ended) this.emit('end');
  }
}
