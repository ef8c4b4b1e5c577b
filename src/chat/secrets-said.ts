import { messageText, type Turn } from '../memory/turn.ts';
import { redacted, withoutEchoes } from './redacted.ts';

/** The secrets that were said in one session: the model has read them, and may repeat them turns later. */
export class SecretsSaid {
  /** Of the messages that had some, by turn: as they were said, and without them. */
  readonly #messages = new Map<string, { said: string; clean: string }>();

  /** As `redacted`, and without what the reply repeats of earlier messages. */
  redacted(turn: Turn): Turn {
    const left = redacted(turn);
    const [said, clean] = [messageText(turn), messageText(left)];
    if (said !== clean) this.#messages.set(turn.id, { said, clean });
    return left.reply === null ? left : { ...left, reply: this.takenFrom(left.reply) };
  }

  /** A text of the model without them. */
  takenFrom(text: string): string {
    let left = text;
    for (const { said, clean } of this.#messages.values()) left = withoutEchoes(left, said, clean);
    return left;
  }
}
