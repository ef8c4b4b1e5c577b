/** Between two looks at the memory, in ms: it may change by the hand of another process. */
const EVERY = 2_000;

/** Notices that a memory has changed, whoever changed it. Looks only while it is started. */
export class Watch {
  readonly #revision: () => Promise<number>;
  readonly #onChange: () => void;
  readonly #onProblem: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;
  #last: number | null = null;
  #isLooking = false;
  /** The failure that was told: the same is not told at every look. */
  #told: string | null = null;

  constructor(
    revision: () => Promise<number>,
    onChange: () => void,
    onProblem: (error: unknown) => void,
  ) {
    this.#revision = revision;
    this.#onChange = onChange;
    this.#onProblem = onProblem;
  }

  /** Changes count from when this resolves; a second call does nothing. Never rejects. */
  async start(): Promise<void> {
    if (this.#timer !== null) return;
    this.#timer = setInterval(() => void this.look(), EVERY);
    await this.look();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#last = null;
  }

  /** Looks at once. Never rejects. */
  async look(): Promise<void> {
    if (this.#timer === null || this.#isLooking) return;
    this.#isLooking = true;
    try {
      const revision = await this.#revision();
      const isChanged = this.#last !== null && this.#last !== revision;
      this.#last = revision;
      this.#told = null;
      if (isChanged) this.#onChange();
    } catch (error) {
      const problem = String(error);
      if (problem !== this.#told) this.#onProblem(error);
      this.#told = problem;
    } finally {
      this.#isLooking = false;
    }
  }
}
