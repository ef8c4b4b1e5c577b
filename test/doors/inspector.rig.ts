import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPeer } from '../../scripts/peer.js';
import { BIN, Machine } from '../support/bin.ts';

// The command line of the MCP inspector on the first line of the SDK, which most hosts still speak.
const INSPECTOR = '@modelcontextprotocol/inspector';
const VERSION = '0.22.0';

let machine: Machine;
let inspector = '';
beforeAll(async () => {
  const home = installPeer('inspector', { [INSPECTOR]: VERSION });
  const folder = join(home, 'node_modules', INSPECTOR);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  inspector = join(folder, bin['mcp-inspector']);
  machine = new Machine();
  await machine.run(['-u', 'alice', '--offline', '-q', '-p', 'My name is Alice, I live in Oslo.']);
});
afterAll(() => machine[Symbol.dispose]());

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the inspector against `memchat mcp` and its arguments. */
function inspect(method: string, options: readonly string[], server: readonly string[] = []) {
  const target = [process.execPath, BIN, 'mcp', '-u', 'alice', ...server];
  const sent = [inspector, '--cli', ...target, '--method', method, ...options];
  const child = spawn(process.execPath, sent, {
    cwd: machine.cwd,
    env: machine.environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  const run: Run = { code: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    run.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    run.stderr += text;
  });
  return new Promise<Run>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...run, code }));
  });
}

async function answerOf(...asked: Parameters<typeof inspect>) {
  const { code, stdout, stderr } = await inspect(...asked);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

const tool = (name: string, ...args: string[]): string[] => [
  '--tool-name',
  name,
  ...args.flatMap((arg) => ['--tool-arg', arg]),
];

describe('the MCP inspector', () => {
  it('lists tools, resources and prompts', async () => {
    const { tools } = await answerOf('tools/list', []);
    expect(tools.map(({ name }: { name: string }) => name).sort()).toEqual([
      'forget',
      'list',
      'recall',
      'remember',
      'update',
    ]);
    const { resources } = await answerOf('resources/list', []);
    expect(resources).toHaveLength(3);
    const { prompts } = await answerOf('prompts/list', []);
    expect(prompts).toMatchObject([{ name: 'load_memory' }]);
  });

  it('reads the memory, and has it as a prompt', async () => {
    const read = await answerOf('resources/read', ['--uri', 'memchat://memory']);
    expect(read.contents[0].text).toContain('Lives in Oslo');
    const prompt = await answerOf('prompts/get', ['--prompt-name', 'load_memory']);
    expect(prompt.messages[0].content.text).toContain('Lives in Oslo');
  });

  it('calls each tool, and finds the answers in the form that was promised', async () => {
    const remembered = await answerOf('tools/call', tool('remember', 'text=Has a dog'));
    expect(remembered.structuredContent).toMatchObject({ proposed: [{ text: 'Has a dog' }] });
    const found = await answerOf('tools/call', tool('recall', 'query=Oslo', 'limit=3'));
    expect(found.structuredContent.results[0]).toMatchObject({ text: 'Lives in Oslo' });
    const listed = await answerOf('tools/call', tool('list'));
    expect(listed.structuredContent).toMatchObject({ total: 1, waiting: 1 });
    const plan = await answerOf('tools/call', tool('forget', 'what=Oslo'));
    expect(plan.structuredContent).toMatchObject({ forgotten: false });
    const moved = tool('update', 'note=Lives in Oslo', 'text=Lives in Bergen');
    const updated = await answerOf('tools/call', moved, ['--trust-host']);
    expect(updated.structuredContent).toMatchObject({ replaced: [{ text: 'Lives in Bergen' }] });
    const gone = await answerOf('tools/call', tool('forget', 'what=Bergen', 'confirm=true'));
    expect(gone.structuredContent).toMatchObject({ forgotten: true });
  });

  it('is told what is wrong in words and by a code', async () => {
    const failed = await answerOf('tools/call', tool('forget', 'what=the'));
    expect(failed).toMatchObject({ isError: true, structuredContent: { code: 'usage' } });
    const { code, stderr, stdout } = await inspect('tools/call', tool('nothing', 'a=b'));
    expect(`${stdout}${stderr}`).toMatch(/nothing not found/);
    expect(code).toBe(1);
  });

  it('sees two tools of a memory that may only be read', async () => {
    const { tools } = await answerOf('tools/list', [], ['--memory', 'read-only']);
    expect(tools.map(({ name }: { name: string }) => name)).toEqual(['recall', 'list']);
  });
});
