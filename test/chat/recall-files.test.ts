import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolders } from '../store/temporary.ts';
import { say } from '../support/chat-world.ts';
import { FileWorld, talk } from '../support/file-world.ts';

const folder = temporaryFolders();
let directory: string;
let world: FileWorld;
beforeEach(() => {
  directory = folder();
  world = new FileWorld(directory);
});

const QUESTION = 'What is the greenhouse code word?';
const TRAMS = [1, 2, 3, 4].map((number) => `I saw a tram, number ${number}.`);
const transcript = () => join(directory, '.alice/transcript.jsonl');

describe('recall from files', () => {
  it('finds what another process heard a moment ago, and no more once that one has forgotten it', async () => {
    const here = await world.open();
    await talk(here, 'Good morning.');
    const there = await world.open();
    await talk(there, 'The greenhouse code word is marmalade.', ...TRAMS);
    expect(await talk(here, QUESTION)).toContain('marmalade');
    expect((await here.why()).recalled).not.toEqual([]);

    await there.own.forget({ kind: 'query', query: 'marmalade' });
    expect(world.bytes()).not.toContain('marmalade');
    expect(JSON.stringify(await here.why())).not.toContain('marmalade');
    expect(await talk(here, QUESTION)).not.toContain('marmalade');
    expect(await talk(there, QUESTION)).not.toContain('marmalade');
    for (const turn of [1, 2, 3]) await talk(here, `And the code word? Tram ${turn}.`);
    expect(world.bytes()).not.toContain('marmalade');
  });

  it('goes by the files: what their owner deletes is not recalled', async () => {
    const here = await world.open();
    await talk(here, 'The greenhouse code word is marmalade.', ...TRAMS);
    const there = await world.open();
    expect(await talk(there, QUESTION)).toContain('marmalade');
    const lines = readFileSync(transcript(), 'utf8').split('\n');
    writeFileSync(transcript(), lines.filter((line) => !line.includes('marmalade')).join('\n'));
    const again = await world.open();
    expect(await talk(again, 'Which word is the code of the greenhouse?')).not.toContain(
      'is marmalade',
    );
  });

  it('tells once of a transcript that cannot be read, and goes on', async () => {
    await talk(await world.open(), 'The greenhouse code word is marmalade.', ...TRAMS);
    rmSync(transcript());
    mkdirSync(transcript());
    const warnings: Error[] = [];
    const session = await world.open({ onWarning: (error) => warnings.push(error) });
    for (const text of [QUESTION, 'And what was the code of the boiler?', 'I live in Lisbon.']) {
      expect(await say(session, text)).toMatchObject({ status: 'answered' });
    }
    await session.settle(10_000);
    expect((await session.memory()).keyFacts.map(({ text }) => text)).toContain('Lives in Lisbon');
    expect(warnings.length).toBeLessThanOrEqual(2);
    expect(warnings[0]?.message).toContain('transcript');
    expect(new Set(warnings.map(({ message }) => message)).size).toBe(warnings.length);
  });
});
