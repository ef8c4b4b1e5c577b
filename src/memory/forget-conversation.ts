import { FORGOTTEN } from './clause-spans.ts';
import type { Eraser } from './eraser.ts';
import type { Turn } from './turn.ts';
import type { Message } from './types.ts';

/** A passage of conversation: what one side said in a turn, wherever it is kept. */
export function passageKey(turn: string, role: Message['role']): string {
  return `${role} ${turn}`;
}

/** Messages with their clauses blotted out; a turn of which nothing is left goes. */
export function forgetMessages(
  messages: readonly Message[],
  eraser: Eraser,
): { kept: Message[]; passages: Set<string> } {
  const passages = new Set<string>();
  const erased = messages.map((message) => {
    const text = eraser.erase(message.text);
    if (text === message.text) return message;
    passages.add(passageKey(message.turn, message.role));
    return { ...message, text };
  });
  const told = new Set(erased.flatMap(({ text, turn }) => (text === FORGOTTEN ? [] : [turn])));
  return { kept: erased.filter(({ turn }) => told.has(turn)), passages };
}

/** The turn with its clauses blotted out, or the same turn. */
export function forgetInTurn(turn: Turn, eraser: Eraser): Turn {
  const message = turn.message.map((passage) => {
    const text = eraser.erase(passage.text);
    return text === passage.text ? passage : { ...passage, text };
  });
  const reply = turn.reply === null ? null : eraser.erase(turn.reply);
  const isSame =
    reply === turn.reply && message.every((passage, index) => passage === turn.message[index]);
  return isSame ? turn : { ...turn, message, reply };
}
