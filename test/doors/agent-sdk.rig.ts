import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { bundleProgram } from '../../scripts/bundle-program.js';
import { installPeer } from '../../scripts/peer.js';
import {
  type Answer,
  type ApiRequest,
  isStructured,
  type MessagesApi,
  startMessagesApi,
} from '../support/messages-api.ts';
import type { Ran, Run } from './agent-sdk-run.ts';

const VERSION = '0.3.329';

let home: string;
let sdk: string;
let program: string;
let root: string;
let folder: string;
let api: MessagesApi;

beforeAll(async () => {
  home = installPeer('agent-sdk', { '@anthropic-ai/claude-agent-sdk': VERSION });
  sdk = join(home, 'node_modules/@anthropic-ai/claude-agent-sdk');
  root = mkdtempSync(join(tmpdir(), 'memchat-agent-sdk-'));
  program = join(root, 'run.mjs');
  await bundleProgram(resolve(), 'test/doors/agent-sdk-run.ts', program);
});

beforeEach(async () => {
  folder = mkdtempSync(join(root, 'world-'));
  api = await startMessagesApi({ reply: 'Noted.', extraction });
});

afterEach(() => api.close());
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What the memory model finds: the sentence about the dog, if it was said. */
function extraction({ body }: ApiRequest): object {
  const said = JSON.stringify(body.messages).includes('My dog is called Biscuit');
  const text = 'My dog is called Biscuit.';
  const fact = { op: 'add', target: null, kind: 'semantic', tag: 'pets', text, quote: text };
  const facts = [{ ...fact, answers: null, happened_on: null, expires_in_days: null }];
  return { reasoning: '', summary: null, name: null, facts: said ? facts : [], preferences: [] };
}

function run(options: Partial<Run> & Pick<Run, 'prompts'>): Promise<Ran> {
  const user = mkdtempSync(join(folder, 'home-'));
  const cwd = join(folder, 'project');
  mkdirSync(cwd, { recursive: true });
  const whole: Run = {
    sdk: pathToFileURL(join(sdk, 'sdk.mjs')).href,
    door: pathToFileURL(resolve('dist/agent-sdk.js')).href,
    user: 'alice',
    sessions: join(folder, 'sessions'),
    resume: null,
    cwd,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: user,
      ANTHROPIC_BASE_URL: api.url,
      ANTHROPIC_API_KEY: 'test',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_TELEMETRY: '1',
      DISABLE_ERROR_REPORTING: '1',
      DISABLE_AUTOUPDATER: '1',
    },
    baseUrl: api.url,
    interrupts: false,
    ...options,
  };
  const env = { PATH: process.env.PATH ?? '', HOME: user };
  return new Promise((done, fail) => {
    const args = [program, JSON.stringify(whole)];
    execFile(process.execPath, args, { cwd, env, timeout: 60_000 }, (error, stdout, stderr) => {
      if (error === null) done(JSON.parse(stdout));
      else fail(new Error(`${stdout}${stderr}`, { cause: error }));
    });
  });
}

/** What the agent's own model was sent, one text for each request. */
function asked(): string[] {
  return api.requests
    .filter((request) => !isStructured(request))
    .map(({ body }) => JSON.stringify([body.system, body.messages]));
}

function told({ hooks }: Ran): void {
  const took = hooks.map(({ event, ms }) => `${event} ${ms.toFixed(0)} ms`).join(', ');
  process.stdout.write(`What the hooks added to the run: ${took}\n`);
}

it('gives the next run what the one before has taught, and gives it to no other user', async () => {
  const first = await run({ prompts: ['My dog is called Biscuit.'] });
  expect(first).toMatchObject({ results: ['Noted.'], warnings: [], left: 'nothing' });
  expect(asked()[0]).not.toContain('<memory>');

  const second = await run({ prompts: ['What should I buy at the market?'] });
  expect(asked()[1]).toMatch(/<memory>.*My dog is called Biscuit\..*<\/memory>/);
  expect(second).toMatchObject({ results: ['Noted.'], warnings: [], left: 'nothing' });

  await run({ user: 'bob', prompts: ['What should I buy at the market?'] });
  expect(asked()).toHaveLength(3);
  expect(asked()[2]).not.toContain('Biscuit');
  told(first);
  told(second);
});

