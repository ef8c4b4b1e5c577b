import type { UserMemory } from '../../chat/user-memory.ts';
import { codeOf } from '../../errors.ts';
import type { Passage } from '../../memory/turn.ts';
import type { Conversation } from './conversation.ts';
import type { PastLines } from './past-lines.ts';

/** What it is called when something is forgotten would tell what that was. */
const FORGETTING = /^\/forget\b/i;

/** Carries what is entered between the prompt and what is kept of it over all sessions. */
export class PastInput {
  readonly #past: PastLines;
  readonly #conversation: Pick<Conversation, 'own'>;
  readonly #warn: (message: string) => void;
  /** One after the other, so that their order is that of the prompt. */
  #work: Promise<void> = Promise.resolve();
  #isWarned = false;

  /** `warn` is told, once, why what is entered is not kept. */
  constructor(
    past: PastLines,
    conversation: Pick<Conversation, 'own'>,
    warn: (message: string) => void,
  ) {
    this.#past = past;
    this.#conversation = conversation;
    this.#warn = warn;
  }

  /** Loads what earlier sessions left; resolves when it is there. Never rejects. */
  load(): Promise<void> {
    return this.#do(async (own) => this.#past.load(await own.inputs()));
  }

  add(message: readonly Passage[]): void {
    if (!this.#past.add(message)) return;
    const [first] = message;
    if (first !== undefined && FORGETTING.test(first.text)) return;
    this.#work = this.#do((own) => own.keepInput(message));
  }

  /** Resolves when all that was added is kept. Never rejects. */
  settled(): Promise<void> {
    return this.#work;
  }

  /** Something was forgotten: only what is kept still is brought back from here on. */
  forget(): Promise<void> {
    this.#past.drop();
    return this.load();
  }

  #do(work: (own: UserMemory) => Promise<void>): Promise<void> {
    this.#work = this.#work.then(async () => {
      // A session that does not open is told of by whoever opens it.
      const own = await this.#conversation.own().catch(() => null);
      if (own === null) return;
      try {
        await work(own);
      } catch (error) {
        this.#tell(error);
      }
    });
    return this.#work;
  }

  #tell(error: unknown): void {
    // A store that takes nothing is told of once, by the turns that it does not take.
    const code = codeOf(error);
    const isStore = code === 'store-unwritable' || code === 'store-unavailable';
    if (isStore || this.#isWarned) return;
    this.#isWarned = true;
    const why = error instanceof Error ? error.message : String(error);
    this.#warn(`What you enter is not kept for the up arrow: ${why}`);
  }
}
