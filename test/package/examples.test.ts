import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { offlineFetch } from '../../src/model/offline/fetch.ts';
import { type Installed, packAndInstall } from './install.ts';

let installed: Installed;
let server: Server;
let url: string;

beforeAll(async () => {
  installed = await packAndInstall();
  const scope = join(installed.project, 'node_modules/@anthropic-ai');
  await mkdir(scope);
  await symlink(resolve('node_modules/@anthropic-ai/sdk'), join(scope, 'sdk'));
  const offline = offlineFetch();
  const held = new Map<string, object[]>();
  server = createServer(async (request, response) => {
    let sent = '';
    for await (const chunk of request) sent += chunk;
    const { thread, messages, ...rest } = JSON.parse(sent);
    const whole = [...heldBefore(held, thread), ...messages];
    const body = JSON.stringify({ ...rest, messages: whole });
    const address = `http://offline.invalid${request.url}`.replace(/\?.*$/, '');
    const answer = await offline(address, { method: request.method ?? 'POST', body });
    const text = await answer.text();
    if (thread !== undefined) {
      const { id, content } = JSON.parse(text);
      held.set(id, [...whole, { role: 'assistant', content }]);
    }
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(text);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});

afterAll(async () => {
  server?.close();
  await installed?.remove();
});

/** The tool runner leaves the conversation with the server, and names the reply that it goes on from. */
function heldBefore(held: ReadonlyMap<string, object[]>, thread: unknown): object[] {
  const said = JSON.stringify(thread ?? null);
  return [...held].find(([id]) => said.includes(id))?.[1] ?? [];
}

/** Runs an example in a folder of its own in the project of somebody who has installed the package. */
async function outputOf(name: string): Promise<string> {
  const folder = join(installed.project, name);
  await mkdir(folder);
  await cp(join('examples', `${name}.mjs`), join(folder, 'main.mjs'));
  const env = { PATH: process.env.PATH, ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: 'test' };
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
