import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../src/memory/turn.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { placeOf } from '../../src/store/paths.ts';
import { anUtterance, aTurn } from '../support/turns.ts';
import { Answer, diskError, meanwhile } from './meanwhile.ts';
import { openFiles } from './open-files.ts';
import { temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const turn = (id: string, over: Partial<Turn> = {}): Turn =>
  aTurn({ id, message: [{ origin: 'typed', text: 'Hello.' }], reply: 'Hi.', ...over });

function arrange(directory = folder()) {
  const { transcript: file } = placeOf(directory, 'alice');
  const turns = () =>
    fs
      .readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).turn);
  return { transcript: new FileTranscript({ directory }), file, turns };
}

describe('the file of the transcript', () => {
  it('is made with all the folders above it, for the user alone', async () => {
    const before = process.umask(0);
    const root = path.join(folder(), 'new', 'sessions');
    const { transcript, file } = arrange(root);
    try {
      await transcript.append(turn('t-1'));
    } finally {
      process.umask(before);
    }
    const modes = [root, path.dirname(file), file].map((name) => fs.statSync(name).mode & 0o777);
    expect(modes).toEqual([0o700, 0o700, 0o600]);
  });

  it('is closed to others again when it was opened to them', async () => {
    const { transcript, file } = arrange();
    await transcript.append(turn('t-1'));
    fs.chmodSync(file, 0o644);
    await transcript.append(turn('t-2'));
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is refused when it is a folder, and when it is a link', async () => {
    const { transcript, file } = arrange();
    fs.mkdirSync(file, { recursive: true });
    await expect(transcript.append(turn('t-1'))).rejects.toMatchObject({
      code: 'memory-unreadable',
      message: expect.stringContaining(`${file} is not a plain file.`),
    });
    fs.rmdirSync(file);
    fs.symlinkSync('/nowhere/at/all', file);
    await expect(transcript.append(turn('t-1'))).rejects.toMatchObject({
      code: 'memory-unreadable',
      message: expect.stringContaining(`${file} is a symbolic link.`),
    });
  });

  it('is not followed when it becomes a link at the last moment', async () => {
    const { transcript, file } = arrange();
    await transcript.append(turn('t-1'));
    const outside = path.join(folder(), 'outside');
    fs.writeFileSync(outside, '');
    const appending = meanwhile(
      'openSync',
      ([name]) => name === file,
      () => {
        fs.rmSync(file);
        fs.symlinkSync(outside, file);
      },
      () => transcript.append(turn('t-2')),
    );
    await expect(appending).rejects.toMatchObject({ code: 'store-unwritable' });
    expect(fs.readFileSync(outside, 'utf8')).toBe('');
  });

  it('that the disk takes half of a line of is not taken for written', async () => {
    const { transcript, file, turns } = arrange();
    await transcript.append(turn('t-1'));
    const appending = meanwhile(
      'writeSync',
      () => true,
      ([fd, bytes]) => {
        if (typeof fd !== 'number' || !Buffer.isBuffer(bytes)) throw new Error('not arranged');
        return new Answer(fs.writeSync(fd, bytes, 0, 10));
      },
      () => transcript.append(turn('t-2')),
    );
    await expect(appending).rejects.toMatchObject({
      code: 'store-unwritable',
      message: expect.stringMatching(`^Only a part of an exchange .* to ${file}\\. Free`),
    });
    await transcript.append(turn('t-2'));
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    expect(lines.map((line) => line.length).slice(1, 2)).toEqual([10]);
    fs.writeFileSync(file, lines.toSpliced(1, 1).join('\n'));
    expect(turns()).toEqual(['t-1', 't-2']);
  });

  it('that cannot be read or written is told with its name and the reason', async () => {
    const { transcript, file } = arrange();
    const appending = meanwhile(
      'openSync',
      ([name]) => name === file,
      () => {
        throw diskError('EROFS');
      },
      () => transcript.append(turn('t-1')),
    );
    await expect(appending).rejects.toMatchObject({
      code: 'store-unwritable',
      message: expect.stringContaining(`Cannot write to ${file}: the file system is read-only`),
    });
  });

  it('of another year that cannot be read or written is told with its own name', async () => {
    const { transcript, file } = arrange();
    await transcript.import('alice', [anUtterance()]);
    const year = file.replace('.jsonl', '-2023.jsonl');
    const refused = (work: () => Promise<unknown>) => {
      const isYear = ([name]: unknown[]) => name === year;
      const refuse = () => {
        throw diskError('EACCES');
      };
      return meanwhile('openSync', isYear, refuse, work);
    };
    for (const [work, code] of [
      [() => transcript.read('alice', null), 'memory-unreadable'],
      [() => transcript.recent('alice', 9), 'memory-unreadable'],
      [() => transcript.rewrite('alice', () => null), 'store-unwritable'],
    ] as const) {
      await expect(refused(work)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(`${year}: permission is denied`),
      });
    }
  });

  it('leaves no open file behind, whatever happens', async () => {
    const { transcript, file } = arrange();
    await transcript.append(turn('t-1'));
    const before = openFiles();
    await transcript.append(turn('t-1'));
    await transcript.append(turn('t-2'));
    const failing = meanwhile(
      'writeSync',
      () => true,
      () => {
        throw diskError('ENOSPC');
      },
      () => transcript.append(turn('t-3')),
    );
    await expect(failing).rejects.toThrow('the disk is full');
    expect(openFiles()).toBe(before);
    expect(fs.existsSync(file)).toBe(true);
  });

  it('holds a turn with an id that is a part of another', async () => {
    const { transcript, turns } = arrange();
    for (const id of ['t-11', 't-1', 't-111', 't-1']) await transcript.append(turn(id));
    expect(turns()).toEqual(['t-11', 't-1', 't-111']);
  });

  it('takes no line for a turn that only has its id in another place, or is no object', async () => {
    const { transcript, file } = arrange();
    await transcript.append(turn('t-0', { session: 't-1' }));
    fs.appendFileSync(file, '["t-1"]\n"t-1"\n{"turn":"t-1"\n');
    await transcript.append(turn('t-1'));
    const lines = fs.readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ turn: 't-1' });
  });
});
