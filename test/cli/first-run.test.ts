import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chooseModel } from '../../src/cli/first-run.ts';
import { terminalOf } from '../../src/cli/output/terminal.ts';
import { hasTerminal, Pane } from '../support/tmux.ts';

const KEY = ['sk', 'ant', 'x'.repeat(20)].join('-');

/** Prints the choice as the last line, with the key only by its length. */
const PROGRAM = `
import { chooseModel } from ${JSON.stringify(fileURLToPath(new URL('../../src/cli/first-run.ts', import.meta.url)))};
import { terminalOf } from ${JSON.stringify(fileURLToPath(new URL('../../src/cli/output/terminal.ts', import.meta.url)))};
const { stdin, stdout, stderr } = process;
const { key, ...choice } = await chooseModel(terminalOf({ stdin, stdout, stderr }, {}));
console.log(JSON.stringify(key === undefined ? choice : { ...choice, length: key.length }));
`;

describe.skipIf(!hasTerminal())('the question of a first start, on a terminal', () => {
  let folder: string;
  let pane: Pane;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'memchat-first-run-'));
    await writeFile(join(folder, 'program.ts'), PROGRAM);
    await build({
      entryPoints: [join(folder, 'program.ts')],
      outfile: join(folder, 'program.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
    });
  });
  afterEach(() => pane.stop());
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function ask(): Promise<void> {
    pane = await Pane.start([process.execPath, join(folder, 'program.mjs')]);
    await pane.waitFor('Your choice (1, 2 or 3):');
  }

  async function answer(text: string): Promise<void> {
    await pane.type(text);
    await pane.keys('Enter');
  }

  it('takes a key and never shows it', async () => {
    await ask();
    await answer('1');
    await pane.waitFor('API key');
    await answer(`  ${KEY} `);
    const screen = await pane.waitFor(`{"kind":"key","length":${KEY.length}}`);
    expect(screen).not.toContain(KEY.slice(0, 7));
    expect(screen).not.toContain('xx');
  });

  it('shows no key that is typed before it is asked for', async () => {
    await ask();
    await pane.type(`1\r${KEY}\r`);
    await pane.waitFor(`{"kind":"key","length":${KEY.length}}`);
    expect(await pane.screen()).not.toContain('xx');
  });

  it('asks again for what cannot be a key, and takes an unusual one', async () => {
    await ask();
    await answer('1');
    await pane.waitFor('API key');
    await answer('two words');
    await pane.waitFor('characters that no key has');
    await answer('unusual');
    const screen = await pane.waitFor('{"kind":"key","length":7}');
    expect(screen).toContain('Keys of Anthropic start with');
    expect(screen).not.toMatch(/two words|unusual/);
  });

  it('takes the address of a server and its model', async () => {
    await ask();
    await answer('2');
    await pane.waitFor('LM Studio  http://localhost:1234');
    await answer('localhost');
    await pane.waitFor('Once more');
    await answer('http://localhost:1234/');
    await pane.waitFor('Model');
    await answer('qwen3');
    await pane.waitFor('{"kind":"server","baseUrl":"http://localhost:1234","model":"qwen3"}');
  });

  it('takes Enter for the address of Ollama', async () => {
    await ask();
    await answer('2');
    await pane.waitFor('Address');
    await pane.keys('Enter');
    await pane.waitFor('Model');
    await answer('llama3.2');
    await pane.waitFor('{"kind":"server","baseUrl":"http://localhost:11434","model":"llama3.2"}');
  });

  it('asks again until it is one of the three', async () => {
    await ask();
    await answer('yes');
    await pane.waitFor(/(Your choice.*\s+){2}/);
    await answer('3');
    await pane.waitFor('{"kind":"offline"}');
  });

  it.each(['C-c', 'C-d'])('is left without a choice by %s', async (key) => {
    await ask();
    await pane.keys(key);
    await pane.waitFor('{"kind":"none"}');
  });

  it('is left without a choice by Ctrl-C where the key is asked for', async () => {
    await ask();
    await answer('1');
    await pane.waitFor('API key');
    await pane.type('half');
    await pane.keys('C-c');
    const screen = await pane.waitFor('{"kind":"none"}');
    expect(screen).not.toContain('half');
  });
});

describe('the question of a first start', () => {
  it('is left without a choice at the end of the input', async () => {
    const stdin = new PassThrough();
    const sink = new PassThrough();
    sink.resume();
    stdin.end('1\n');
    const terminal = terminalOf({ stdin, stdout: sink, stderr: sink }, {});
    expect(await chooseModel(terminal)).toEqual({ kind: 'none' });
  });
});
