import { writeAll } from './new-file.ts';

/** Pieces that are written at once. */
const BATCH = 128;
const END = Buffer.from('\n');

/** Writes lines to a new file, many at a time. */
export class LineWriter {
  readonly #fd: number;
  #batch: Buffer[] = [];
  #size = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Of what is written by now, in bytes. */
  get size(): number {
    return this.#size;
  }

  /** `line` without its end. */
  add(line: Buffer): void {
    this.#batch.push(line, END);
    if (this.#batch.length > BATCH) this.flush();
  }

  flush(): void {
    const bytes = Buffer.concat(this.#batch);
    writeAll(this.#fd, bytes, this.#size);
    this.#size += bytes.length;
    this.#batch = [];
  }
}
