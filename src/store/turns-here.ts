import type { Turn } from '../memory/turn.ts';
import type { Journal } from './port.ts';

/** The turns of this process that wait in a local journal until a server takes them. */
export class TurnsHere {
  readonly #remote: Journal;
  readonly #local: Journal;
  readonly #onLeft: (error: unknown) => void;
  /** Their ids by user, oldest first. */
  readonly #ids = new Map<string, Set<string>>();

  /** `onLeft` is told why a turn that was handed over could not be taken out here. */
  constructor(remote: Journal, local: Journal, onLeft: (error: unknown) => void) {
    this.#remote = remote;
    this.#local = local;
    this.#onLeft = onLeft;
  }

  has(user: string, id: string): boolean {
    return this.#ids.get(user)?.has(id) ?? false;
  }

  add(user: string, id: string): void {
    const ids = this.#ids.get(user) ?? new Set<string>();
    this.#ids.set(user, ids.add(id));
  }

  drop(user: string, id: string): void {
    const ids = this.#ids.get(user);
    ids?.delete(id);
    if (ids?.size === 0) this.#ids.delete(user);
  }

  /**
   * Hands the turns of the user over, one after the other; whether there were any.
   * @throws what the journals do; the rest waits.
   */
  async handOver(user: string): Promise<boolean> {
    const ids = [...(this.#ids.get(user) ?? [])];
    for (const id of ids) {
      const turn = await this.#local.read(user, id);
      if (turn !== null) await this.#handTurnOver(user, turn);
      // From here on the server's is the one that counts, also where this one stays.
      this.drop(user, id);
      await this.#local.remove(user, id).catch(this.#onLeft);
    }
    return ids.length > 0;
  }

  async #handTurnOver(user: string, turn: Turn): Promise<void> {
    await this.#remote.save(turn);
    // Who forgets goes through the local journal first and through the server's after it: what was
    // blotted out here since the look above may have been missed there.
    const left = await this.#local.read(user, turn.id);
    if (left !== null && JSON.stringify(left) !== JSON.stringify(turn)) {
      await this.#remote.rewrite(user, (one) => (one.id === left.id ? left : one));
    }
  }
}
