import fs from 'node:fs';
import path from 'node:path';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { anUtterance, aTurn } from '../support/turns.ts';
import type { Verdict } from './judge.ts';
import type { Programs } from './programs.ts';
import type { Sweep } from './sweep.ts';

type Where = Sweep['at'];

/** What is in the transcript before: of two past years, and imported. */
const OLD = ['id:old', 't-2024', 't-2025'];

/** A process that appends the first turn of a year, whereupon the years before are moved. */
export function rotationSweep(programs: Programs, at: Where): Sweep {
  return {
    name: 'the move of past years',
    at,
    prepare: leaveYears,
    job: (directory) => ({ command: programs.victim('append', directory, 't-new') }),
    judge: (directory, lines) =>
      judgeTranscript(directory, lines.includes('appended') ? ['t-new'] : []),
  };
}

/** A process that imports utterances into a year that is there, and into one that is not. */
export function importSweep(programs: Programs, at: Where): Sweep {
  return {
    name: 'an import of a transcript',
    at,
    prepare: leaveYears,
    job: (directory) => ({ command: programs.victim('import', directory) }),
    judge: (directory, lines) =>
      judgeTranscript(
        directory,
        lines.includes('imported') ? imported().map(({ turn }) => turn) : [],
      ),
  };
}

/** What the victim imports. */
export function imported() {
  return [2023, 2024, 2025, 2023].map((year, n) =>
    anUtterance({ turn: `id:${n}`, at: `${year}-05-08T10:00:00.000Z` }),
  );
}

async function leaveYears(directory: string): Promise<void> {
  const transcript = new FileTranscript({ directory });
  await transcript.import('alice', [anUtterance({ turn: 'id:old' })]);
  await transcript.append(aTurn({ id: 't-2025', at: '2025-06-01T10:00:00.000Z' }));
  await transcript.append(aTurn({ id: 't-2024', at: '2024-06-01T10:00:00.000Z' }));
}

/** Reads what is left, and again when another process has gone on with it. */
async function judgeTranscript(directory: string, acknowledged: string[]): Promise<Verdict> {
  const seen = await turnsIn(directory);
  const transcript = new FileTranscript({ directory });
  await transcript.import('alice', imported());
  for (const id of ['t-next', 't-last'])
    await transcript.append(aTurn({ id, at: '2027-01-01T00:00:00.000Z' }));
  const after = await turnsIn(directory);
  const must = [...OLD, ...acknowledged];
  const expected = [...must, ...imported().map(({ turn }) => turn), 't-next', 't-last'];
  const house = path.join(directory, '.alice');
  const left = fs.readdirSync(house).filter((name) => !name.startsWith('transcript'));
  const stillThere = fs
    .readFileSync(path.join(house, 'transcript.jsonl'), 'utf8')
    .match(/"at":"202[0-6]/g);
  return {
    acknowledged: must.length,
    lost:
      must.filter((id) => !seen.includes(id)).length +
      expected.filter((id) => !after.includes(id)).length,
    twice: repeatedIn(seen) + repeatedIn(after),
    corrupt: 0,
    problems: [
      ...left.map((name) => `${name} is left`),
      ...(stillThere ?? []).map((at) => `${at} was not moved`),
    ],
  };
}

async function turnsIn(directory: string): Promise<string[]> {
  const { exchanges } = await new FileTranscript({ directory }).read('alice', null);
  return exchanges.map(({ turn }) => turn);
}

function repeatedIn(turns: readonly string[]): number {
  return turns.length - new Set(turns).size;
}
