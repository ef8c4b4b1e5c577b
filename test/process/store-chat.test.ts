import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { filesBelow } from '../store/temporary.ts';
import { NO_POSTGRES } from '../support/postgres.ts';
import { machines, serverWorld } from './store-world.ts';

describe.skipIf(NO_POSTGRES !== null)('memchat with a store on PostgreSQL', () => {
  const { url, run, done, json, say } = serverWorld();
  const machine = machines();
  beforeEach(() => done('store', 'migrate'));

  it('remembers on any machine what it was told on another, and keeps users apart', async () => {
    await say('alice', 'My name is Alice. I live in Berlin.');
    await say('bob', 'I like tea.');
    expect(await say('alice', 'Where do I live?')).toContain('Berlin');
    const alice = await json('memory', 'list', '-u', 'alice');
    expect(alice).toMatchObject({ user: 'alice', name: 'Alice' });
    expect(JSON.stringify(alice.facts)).toContain('Berlin');
    const bob = await json('memory', 'list', '-u', 'bob');
    expect(JSON.stringify(bob)).not.toContain('Berlin');
    expect(bob.facts).toHaveLength(1);
  });

  it('goes by --store before MEMCHAT_STORE, and keeps files with the word files', async () => {
    const here = machine();
    const elsewhere = { env: { MEMCHAT_STORE: 'postgres://nobody@127.0.0.1:1/none' } };
    const say = ['-u', 'alice', '--offline', '-q', '-p', 'I like tea.'];
    expect((await here.run([...say, '--store', url()], elsewhere)).code).toBe(0);
    expect(filesBelow(here.root).filter((file) => file.endsWith('alice.json'))).toEqual([]);
    expect((await json('memory', 'list', '-u', 'alice')).facts).toHaveLength(1);
    expect((await here.run([...say, '--store', 'files'], elsewhere)).code).toBe(0);
    expect(readFileSync(join(here.sessions, 'alice.json'), 'utf8')).toContain('tea');
  });

  it('leaves the files of a replay where they are, and the server without it', async () => {
    const here = machine();
    const script = join(here.cwd, 'talk.jsonl');
    writeFileSync(script, '{"say": "I live in Berlin."}\n');
    const { code } = await here.run(['replay', script], { env: { MEMCHAT_STORE: url() } });
    expect(code).toBe(0);
    expect((await json('users', 'list')).users).toEqual([]);
  });

  it('adds, edits, forgets, undoes and restores facts as it does in files', async () => {
    await done('memory', 'add', 'Likes green tea', '-u', 'alice');
    await done('memory', 'add', 'Keeps bees', '-u', 'alice');
    const [tea] = (await json('memory', 'list', '-u', 'alice')).facts;
    await done('memory', 'edit', tea.id, 'Likes black tea', '-u', 'alice');
    expect(await done('memory', 'show', tea.id, '-u', 'alice')).toContain('Likes black tea');
    expect(await done('memory', 'search', 'bees', '-u', 'alice')).toContain('Keeps bees');
    const history = await json('memory', 'history', '-u', 'alice');
    expect(history.revisions).toHaveLength(4);
    await done('memory', 'undo', '-u', 'alice');
    expect(await done('memory', 'list', '-u', 'alice')).toContain('Likes green tea');
    await done('memory', 'forget', '--query', 'bees', '-y', '-u', 'alice');
    expect(await done('memory', 'list', '-u', 'alice')).not.toContain('bees');
    expect(await done('memory', 'stats', '-u', 'alice')).toMatch(/bytes|kB| B/);
  });

  it('exports the memory as the file that it would be, which can be imported in files', async () => {
    await say('alice', 'I live in Berlin.');
    const exported = await done('memory', 'export', '-u', 'alice');
    expect(JSON.parse(exported)).toMatchObject({ version: 1, user: 'alice' });
    const here = machine();
    const imported = await here.run(['memory', 'import', '-', '-y', '-u', 'zoe'], {
      input: exported,
    });
    expect(imported.code).toBe(0);
    expect(readFileSync(join(here.sessions, 'zoe.json'), 'utf8')).toContain('Berlin');
  });

  it('writes nothing where memory is read-only or off', async () => {
    await say('alice', 'I live in Berlin.');
    const before = await json('memory', 'list', '-u', 'alice');
    for (const policy of ['read-only', 'off']) {
      const talk = ['-u', 'alice', '--offline', '-q', '--memory', policy, '-p', 'I like tea.'];
      expect((await run(talk)).code).toBe(0);
    }
    const changed = await run(['memory', 'add', 'x', '-u', 'alice', '--memory', 'read-only']);
    expect(changed.code).toBe(2);
    expect(await json('memory', 'list', '-u', 'alice')).toEqual(before);
  });
});
