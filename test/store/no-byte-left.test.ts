import './without-fsync.ts';

import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';
import { killedEverywhere, refusedEverywhere } from './crash.ts';
import { commitWithoutWord, forgetWord, journalIn, scrubWord } from './forgetting.ts';
import { filesBelow, temporaryFolders, worldIn } from './temporary.ts';
import { fillEveryPlace, holdersOf } from './word-everywhere.ts';

const folder = temporaryFolders();

/** Every file of the others, byte for byte. */
function others(directory: string): Record<string, string> {
  const names = filesBelow(directory).filter((name) => !/^\.?alice/.test(name));
  const bytes = (name: string) => fs.readFileSync(path.join(directory, name), 'base64');
  return Object.fromEntries(names.map((name) => [name, bytes(name)]));
}

async function filled(...users: string[]): Promise<string> {
  const directory = folder();
  for (const user of users) await fillEveryPlace(directory, user);
  return directory;
}

function copyOf(template: string): string {
  const directory = folder();
  fs.cpSync(template, directory, { recursive: true, preserveTimestamps: true });
  return directory;
}

/** What is known after the forgetting, and nothing else. */
async function expectForgotten(directory: string, death = ''): Promise<void> {
  const { store, notices } = worldIn(directory);
  expect({ death, holders: holdersOf(directory) }).toEqual({ death, holders: [] });
  expect((await store.read('alice'))?.summary).toBe('Three …s, and tea.');
  const turns = await journalIn(directory).adopt('alice');
  expect(turns.map(({ id, reply }) => [id, reply])).toEqual([['t-dead', 'A …!']]);
  expect(await journalIn(directory).read('alice', 't-mine')).toMatchObject({ reply: 'A …!' });
  expect(await new FileTranscript({ directory }).recent('alice', 9)).toEqual([]);
  const next = await update(store, 'alice', countOne);
  expect(next?.summary).toBe('Three …s, and tea.');
  expect(notices).toEqual([]);
}

describe('what is forgotten', () => {
  it('is in no byte of any file of the user, and every byte of the others stays', async () => {
    const directory = await filled('alice', 'bob', 'Ünïcode');
    const before = others(directory);
    expect(holdersOf(directory).filter((name) => /^\.?alice/.test(name)).length).toBeGreaterThan(
      12,
    );
    await forgetWord(directory, 'alice');
    expect(holdersOf(directory).filter((name) => /^\.?alice/.test(name))).toEqual([]);
    expect(others(directory)).toEqual(before);
    expect(Object.keys(before).length).toBeGreaterThan(20);
  });

  it('is gone once it is asked for again, wherever the first forgetting was killed', {
    timeout: 60_000,
  }, async () => {
    const template = await filled('alice');
    const deaths = await killedEverywhere(
      async () => copyOf(template),
      (directory) => forgetWord(directory, 'alice'),
      async (directory, death) => {
        await forgetWord(directory, 'alice');
        await expectForgotten(directory, death);
      },
    );
    expect(deaths).toBeGreaterThan(40);
  });

  it('is gone once it is asked for again, whatever call the disk refused', {
    timeout: 60_000,
  }, async () => {
    const template = await filled('alice');
    const refusals = await refusedEverywhere(
      async () => copyOf(template),
      (directory) => forgetWord(directory, 'alice'),
      async (directory, refusal) => {
        await forgetWord(directory, 'alice');
        await expectForgotten(directory, refusal);
      },
    );
    expect(refusals).toBeGreaterThan(40);
  });

  it('is gone with the next commit, wherever the purge was killed', {
    timeout: 60_000,
  }, async () => {
    const template = await filled('alice');
    await scrubWord(template, 'alice');
    const first = await commitWithoutWord(template, 'alice');
    await killedEverywhere(
      async () => copyOf(template),
      (directory) => worldIn(directory).store.purge('alice', first),
      async (directory, death) => {
        await update(worldIn(directory).store, 'alice', countOne);
        await expectForgotten(directory, death);
      },
    );
  });
});
