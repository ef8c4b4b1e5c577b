/** Work that is done one after the other, in the order in which it came. */
export class Lane {
  #last: Promise<unknown> = Promise.resolve();

  /** Rejects as the work does; what comes behind it is done all the same. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Resolves when all that came so far is done. Never rejects. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
