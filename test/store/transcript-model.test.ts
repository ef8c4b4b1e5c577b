import './without-fsync.ts';

import fs from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { InMemoryTranscript } from '../../src/store/in-memory.ts';
import { placeOf } from '../../src/store/paths.ts';
import type { Exchange, Transcript, TranscriptReading } from '../../src/store/port.ts';
import { anUtterance, aTurn } from '../support/turns.ts';
import { killedAt } from './crash.ts';
import { temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const BLOTTED = '…';

/** Something that is done to a transcript; what is deleted or blotted out is one of what is there. */
type Command =
  | { op: 'append'; year: number }
  | { op: 'import'; year: number; count: number }
  | { op: 'import again' }
  | { op: 'delete' | 'blot'; which: number };

const year = fc.integer({ min: 2024, max: 2028 });
const which = fc.nat();
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constant('append' as const), year }) },
  {
    weight: 2,
    arbitrary: fc.record({ op: fc.constant('import' as const), year, count: fc.nat(4) }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('import again' as const) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constantFrom('delete', 'blot'), which }) },
);

/** What is to be in the transcript: the text of each turn. */
class Reference {
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
class Reader {
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

const sorted = (texts: ReadonlyMap<string, string>) => [...texts].sort();

async function expectKept(reference: Reference, transcript: Transcript, readers: Reader[]) {
  for (const reader of [...readers, new Reader(transcript)]) {
    expect(sorted(await reader.read())).toEqual(sorted(reference.texts));
  }
  const own = (await transcript.recent('alice', Number.POSITIVE_INFINITY)).map(({ turn }) => turn);
  expect(own.sort()).toEqual(
    [...reference.texts.keys()].filter((id) => id.startsWith('t-')).sort(),
  );
}

describe('whatever is appended, imported, moved, rewritten and read, in any order', () => {
  it.each(['in files', 'in memory'])('a transcript %s has what it was given', async (where) => {
    const commands = fc.array(fc.record({ command, isRead: fc.boolean() }), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(commands, async (steps) => {
        const directory = folder();
        const open = () => new FileTranscript({ directory });
        const transcript = where === 'in files' ? open() : new InMemoryTranscript();
        const reference = new Reference();
        const readers = [
          new Reader(transcript),
          new Reader(where === 'in files' ? open() : transcript),
        ];
        for (const { command: each, isRead } of steps) {
          reference.separate();
          await reference.plan(each)(transcript);
          if (isRead)
            expect(sorted((await readers[0]?.read()) ?? new Map())).toEqual(
              sorted(reference.texts),
            );
        }
        await expectKept(reference, transcript, readers);
      }),
      { numRuns: 60 },
    );
  });

  it('and at once, a transcript in files has what it was given', { timeout: 60_000 }, async () => {
    const groups = fc.array(fc.array(command, { minLength: 1, maxLength: 5 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(groups, async (all) => {
        const directory = folder();
        const open = () => new FileTranscript({ directory });
        const reference = new Reference();
        const readers = [new Reader(open()), new Reader(open())];
        for (const group of all) {
          reference.separate();
          const plans = group.map((each) => reference.plan(each));
          await Promise.all([
            ...plans.map((plan) => plan(open())),
            ...readers.map((reader) => reader.read()),
          ]);
          await expectKept(reference, open(), readers);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('and killed anywhere, a transcript in files has what it was given once it is given again', {
    timeout: 60_000,
  }, async () => {
    const deaths = fc.record({
      command,
      call: fc.integer({ min: 1, max: 30 }),
      torn: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(deaths, { maxLength: 8 }), async (steps) => {
        const directory = folder();
        const open = () => new FileTranscript({ directory });
        const reference = new Reference();
        const reader = new Reader(open());
        for (const { command: each, call, torn } of steps) {
          reference.separate();
          const before = new Map(reference.texts);
          const plan = reference.plan(each);
          await killedAt(call, () => plan(open()), torn);
          for (const [turn, text] of await reader.read()) {
            expect([before.get(turn), reference.texts.get(turn)]).toContain(text);
          }
          await plan(open());
          await expectKept(reference, open(), [reader]);
        }
        const { house } = placeOf(directory, 'alice');
        const names = fs.existsSync(house) ? fs.readdirSync(house) : [];
        expect(names.filter((name) => !name.startsWith('transcript'))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
