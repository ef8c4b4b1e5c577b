import { Talk } from '../recall/talk.ts';

/** One turn in so many teaches a fact, and one asks for a fact of before. */
const TEACHES = 20;
const ASKS = 10;

const THINGS = ['kettle', 'lamp', 'atlas', 'cello', 'tent', 'drill', 'globe', 'piano', 'scarf'];
const NAMES = ['Ana', 'Bruno', 'Clara', 'Dario', 'Elsa', 'Filip', 'Greta'];

/** What is said in turn `n`, from 0 on: mostly talk, now and then a fact, or a question about one. */
export class Script {
  readonly #talk: Talk;

  constructor(turns: number) {
    this.#talk = new Talk(turns);
  }

  message(n: number): string {
    if (teaches(n)) return taught(n);
    if (n % ASKS === ASKS / 2) return `What does box ${boxBefore(n)} hold?`;
    return this.#talk.turns[n]?.text ?? '';
  }
}

/** Whether turn `n` teaches a fact: the first one does. */
export function teaches(n: number): boolean {
  return n % TEACHES === 0;
}

/** A fact that no other turn teaches. */
export function taught(n: number): string {
  const thing = THINGS[n % THINGS.length];
  const name = NAMES[Math.floor(n / TEACHES) % NAMES.length];
  return `Remember that box ${n} holds the ${thing} of ${name}.`;
}

/** A box that was told of in the first turn, in the middle, or lately. */
function boxBefore(n: number): number {
  const taughtSoFar = Math.floor(n / TEACHES);
  const [first, middle, last] = [0, Math.floor(taughtSoFar / 2), taughtSoFar];
  return TEACHES * ([first, middle, last][n % 3] ?? 0);
}
