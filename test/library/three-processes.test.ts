import { spawn } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Machine } from '../support/bin.ts';
import { LibraryWorld } from './world.ts';

const TURNS = 8;
const LIBRARY = JSON.stringify(path.resolve('dist/index.js'));

/** Runs a program that imports the library to its end. */
function program(code: string): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 60_000,
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ code: status, stderr }));
  });
}

it('the command line, a library program and a bare writer lose nothing of one another', async () => {
  using machine = new Machine();
  await using world = new LibraryWorld();
  const folder = JSON.stringify(world.sessions);
  const exchanges = `
    import { offlineModel, openMemory } from ${LIBRARY};
    const memory = await openMemory({ user: 'alice', sessions: ${folder}, model: offlineModel() });
    for (let i = 0; i < ${TURNS}; i++) {
      await memory.rememberExchange({ message: 'Remember that box ' + i + ' is mine.', reply: 'Yes.', id: 'exchange-' + i });
    }
    await memory.close();`;
  const commits = `
    import { emptyMemory, FileStore, update } from ${LIBRARY};
    const clock = () => new Date().toISOString();
    const store = new FileStore({ directory: ${folder}, clock, onNotice: () => {} });
    for (let i = 0; i < ${10 * TURNS}; i++) {
      await update(store, 'alice', (memory) => {
        const { preferences, ...rest } = memory ?? emptyMemory('alice', clock());
        const source = { turn: 'told', role: 'user', quote: 'so' };
        const kept = { value: 'yes', origin: 'stated', source, updatedAt: clock() };
        return { ...rest, preferences: { ...preferences, ['key ' + i]: kept } };
      });
    }`;
  const talk = async () => {
    const where = ['--offline', '-u', 'alice', '--sessions', world.sessions];
    for (let turn = 0; turn < 3; turn += 1) {
      const said = await machine.run([...where, '-p', `Remember that cup ${turn} is mine.`]);
      expect([said.code, said.stderr]).toEqual([0, expect.not.stringContaining('rror')]);
    }
  };
  const done = await Promise.all([program(exchanges), program(commits), talk()]);
  expect(done.slice(0, 2)).toEqual([
    { code: 0, stderr: '' },
    { code: 0, stderr: '' },
  ]);
  const memory = await (await world.open()).read();
  expect(Object.keys(memory.preferences)).toHaveLength(10 * TURNS);
  const facts = memory.keyFacts.map(({ text }) => text).join('\n');
  for (let turn = 0; turn < TURNS; turn += 1) expect(facts).toContain(`ox ${turn} is`);
  for (let turn = 0; turn < 3; turn += 1) expect(facts).toContain(`up ${turn} is`);
  const applied = memory.appliedTurns.filter((id) => id.startsWith('exchange-'));
  expect(applied).toHaveLength(TURNS);
  expect(memory.appliedTurns).toHaveLength(TURNS + 3);
});
