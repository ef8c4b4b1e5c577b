import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Passage } from '../../src/memory/turn.ts';
import { FileInputs } from '../../src/store/file-inputs.ts';
import { FileStore } from '../../src/store/file-store.ts';
import { placeOf } from '../../src/store/paths.ts';
import { inputsContract, typed } from './inputs-contract.ts';
import { clock, memory, temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();

function inputsIn(directory = folder()) {
  const { inputs: file, house } = placeOf(directory, 'alice');
  return { inputs: new FileInputs({ directory }), file, house, directory };
}

inputsContract('FileInputs', () => {
  const { inputs, directory } = inputsIn();
  return { inputs, silent: new FileInputs({ directory, appends: false }) };
});

describe('what was entered at the prompt', () => {
  it('comes back in order, with what of it was pasted, in files for the owner alone', async () => {
    const { inputs, file, house } = inputsIn();
    const mixed: Passage[] = [...typed('see '), { origin: 'third-party', text: 'one\n"two"\n' }];
    await inputs.append('alice', typed('first\nof two lines'));
    await inputs.append('alice', mixed);
    expect(await inputs.recent('alice', 10)).toEqual([typed('first\nof two lines'), mixed]);
    expect(await inputs.recent('alice', 1)).toEqual([mixed]);
    expect(await inputs.recent('bob', 10)).toEqual([]);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.statSync(house).mode & 0o777).toBe(0o700);
  });

  it('is read over lines that are torn or none of it', async () => {
    const { inputs, file } = inputsIn();
    await inputs.append('alice', typed('one'));
    fs.appendFileSync(
      file,
      'null\n{"typed":1}\n{"message":[{"origin":"x","text":"y"}]}\n{"typed":"to',
    );
    await inputs.append('alice', typed('two'));
    expect(await inputs.recent('alice', 10)).toEqual([typed('one'), typed('two')]);
  });

  it('loses what is not to be kept, and with it what cannot be read; an empty file goes', async () => {
    const { inputs, file } = inputsIn();
    for (const text of ['one', 'two', 'three']) await inputs.append('alice', typed(text));
    fs.appendFileSync(file, 'garbage\n');
    const [, two] = await inputs.recent('alice', 9);
    const gone = await inputs.retain('alice', (entry) => entry[0]?.text !== two?.[0]?.text);
    expect(gone).toBe(1);
    expect(fs.readFileSync(file, 'utf8')).toBe('{"typed":"one"}\n{"typed":"three"}\n');
    expect(await inputs.retain('alice', (_, age) => age > 0)).toBe(1);
    expect(await inputs.recent('alice', 9)).toEqual([typed('one')]);
    expect(await inputs.retain('alice', () => false)).toBe(1);
    expect(fs.existsSync(file)).toBe(false);
  });

  it('has no entry that is too long, and stays of a size', async () => {
    const { inputs, file } = inputsIn();
    await inputs.append('alice', typed('x'.repeat(4_001)));
    expect(fs.existsSync(file)).toBe(false);
    await inputs.append('alice', typed('first'));
    fs.appendFileSync(file, `{"typed":"${'y'.repeat(4_000)}"}\n`.repeat(1_100));
    await inputs.append('alice', typed('last'));
    const left = await inputs.recent('alice', 10_000);
    expect(left.length).toBeLessThan(600);
    expect(left.at(-1)).toEqual(typed('last'));
  });

  it('is not written where nothing is to be kept, but still forgotten there', async () => {
    const { inputs, directory, file } = inputsIn();
    await inputs.append('alice', typed('one'));
    const silent = new FileInputs({ directory, appends: false });
    await silent.append('alice', typed('two'));
    expect(await silent.recent('alice', 9)).toEqual([typed('one')]);
    await silent.retain('alice', () => false);
    expect(fs.existsSync(file)).toBe(false);
  });

  it('goes with all that is kept of the user', async () => {
    const { inputs, directory } = inputsIn();
    await inputs.append('alice', typed('one'));
    await new FileStore({ directory, clock, onNotice: () => {} }).remove('alice');
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  it('goes when the owner deletes the memory', async () => {
    const { inputs, directory, file } = inputsIn();
    const store = new FileStore({ directory, clock, onNotice: () => {} });
    await store.commit('alice', memory('alice', 0));
    await inputs.append('alice', typed('one'));
    fs.rmSync(path.join(directory, 'alice.json'));
    expect(await store.read('alice')).toBeNull();
    expect(fs.existsSync(file)).toBe(false);
  });

  it('is behind no link', async () => {
    const { inputs, file, directory } = inputsIn();
    await inputs.append('alice', typed('one'));
    const elsewhere = path.join(directory, 'elsewhere');
    fs.renameSync(file, elsewhere);
    fs.symlinkSync(elsewhere, file);
    await expect(inputs.append('alice', typed('two'))).rejects.toThrow('a symbolic link');
    await expect(inputs.recent('alice', 1)).rejects.toThrow('a symbolic link');
  });
});