it('gives the memory once in a session, and then what bears on a prompt', async () => {
  await run({ prompts: ['My dog is called Biscuit.', 'I have bought a kayak in Bergen.'] });
  const ran = await run({ prompts: ['Good morning to you.', 'Where was the kayak from?'] });
  expect(ran.results).toEqual(['Noted.', 'Noted.']);
  const [first = '', second = ''] = asked().slice(-2);
  expect(first.split('<memory>')).toHaveLength(2);
  expect(second.split('<memory>')).toHaveLength(2);
  expect(second).toMatch(/<recalled>.*I have bought a kayak in Bergen\./);
  expect(first).not.toContain('kayak');
});

it('goes on with a session from the store in a new process that has nothing else of it', async () => {
  const first = await run({ user: null, prompts: ['The word of the day is heliotrope.'] });
  expect(first.listed).toEqual([{ sessionId: first.session, summary: expect.any(String) }]);

  const second = await run({ user: null, prompts: ['Which word was it?'], resume: first.session });
  expect(second.results).toEqual(['Noted.']);
  expect(second.session).toBe(first.session);
  expect(asked().at(-1)).toContain('The word of the day is heliotrope.');
  expect(second.listed.map(({ sessionId }) => sessionId)).toEqual([first.session]);
});

it('learns from a session that is resumed, too', async () => {
  const { session } = await run({ prompts: ['Hello there.'] });
  const resumed = await run({ prompts: ['My dog is called Biscuit.'], resume: session });
  expect(resumed).toMatchObject({ session, warnings: [], left: 'nothing' });
  expect(activeFacts()).toEqual(['My dog is called Biscuit.']);
});

it('keeps the words of a run that was aborted, and goes on', async () => {
  await api.close();
  const reply: Answer = { text: ['Not', 'ed.'], after: 'silence' };
  api = await startMessagesApi({ reply, extraction });
  const ran = await run({ prompts: ['I keep bees on the roof.'], interrupts: true });
  expect(ran).toMatchObject({ warnings: [], left: 'nothing' });
  const [line = ''] = transcript();
  expect(JSON.parse(line)).toMatchObject({
    user: 'I keep bees on the roof.',
    reply: null,
    status: 'interrupted',
  });
});

it('does not stop a run when the memory cannot be read or written', async () => {
  mkdirSync(join(folder, 'sessions'));
  writeFileSync(join(folder, 'sessions', '.alice'), 'a file in the place of a folder');
  const ran = await run({ prompts: ['My dog is called Biscuit.'] });
  expect(ran.results).toEqual(['Noted.']);
  expect(ran.warnings.join(' ')).toContain('.alice');
});

it('has types that fit the ones of the SDK', async () => {
  const file = join(home, 'types.mts');
  writeFileSync(
    file,
    `import { type Options, type SessionStore, foldSessionSummary } from '@anthropic-ai/claude-agent-sdk';
import { fileSessionStore, memoryHooks } from '../../dist/agent-sdk.js';

const hooks = memoryHooks({ user: 'alice' });
const sessionStore: Required<SessionStore> = fileSessionStore({ sessions: '.', foldSessionSummary });
export const options: Options = { hooks, sessionStore };
// @ts-expect-error no hook has this name, so a check that lets all pass would fail here
export const wrong: Options = { hooks: { Stopp: hooks.Stop } };
`,
  );
  const [tsc, config] = ['node_modules/typescript/bin/tsc', join(home, 'tsconfig.json')];
  const compilerOptions = {
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [resolve('node_modules/@types')],
  };
  writeFileSync(
    config,
    JSON.stringify({ extends: resolve('tsconfig.json'), compilerOptions, include: ['types.mts'] }),
  );
  const printed = await new Promise((done) => {
    execFile(process.execPath, [tsc, '-p', config], (_error, stdout) => done(stdout));
  });
  expect(printed).toBe('');
});

function activeFacts(): string[] {
  const memory: { keyFacts: { text: string }[] } = JSON.parse(
    readFileSync(join(folder, 'sessions/alice.json'), 'utf8'),
  );
  return memory.keyFacts.map(({ text }) => text);
}

function transcript(): string[] {
  return readFileSync(join(folder, 'sessions/.alice/transcript.jsonl'), 'utf8').split('\n');
}
