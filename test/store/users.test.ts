import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { stemOf } from '../../src/store/paths.ts';
import { usersIn } from '../../src/store/users.ts';
import { meanwhile } from './meanwhile.ts';
import { temporaryFolders, worldIn } from './temporary.ts';

const folder = temporaryFolders();

function folderWith(files: Record<string, string>): string {
  const directory = folder();
  for (const [name, content] of Object.entries(files)) {
    fs.writeFileSync(path.join(directory, name), content);
  }
  return directory;
}

const mapped = (id: string, content: object | string) => ({
  [`${stemOf(id)}.json`]: typeof content === 'string' ? content : JSON.stringify(content),
});

describe('the users of a store', () => {
  it('are those with a file, sorted, whatever is in it', () => {
    const directory = folderWith({ 'zoe.json': '', 'alice.json': '{}', 'bob.json': 'broken' });
    expect(usersIn(directory)).toEqual(['alice', 'bob', 'zoe']);
  });

  it('are not what other files are named after', () => {
    const directory = folderWith({
      'alice.json': '{}',
      '.hidden.json': '{}',
      'alice.json~': '{}',
      'notes.txt': '',
      'Alice.json': '{}',
      'con.json': '{}',
      'a b.json': '{}',
      '.json': '{}',
    });
    fs.mkdirSync(path.join(directory, '.alice'));
    expect(usersIn(directory)).toEqual(['alice']);
  });

  it('whose ids are mapped are named as the file says, in today’s format or the tutorials’', () => {
    const directory = folderWith({
      ...mapped('Bob', { user: 'Bob' }),
      ...mapped('Zo\u00eb', { user: 'Zoe\u0308' }),
      ...mapped('Ann', { user_id: 'Ann' }),
      ...mapped('Both', { user: 'Both', user_id: 'Other' }),
    });
    expect(usersIn(directory)).toEqual(['Ann', 'Bob', 'Both', 'Zo\u00eb']);
  });

  it('are not named by a file that says another’s id, or none', () => {
    const directory = folderWith({
      ...mapped('Bob', { user: 'Alice' }),
      ...mapped('Ann', { user: 5, user_id: 7 }),
      ...mapped('Cy', 'broken'),
      ...mapped('Dan', {}),
      ...mapped('Eve', { user: '' }),
      ...mapped('Fay', { user: 'a\u0000b' }),
      '~.json': '{"user":"Gil"}',
      '~abc.json': '{"user":"Hal"}',
    });
    expect(usersIn(directory)).toEqual([]);
  });

  it('are not hidden by what is no file among them', () => {
    const directory = folderWith({ 'zoe.json': '', ...mapped('Ann', { user: 'Ann' }) });
    fs.mkdirSync(path.join(directory, `${stemOf('Bob')}.json`));
    fs.symlinkSync(path.join(directory, 'zoe.json'), path.join(directory, `${stemOf('Cy')}.json`));
    expect(usersIn(directory)).toEqual(['Ann', 'zoe']);
  });

  it('are not those who are removed at this moment', async () => {
    const directory = folderWith({ ...mapped('Bob', { user: 'Bob' }), 'zoe.json': '' });
    const bobs = path.join(directory, `${stemOf('Bob')}.json`);
    const isBobs = ([name]: unknown[]) => name === bobs;
    const removed = () => fs.rmSync(bobs);
    expect(await meanwhile('openSync', isBobs, removed, async () => usersIn(directory))).toEqual([
      'zoe',
    ]);
  });

  it('are none where there is no folder', () => {
    expect(usersIn(path.join(folder(), 'nothing'))).toEqual([]);
  });

  it('are not listed where a file has the name of the folder', async () => {
    const file = path.join(folder(), 'sessions');
    fs.writeFileSync(file, '');
    const users = worldIn(file).store.users()[Symbol.asyncIterator]();
    await expect(users.next()).rejects.toThrow('not a folder');
  });
});
