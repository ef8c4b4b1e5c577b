import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Machine } from '../support/bin.ts';
import { startMessagesApi } from '../support/messages-api.ts';

const SCRIPT = fileURLToPath(new URL('fixtures/first-week.jsonl', import.meta.url));

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine[Symbol.dispose]());

describe('a scripted conversation', () => {
  it('gives the same requests, memory file and terminal text from run to run', async () => {
    const first = await machine.run(['replay', SCRIPT, '--user', 'alice', '--json']);
    const second = await machine.run(['replay', SCRIPT, '--user', 'alice', '--json']);
    expect(first.stderr).toBe('');
    expect(first.code).toBe(0);
    expect(second.stdout).toBe(first.stdout);
    const { terminal, requests, memory } = JSON.parse(first.stdout);
    await expect(terminal).toMatchFileSnapshot('snapshots/first-week.terminal.txt');
    await expect(memory).toMatchFileSnapshot('snapshots/first-week.memory.json');
    await expect(`${JSON.stringify(requests, null, 2)}\n`).toMatchFileSnapshot(
      'snapshots/first-week.requests.json',
    );
  });

  it('prints the terminal text without --json', async () => {
    const { stdout } = await machine.run(['replay', SCRIPT, '--user', 'alice']);
    expect(stdout).toBe(
      readFileSync(new URL('snapshots/first-week.terminal.txt', import.meta.url), 'utf8'),
    );
  });

  it('is recorded from an API and replayed from the file, without credentials in it', async () => {
    const api = await startMessagesApi({ reply: 'Hello from the API.' });
    const key = ['sk', 'ant', 'api03', 'Test'.repeat(12)].join('-');
    const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: key };
    const recording = join(machine.cwd, 'recording.jsonl');
    const recorded = await machine.run(['replay', SCRIPT, '--record', recording, '--json'], {
      env,
    });
    await api.close();
    expect(recorded.code).toBe(0);
    expect(recorded.stdout).toContain('Hello from the API.');
    const file = readFileSync(recording, 'utf8');
    expect(file).not.toContain(key);
    expect(file).not.toContain(new URL(api.url).host);
    const replayed = await machine.run(['replay', SCRIPT, '--recorded', recording, '--json']);
    expect(replayed.stderr).toBe('');
    expect(replayed.stdout).toBe(recorded.stdout);
  });

  it('fails loudly on a request that is not in the recording', async () => {
    const recording = join(machine.cwd, 'recording.jsonl');
    const script = join(machine.cwd, 'script.jsonl');
    writeFileSync(script, '{"say": "My name is Alice"}\n');
    await machine.run(['replay', script, '--offline', '--record', recording]);
    writeFileSync(script, '{"say": "My name is Bob"}\n');
    const { code, stderr } = await machine.run(['replay', script, '--recorded', recording]);
    expect(code).toBe(69);
    expect(stderr).toMatch(/not in the recording/);
  });

  it('names the line of a script that is no step', async () => {
    const script = join(machine.cwd, 'script.jsonl');
    writeFileSync(script, '# greeting\n{"say": "Hi"}\n{"sing": "la"}\n');
    const { code, stderr } = await machine.run(['replay', script]);
    expect(code).toBe(2);
    expect(stderr).toContain('line 3');
    const missing = await machine.run(['replay', join(machine.cwd, 'none.jsonl')]);
    expect(missing.code).toBe(2);
  });
});
