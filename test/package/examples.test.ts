import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OfflineApi, startOfflineApi } from '../support/offline-api.ts';
import { type Installed, packAndInstall } from './install.ts';

let installed: Installed;
let api: OfflineApi;

beforeAll(async () => {
  installed = await packAndInstall();
  const scope = join(installed.project, 'node_modules/@anthropic-ai');
  await mkdir(scope);
  await symlink(resolve('node_modules/@anthropic-ai/sdk'), join(scope, 'sdk'));
  api = await startOfflineApi();
});

afterAll(async () => {
  api?.close();
  await installed?.remove();
});

/** Runs an example in a folder of its own in the project of somebody who has installed the package. */
async function outputOf(name: string): Promise<string> {
  const folder = join(installed.project, name);
  await mkdir(folder);
  await cp(join('examples', `${name}.mjs`), join(folder, 'main.mjs'));
  const env = { PATH: process.env.PATH, ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'test' };
  return new Promise((done, fail) => {
    const options = { cwd: folder, env, timeout: 30_000 };
    execFile(process.execPath, ['main.mjs'], options, (error, stdout, stderr) => {
      if (error === null && stderr === '') done(stdout);
      else fail(new Error(`${name}\n${stdout}${stderr}`, { cause: error }));
    });
  });
}

const PRINTS: Record<string, RegExp[]> = {
  'quick-start': [/^learned: Lives in Berlin$/m, /^<memory>$/m, /^- \[home .*\] Lives in Berlin$/m],
  'anthropic-client': [/Alice[\s\S]*Alice/],
  'tools-loop': [/^Noted: .*car is red/m, /^end_turn$/m, /car is red.*\|.*boat is blue/],
  server: [/Alice/, /Bob/, /^"user" is empty|user id is empty/m],
  'forget-and-export': [/^would forget: .*Bello/m, /^Bello is left: false$/m, /^revision now: 0$/m],
  subscribe: [/^0 commit: $/m, /^1 revised: Plays chess on Mondays\.$/m],
  'search-transcript': [/^3 utterances$/m, /^2026-03-02 Ann: I bring the tent\.$/m],
};

it('there is a test for each example, and each is short', async () => {
  const names = (await readdir('examples')).sort();
  expect(names).toEqual(
    Object.keys(PRINTS)
      .map((name) => `${name}.mjs`)
      .sort(),
  );
  for (const name of names) {
    const lines = (await readFile(join('examples', name), 'utf8')).split('\n');
    expect([name, lines.length]).toEqual([name, Math.min(lines.length, 40)]);
  }
});

it.each(Object.keys(PRINTS))('the example %s runs with the installed package', async (name) => {
  const output = await outputOf(name);
  for (const line of PRINTS[name] ?? []) expect(output).toMatch(line);
});
