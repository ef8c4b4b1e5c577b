import fc from 'fast-check';
import { expect } from 'vitest';
import type { Exchange, Transcript, TranscriptReading } from '../../src/store/port.ts';
import { anUtterance, aTurn } from '../support/turns.ts';

const BLOTTED = '…';

/** Something that is done to a transcript; what is deleted or blotted out is one of what is there. */
type Command =
  | { op: 'append'; year: number }
  | { op: 'import'; year: number; count: number }
  | { op: 'import again' }
  | { op: 'delete' | 'blot'; which: number };

const year = fc.integer({ min: 2024, max: 2028 });
const which = fc.nat();
export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constant('append' as const), year }) },
  {
    weight: 2,
    arbitrary: fc.record({ op: fc.constant('import' as const), year, count: fc.nat(4) }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('import again' as const) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constantFrom('delete', 'blot'), which }) },
);

/** What is to be in the transcript: the text of each turn. */
export class Reference {
  readonly texts = new Map<string, string>();
  readonly #imported: Exchange[] = [];
  readonly #targets = new Set<string>();
  #ids = 0;

  /** Takes the command for done, and returns how it is done. */
  plan(command: Command): (transcript: Transcript) => Promise<unknown> {
    const at = 'year' in command ? `${command.year}-06-01T10:00:00.000Z` : '';
    switch (command.op) {
      case 'append': {
        const id = `t-${this.#ids++}`;
        this.texts.set(id, 'I like tea.');
        return (transcript) => transcript.append(aTurn({ id, at }));
      }
      case 'import': {
        const said = Array.from({ length: command.count }, () => {
          const turn = `id:${this.#ids++}`;
          this.texts.set(turn, 'I like coffee.');
          return anUtterance({ turn, at });
        });
        this.#imported.push(...said);
        return (transcript) => transcript.import('alice', said);
      }
      case 'import again': {
        const said = this.#imported.filter(({ turn }) => this.texts.has(turn));
        for (const { turn } of said) this.#targets.delete(turn);
        return (transcript) => transcript.import('alice', said);
      }
      default:
        return this.#rewriting(command.op, command.which);
    }
  }

  /** What is done at once from here on has targets of its own. */
  separate(): void {
    this.#targets.clear();
    for (const turn of this.texts.keys()) this.#targets.add(turn);
  }

  #rewriting(op: 'delete' | 'blot', which: number): (transcript: Transcript) => Promise<unknown> {
    const turns = [...this.texts.keys()].filter((turn) => this.#targets.has(turn));
    const target = turns[which % turns.length];
    if (target === undefined) return async () => {};
    this.#targets.delete(target);
    if (op === 'delete') this.texts.delete(target);
    else this.texts.set(target, BLOTTED);
    return (transcript) =>
      transcript.rewrite('alice', (one) => {
        if (one.turn !== target) return one;
        return op === 'delete'
          ? null
          : { ...one, user: BLOTTED, typed: one.speaker === null ? BLOTTED : '' };
      });
  }
}

/** One who reads on from where they were. */
export class Reader {
  readonly #transcript: Transcript;
  #cursor: string | null = null;
  #seen = new Map<string, string>();

  constructor(transcript: Transcript) {
    this.#transcript = transcript;
  }

  async read(): Promise<Map<string, string>> {
    const reading: TranscriptReading = await this.#transcript.read('alice', this.#cursor);
    const turns = reading.exchanges.map(({ turn }) => turn);
    expect(turns).toHaveLength(new Set(turns).size);
    if (reading.isWhole) this.#seen = new Map();
    for (const { turn, user } of reading.exchanges) this.#seen.set(turn, user);
    this.#cursor = reading.cursor;
    return this.#seen;
  }
}

export const sorted = (texts: ReadonlyMap<string, string>) => [...texts].sort();

export async function expectKept(reference: Reference, transcript: Transcript, readers: Reader[]) {
  for (const reader of [...readers, new Reader(transcript)]) {
    expect(sorted(await reader.read())).toEqual(sorted(reference.texts));
  }
  const own = (await transcript.recent('alice', Number.POSITIVE_INFINITY)).map(({ turn }) => turn);
  expect(own.sort()).toEqual(
    [...reference.texts.keys()].filter((id) => id.startsWith('t-')).sort(),
  );
}
