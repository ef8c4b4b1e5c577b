import './without-fsync.ts';

import fs from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { InMemoryTranscript } from '../../src/store/in-memory.ts';
import { placeOf } from '../../src/store/paths.ts';
import { killedAt } from './crash.ts';
import { temporaryFolders } from './temporary.ts';
import { command, expectKept, Reader, Reference, sorted } from './transcript-reference.ts';

const folder = temporaryFolders();

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
