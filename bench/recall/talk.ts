import { eng } from 'stopword';
import type { BenchDocument } from './rankers.ts';

const VOCABULARY = 30_000;
const TURNS_PER_SESSION = 20;
const SESSIONS_PER_WEEK = 5;
const SPEAKERS = ['Alice', 'Assistant'] as const;
const FIRST_DAY = Date.UTC(2006, 0, 2, 18);
const DAY = 86_400_000;

/** Of the words of a chat, so many are stop words; a turn has 23 words in the mean, as in LoCoMo. */
const STOP_WORD_SHARE = 0.44;
const MEAN_LENGTH = 23;

/** Turns of one long conversation, and what could be asked about it. The same for the same seed. */
export class Talk {
  readonly turns: BenchDocument[];
  readonly #random: () => number;
  readonly #words = vocabulary();
  readonly #known: ReadonlySet<string> = new Set(this.#words);
  readonly #sums = zipfSums();

  constructor(turns: number, seed = 20_261_120) {
    this.#random = mulberry32(seed);
    this.turns = Array.from({ length: turns }, (_, number) => this.#turn(number));
  }

  /**
   * Questions of 3 to 5 words of some turn each, most of them with the speaker's name, a tenth each
   * with "when" and with a month.
   */
  questions(count: number): string[] {
    return Array.from({ length: count }, (_, number) => {
      const turn = this.turns[Math.floor(this.#random() * this.turns.length)];
      const content = (turn?.text ?? '').split(/\W+/).filter((word) => this.#known.has(word));
      const words = Array.from({ length: 3 + (number % 3) }, () => this.#one(content));
      const who = number % 4 === 0 ? 'they' : (turn?.speaker ?? '');
      const month = number % 10 === 1 ? ` in March ${turn?.date.slice(0, 4)}` : '';
      return `${number % 10 === 0 ? 'When' : 'What'} did ${who} do with the ${words.join(' ')}${month}?`;
    });
  }

  #turn(number: number): BenchDocument {
    const session = Math.floor(number / TURNS_PER_SESSION);
    const at = FIRST_DAY + (session * 7 * DAY) / SESSIONS_PER_WEEK + (number % 20) * 60_000;
    // Log-normal: most turns are short, a few are long.
    const length = Math.round(MEAN_LENGTH * Math.exp(0.5 * this.#normal() - 0.125));
    const words = Array.from({ length: Math.max(3, length) }, () => this.#word());
    return {
      id: `t-${number}`,
      session: `s-${session}`,
      speaker: this.#one(SPEAKERS),
      date: new Date(at).toISOString(),
      text: `${words.join(' ')}${this.#random() < 0.2 ? '?' : '.'}`,
    };
  }

  #word(): string {
    if (this.#random() < STOP_WORD_SHARE) return this.#one(eng);
    const wanted = this.#random() * (this.#sums.at(-1) ?? 0);
    let from = 0;
    let to = this.#sums.length - 1;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#sums[middle] ?? 0) < wanted) from = middle + 1;
      else to = middle;
    }
    return this.#words[from] ?? '';
  }

  #one<T>(list: readonly T[]): T | '' {
    return list[Math.floor(this.#random() * list.length)] ?? '';
  }

  #normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random());
  }
}

/** Words of three syllables, each of its own. */
function vocabulary(): string[] {
  const starts = [...'bcdfghjklmnprstvwz'].flatMap((start) =>
    [...'aeiou'].map((end) => start + end),
  );
  const syllable = (number: number) => starts[number % starts.length] ?? '';
  return Array.from({ length: VOCABULARY }, (_, rank) => {
    const high = Math.floor(rank / starts.length);
    return `${syllable(high)}${syllable(rank)}${syllable(high + rank)}n`;
  });
}

/**
 * Zipf's law with Mandelbrot's shift, running sums: the commonest word that carries content is in a
 * sixth of the turns, the hundredth in 1.4 %, about as in LoCoMo.
 */
function zipfSums(): number[] {
  let sum = 0;
  return Array.from({ length: VOCABULARY }, (_, rank) => {
    sum += 1 / (rank + 8);
    return sum;
  });
}

/** Numbers from 0 to 1, the same for the same seed (Tommy Ettinger's mulberry32). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
