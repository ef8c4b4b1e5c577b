/** Work on one user after the other, in the order in which it was asked for; of other users at once. */
export class Lanes {
  /** Of each user what was asked for last, until it is done. */
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `work` when all that was asked for before has ended, well or not. */
  async run<T>(user: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(user) ?? Promise.resolve();
    const turn = before.then(work);
    const done = turn.then(
      () => {},
      () => {},
    );
    this.#last.set(user, done);
    try {
      return await turn;
    } finally {
      if (this.#last.get(user) === done) this.#last.delete(user);
    }
  }
}
