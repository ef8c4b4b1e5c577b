import type { Turn } from '../memory/turn.ts';
import { putAway, type WasSaved } from './journaled.ts';
import type { Ports } from './ports.ts';

/** Puts turns away that are in the memory; those that the store did not answer to, with the next ones. */
export class TurnsAway {
  readonly #ports: Pick<Ports, 'store' | 'journal' | 'transcript'>;
  readonly #wasSaved: WasSaved;
  readonly #warn: (error: unknown) => void;
  #unanswered: Turn[] = [];

  constructor(
    ports: Pick<Ports, 'store' | 'journal' | 'transcript'>,
    wasSaved: WasSaved,
    warn: (error: unknown) => void,
  ) {
    this.#ports = ports;
    this.#wasSaved = wasSaved;
    this.#warn = warn;
  }

  /** Whether no turn waits for a store that answers. */
  get isDone(): boolean {
    return this.#unanswered.length === 0;
  }

  /** Whether all went well, also with those that waited. Never rejects. */
  async put(turns: readonly Turn[]): Promise<boolean> {
    const unanswered: Turn[] = [];
    let isAway = true;
    // One after the other: the transcript keeps their order.
    for (const turn of [...this.#unanswered, ...turns]) {
      const outcome = await putAway(this.#ports, turn, this.#wasSaved, this.#warn);
      if (outcome === 'unanswered') unanswered.push(turn);
      isAway = outcome === 'away' && isAway;
    }
    this.#unanswered = unanswered;
    return isAway;
  }
}
