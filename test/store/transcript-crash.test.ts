import './without-fsync.ts';

import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { placeOf } from '../../src/store/paths.ts';
import { anUtterance, aTurn } from '../support/turns.ts';
import { killedEverywhere, refusedEverywhere } from './crash.ts';
import { temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const turn = (id: string, year: number) => aTurn({ id, at: `${year}-06-01T10:00:00.000Z` });
const said = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => {
    const at = `${2022 + (n % 2)}-05-08T10:00:00.000Z`;
    return anUtterance({ turn: `id:${from + n}`, at });
  });

/** Exchanges of two past years before one of this year comes, beside what was imported of one. */
async function behind(): Promise<string> {
  const directory = folder();
  const transcript = new FileTranscript({ directory });
  await transcript.import('alice', said(0, 2));
  await transcript.append(turn('t-2023', 2023));
  await transcript.append(turn('t-2022', 2022));
  return directory;
}

const OLD = ['id:0', 'id:1', 't-2022', 't-2023'];

/** The turns that are read, each as often as it is given. */
async function turnsIn(directory: string): Promise<string[]> {
  const { exchanges } = await new FileTranscript({ directory }).read('alice', null);
  return exchanges.map((one) => one.turn).sort();
}

/** The ids in the files, each as often as it stands there. */
function linesIn(directory: string): string[] {
  const { house } = placeOf(directory, 'alice');
  const texts = fs.readdirSync(house).map((name) => fs.readFileSync(`${house}/${name}`, 'utf8'));
  return texts.flatMap((text) => text.match(/(?<=^\{"turn":")[^"]+(?=".*\}$)/gm) ?? []).sort();
}

const WAYS = [
  ['killed', killedEverywhere],
  ['refused by the disk', refusedEverywhere],
] as const;

describe.each(WAYS)('%s at any call that changes a file', (_, everywhere) => {
  const move = (directory: string) =>
    new FileTranscript({ directory }).append(turn('t-2026', 2026));

  it('the move of past years loses nothing and gives nothing twice, and the next turn ends it', {
    timeout: 60_000,
  }, async () => {
    const faults = await everywhere(behind, move, async (directory, fault) => {
      const turns = await turnsIn(directory);
      expect({ fault, turns: turns.filter((id) => id !== 't-2026') }).toEqual({
        fault,
        turns: OLD,
      });
      await move(directory);
      await new FileTranscript({ directory }).append(turn('t-9', 2026));
      const all = [...OLD, 't-2026', 't-9'].sort();
      expect({ fault, turns: await turnsIn(directory) }).toEqual({ fault, turns: all });
      expect({ fault, lines: linesIn(directory) }).toEqual({ fault, lines: all });
    });
    expect(faults).toBeGreaterThan(20);
  });

  it('an import adds the rest when it is made again, and nothing twice', {
    timeout: 60_000,
  }, async () => {
    const add = (directory: string) =>
      new FileTranscript({ directory }).import('alice', [...said(0, 2), ...said(10, 4)]);
    const faults = await everywhere(behind, add, async (directory, fault) => {
      const turns = await turnsIn(directory);
      expect({ fault, turns: turns.filter((id) => OLD.includes(id)) }).toEqual({
        fault,
        turns: OLD,
      });
      const added = await add(directory);
      expect({ fault, added }).toEqual({ fault, added: 4 - (turns.length - OLD.length) });
      const all = [...OLD, 'id:10', 'id:11', 'id:12', 'id:13'].sort();
      expect({ fault, turns: await turnsIn(directory) }).toEqual({ fault, turns: all });
    });
    expect(faults).toBeGreaterThan(4);
  });

  it('a rewriting leaves no line as it was once it is made again', {
    timeout: 60_000,
  }, async () => {
    const split = async () => {
      const directory = await behind();
      await move(directory);
      return directory;
    };
    const blot = (directory: string) =>
      new FileTranscript({ directory }).rewrite('alice', (one) =>
        one.user === '…' ? one : { ...one, user: '…', typed: one.speaker === null ? '…' : '' },
      );
    const faults = await everywhere(split, blot, async (directory, fault) => {
      expect({ fault, turns: await turnsIn(directory) }).toEqual({
        fault,
        turns: [...OLD, 't-2026'].sort(),
      });
      await blot(directory);
      const { exchanges } = await new FileTranscript({ directory }).read('alice', null);
      const texts = new Set(exchanges.map(({ user }) => user));
      expect({ fault, texts, count: exchanges.length }).toEqual({
        fault,
        texts: new Set(['…']),
        count: 5,
      });
      expect(fs.readdirSync(placeOf(directory, 'alice').house)).toHaveLength(3);
    });
    expect(faults).toBeGreaterThan(8);
  });
});
