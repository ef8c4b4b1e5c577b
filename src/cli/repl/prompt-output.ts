import { Writable } from 'node:stream';
import type { TerminalOutput } from '../output/terminal.ts';

/**
 * Where readline writes: stdout, but without its `resize` events. On those, readline would draw the
 * line wherever the cursor is, also into a reply.
 */
export class PromptOutput extends Writable {
  readonly #stdout: TerminalOutput;

  constructor(stdout: TerminalOutput) {
    super({
      decodeStrings: false,
      write: (chunk, _encoding, done) => {
        stdout.write(chunk);
        done();
      },
    });
    this.#stdout = stdout;
  }

  /** Read by readline before each drawing. */
  get columns(): number | undefined {
    return this.#stdout.columns;
  }
}

/** What erases the line from its prompt on, with the cursor so many rows below that. */
export function erased(rows: number): string {
  return `${rows > 0 ? `\x1b[${rows}A` : ''}\r\x1b[J`;
}
