import type { Turn } from '../memory/turn.ts';
import { type WasSaved, withoutForgotten } from './journaled.ts';
import type { Ports } from './ports.ts';

/**
 * Takes out of turns what was forgotten while they ran. Where the store does not answer that cannot
 * be known: such a turn goes on as it is, and is looked at again before it is remembered.
 */
export class ForgottenCheck {
  readonly #ports: Pick<Ports, 'store' | 'journal'>;
  readonly #wasSaved: WasSaved;
  readonly #warn: (error: unknown) => void;
  /** Of the turns that are to be looked at again, `forgottenAt` of the memory behind their replies. */
  readonly #unknown = new Map<string, string | undefined>();

  constructor(
    ports: Pick<Ports, 'store' | 'journal'>,
    wasSaved: WasSaved,
    warn: (error: unknown) => void,
  ) {
    this.#ports = ports;
    this.#wasSaved = wasSaved;
    this.#warn = warn;
  }

  /** See `withoutForgotten`. Never rejects. */
  async without(turn: Turn, seen: string | undefined): Promise<Turn | null> {
    try {
      const left = await withoutForgotten(this.#ports, turn, seen, this.#wasSaved);
      this.#unknown.delete(turn.id);
      return left;
    } catch (error) {
      this.#warn(error);
      this.#unknown.set(turn.id, seen);
      return turn;
    }
  }

  /** Looks at those of the turns again of which it is not known; the journal has them as they are left. */
  async again(turns: readonly Turn[]): Promise<void> {
    for (const turn of turns) {
      if (!this.#unknown.has(turn.id)) continue;
      const seen = this.#unknown.get(turn.id);
      const left = await withoutForgotten(this.#ports, turn, seen, this.#wasSaved);
      if (left !== null && left !== turn) await this.#ports.journal.save(left);
      this.#unknown.delete(turn.id);
    }
  }
}
