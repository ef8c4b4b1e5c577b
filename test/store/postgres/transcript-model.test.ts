import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PostgresTranscript } from '../../../src/store/postgres/postgres-transcript.ts';
import { NO_POSTGRES } from '../../support/postgres.ts';
import { command, expectKept, Reader, Reference, sorted } from '../transcript-reference.ts';
import { postgresWorld } from './world.ts';

describe.skipIf(NO_POSTGRES !== null)('a transcript on PostgreSQL', () => {
  const world = postgresWorld();
  const appends = true;

  it('has what it was given, whatever is done to it, in any order', {
    timeout: 60_000,
  }, async () => {
    const commands = fc.array(fc.record({ command, isRead: fc.boolean() }), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(commands, async (steps) => {
        const database = await world.empty();
        const transcript = new PostgresTranscript({ database, appends });
        const reference = new Reference();
        const [first, second] = [new Reader(transcript), new Reader(transcript)];
        for (const { command: each, isRead } of steps) {
          reference.separate();
          await reference.plan(each)(transcript);
          if (isRead) expect(sorted(await first.read())).toEqual(sorted(reference.texts));
        }
        await expectKept(reference, transcript, [first, second]);
        await database.close();
      }),
      { numRuns: 20 },
    );
  });

  it('has it as well when several processes do it at once', { timeout: 120_000 }, async () => {
    const groups = fc.array(fc.array(command, { minLength: 1, maxLength: 5 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(groups, async (all) => {
        const databases = [await world.empty(), world.open(), world.open()];
        const processes = databases.map(
          (each) => new PostgresTranscript({ database: each, appends }),
        );
        const [one = processes[0], two = one] = processes;
        if (one === undefined || two === undefined) throw new Error('no process');
        const reference = new Reference();
        const readers = [new Reader(one), new Reader(two)];
        for (const group of all) {
          reference.separate();
          const plans = group.map((each) => reference.plan(each));
          await Promise.all([
            ...plans.map((plan, index) => plan(processes[index % processes.length] ?? one)),
            ...readers.map((reader) => reader.read()),
          ]);
          await expectKept(reference, two, readers);
        }
        await Promise.all(databases.map((each) => each.close()));
      }),
      { numRuns: 25 },
    );
  });
});
