import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../src/memory/turn.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { aTurn } from '../support/turns.ts';
import { NOW, temporaryFolders, worldIn } from './temporary.ts';
import { transcriptContract } from './transcript-contract.ts';

const folder = temporaryFolders();
const turn = (id: string, over: Partial<Turn> = {}): Turn =>
  aTurn({
    id,
    message: [
      { origin: 'typed', text: 'Look:\n' },
      { origin: 'third-party', text: 'a "quote"\n' },
    ],
    reply: 'I see.',
    ...over,
  });

function arrange() {
  const directory = folder();
  const { at } = worldIn(directory);
  const file = at('.alice/transcript.jsonl');
  const read = () => fs.readFileSync(file, 'utf8').split('\n');
  return { transcript: new FileTranscript({ directory }), file, read };
}

transcriptContract('FileTranscript', () => arrange().transcript);

describe('a transcript that nothing is added to', () => {
  it('still reads what is there from before, and forgets of it', async () => {
    const { transcript, file, read } = arrange();
    await transcript.append(turn('t-1'));
    const closed = new FileTranscript({
      directory: path.dirname(path.dirname(file)),
      appends: false,
    });
    await closed.append(turn('t-2'));
    expect((await closed.recent('alice', 9)).map((line) => line.turn)).toEqual(['t-1']);
    expect(await closed.rewrite('alice', (line) => ({ ...line, reply: '…' }))).toBe(1);
    expect(read().join('\n')).not.toContain('I see.');
  });
});

describe('the transcript', () => {
  it('is one JSON line for each exchange, for the user alone', async () => {
    const { transcript, file, read } = arrange();
    await transcript.append(turn('t-1'));
    await transcript.append(turn('t-2', { reply: null, status: 'failed' }));
    const [first = '', second = '', end] = read();
    expect(JSON.parse(first)).toEqual({
      turn: 't-1',
      session: 's-1',
      at: NOW,
      user: 'Look:\na "quote"\n',
      typed: 'Look:\n',
      reply: 'I see.',
      status: 'answered',
    });
    expect(JSON.parse(second)).toMatchObject({ turn: 't-2', reply: null, status: 'failed' });
    expect(end).toBe('');
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  });

  it('holds a turn once, however often it is appended', async () => {
    const { transcript, read } = arrange();
    for (const id of ['t-1', 't-2', 't-1', 't-2', 't-11']) await transcript.append(turn(id));
    const ids = read().filter(Boolean);
    expect(ids.map((line) => JSON.parse(line).turn)).toEqual(['t-1', 't-2', 't-11']);
  });

  it('does not take a turn that speaks of an id for the turn with that id', async () => {
    const { transcript, read } = arrange();
    await transcript.append(turn('t-1', { reply: 'see {"turn":"t-2"}' }));
    await transcript.append(turn('t-2'));
    expect(read()).toHaveLength(3);
  });

  it('goes on after a line that a stopped process left unfinished', async () => {
    const { transcript, file, read } = arrange();
    await transcript.append(turn('t-1'));
    fs.appendFileSync(file, '{"turn":"t-2","ses');
    await transcript.append(turn('t-2'));
    const [, torn, whole = ''] = read();
    expect(torn).toBe('{"turn":"t-2","ses');
    expect(JSON.parse(whole)).toMatchObject({ turn: 't-2' });
  });

  it('finds a turn at the end of a long file, and reads no more than the end', async () => {
    const { transcript, read } = arrange();
    const long = 'é'.repeat(100_000);
    for (const id of ['t-1', 't-2', 't-3']) await transcript.append(turn(id, { reply: long }));
    await transcript.append(turn('t-3'));
    expect(read()).toHaveLength(4);
  });

  it('does not follow a link', async () => {
    const { transcript, file } = arrange();
    await transcript.append(turn('t-1'));
    const outside = `${folder()}/outside`;
    fs.writeFileSync(outside, '');
    fs.rmSync(file);
    fs.symlinkSync(outside, file);
    await expect(transcript.append(turn('t-2'))).rejects.toThrow('symbolic link');
    expect(fs.readFileSync(outside, 'utf8')).toBe('');
  });
});
