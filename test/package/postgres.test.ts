import { realpathSync, rmSync, symlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_POSTGRES, type PostgresServer, startPostgres } from '../support/postgres.ts';
import { type Installed, packAndInstall, run } from './install.ts';

let installed: Installed;
let bin = '';
const NOBODY = 'postgres://memchat@127.0.0.1:1/memchat';

beforeAll(async () => {
  installed = await packAndInstall();
  bin = join(installed.project, 'node_modules/.bin/memchat');
});

afterAll(() => installed?.remove());

const library = `
  import { MemchatError, openMemory } from 'memchat';
  try {
    const memory = await openMemory({ user: 'alice', store: process.argv[2] });
    await memory.add({ text: 'Likes tea' });
    await memory.close();
    process.stdout.write('closed');
  } catch (error) {
    process.stdout.write([error instanceof MemchatError, error.code, error.message].join(' '));
  }
`;
const hooks = `
  import { memoryHooks } from 'memchat/agent-sdk';
  const onWarning = ({ message }) => process.stdout.write(message);
  const hooks = memoryHooks({ user: 'alice', offline: true, store: process.argv[2], onWarning });
  const input = { hook_event_name: 'SessionStart', session_id: 's-1', source: 'startup' };
  await hooks.SessionStart[0].hooks[0](input);
  await hooks.close();
  process.stdout.write('closed');
`;

/** The standard output of a program beside the package. */
async function program(text: string, store: string): Promise<string> {
  const file = join(installed.project, 'program.mjs');
  await writeFile(file, text);
  return run(process.execPath, [file, store], installed.project);
}

describe('the package without pg', () => {
  const MISSING = /needs the package pg, .*npm install pg/;

  it('says by the program that it is needed, with exit code 78', async () => {
    const refused = run(bin, ['memory', 'list', '--store', NOBODY], installed.project);
    await expect(refused).rejects.toMatchObject({
      message: expect.stringMatching(MISSING),
      cause: { code: 78 },
    });
    const doctor = run(bin, ['doctor', '--offline', '--store', NOBODY], installed.project);
    await expect(doctor).rejects.toThrow(/needs the package pg.*\n +npm install pg\n/);
  });

  it('says so by the library and the hooks', async () => {
    expect(await program(library, NOBODY)).toMatch(/^true config .*needs the package pg/);
    expect(await program(hooks, NOBODY)).toMatch(MISSING);
  });
});

describe.skipIf(NO_POSTGRES !== null)('the package with pg beside it', () => {
  let server: PostgresServer | undefined;
  beforeAll(async () => {
    const place = join(installed.project, 'node_modules/pg');
    symlinkSync(realpathSync('node_modules/pg'), place);
    server = await startPostgres();
  });
  afterAll(async () => {
    rmSync(join(installed.project, 'node_modules/pg'));
    await server?.remove();
  });

  it('keeps memories by the program, the library and the hooks, and each ends by itself', async () => {
    const url = (await server?.database()) ?? '';
    await run(bin, ['store', 'migrate', '--store', url], installed.project);
    expect(await program(library, url)).toBe('closed');
    expect(await program(hooks, url)).toBe('closed');
    const args = ['memory', 'list', '-u', 'alice', '--store', url];
    expect(await run(bin, args, installed.project)).toContain('Likes tea');
  });
});
