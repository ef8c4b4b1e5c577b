/** How much is looked at before the rest is left unseen: a large store must not take minutes. */
export class Allowance {
  #left: number;
  #refused = 0;
  readonly #whole: Allowance | null;

  /** `whole` is the allowance that this one is a part of. */
  constructor(amount: number, whole: Allowance | null = null) {
    this.#left = amount;
    this.#whole = whole;
  }

  /** How often there was not enough. */
  get refused(): number {
    return this.#refused;
  }

  /** True if there was enough; then there is so much less. */
  take(amount: number): boolean {
    const isEnough = amount <= this.#left && (this.#whole === null || this.#whole.take(amount));
    if (isEnough) this.#left -= amount;
    else this.#refused++;
    return isEnough;
  }
}
