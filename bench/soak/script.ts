import { Talk } from '../recall/talk.ts';

/** One turn in so many teaches a fact, and one asks for a fact of before. */
const TEACHES = 20;
const ASKS = 10;

const THINGS = ['kettle', 'lamp', 'atlas', 'cello', 'tent', 'drill', 'globe', 'piano', 'scarf'];
const NAMES = ['Ana', 'Bruno', 'Clara', 'Dario', 'Elsa', 'Filip', 'Greta'];

/** What is said in turn `n`, from 0 on: mostly talk, now and then a fact, or a question about one. */
export class Script {
  readonly #talk: Talk;
  readonly #facts: number;

  /** `facts`: how many are taught at most. */
  constructor(turns: number, facts = Number.POSITIVE_INFINITY) {
    this.#talk = new Talk(turns);
    this.#facts = facts;
  }

  message(n: number): string {
    if (teaches(n) && n / TEACHES < this.#facts) return taught(n);
    if (n % ASKS === ASKS / 2) return `What does box ${boxBefore(n, this.#facts)} hold?`;
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
function boxBefore(n: number, facts: number): number {
  const taughtSoFar = Math.min(Math.floor(n / TEACHES), facts - 1);
  const [first, middle, last] = [0, Math.floor(taughtSoFar / 2), taughtSoFar];
  return TEACHES * ([first, middle, last][n % 3] ?? 0);
}
