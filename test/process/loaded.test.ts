import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN, Machine } from '../support/bin.ts';
import { type MessagesApi, startMessagesApi } from '../support/messages-api.ts';

// A start waits for every file that it loads: what is loaded is part of the figures of the README.

const DIST = join(dirname(dirname(BIN)), 'dist');

let machine: Machine;
let api: MessagesApi | null;
beforeEach(() => {
  machine = new Machine();
  api = null;
});
afterEach(async () => {
  await api?.close();
  machine[Symbol.dispose]();
});

/** The files of `dist/` that a run loads, without the hash in their names; V8 lists them. */
async function loadedBy(...args: string[]): Promise<string[]> {
  const folder = join(machine.root, 'coverage');
  const env: Record<string, string> = { NODE_V8_COVERAGE: folder, ANTHROPIC_API_KEY: 'test' };
  if (api !== null) env.ANTHROPIC_BASE_URL = api.url;
  const { code } = await machine.run(args, { env });
  expect(code).toBe(0);
  const [report = ''] = readdirSync(folder);
  const { result } = JSON.parse(readFileSync(join(folder, report), 'utf8'));
  return result
    .map(({ url }: { url: string }) => url)
    .filter((url: string) => url.startsWith('file:'))
    .map((url: string) => relative(DIST, fileURLToPath(url)).replaceAll(sep, '/'))
    .filter((path: string) => !path.startsWith('..'))
    .map((path: string) => path.replace(/-[A-Z0-9]{8}\.js$/, '.js'))
    .toSorted();
}

/** All that has to be there before a file of `dist/cli/` runs. */
function loadedWith(name: string): string[] {
  const files = readdirSync(join(DIST, 'cli'));
  const fileOf = (each: string) => files.find((file) => file.startsWith(`${each}-`)) ?? each;
  const loaded = new Set([fileOf(name)]);
  for (const file of loaded) {
    const text = readFileSync(join(DIST, 'cli', file), 'utf8');
    for (const [, next = ''] of text.matchAll(/(?:\}from|import)"\.\/([^"]+)"/g)) loaded.add(next);
  }
  return [...loaded].map((file) => file.replace(/-[A-Z0-9]{8}\.js$/, ''));
}

describe('what is loaded', () => {
  it('before the first prompt is one file, which makes no require and starts no program', () => {
    expect(loadedWith('start')).toEqual(['start']);
    const [file = ''] = readdirSync(join(DIST, 'cli')).filter((name) => name.startsWith('start-'));
    const text = readFileSync(join(DIST, 'cli', file), 'utf8');
    expect(text.length).toBeLessThan(180_000);
    expect(text).not.toMatch(/createRequire|from"(?:node:)?(?:module|child_process|crypto)"/);
  });

  it('before a turn is one file for each layer', () => {
    expect(loadedWith('quick')).toEqual(['quick', 'start']);
    expect(loadedWith('open').toSorted()).toEqual(['open', 'quick', 'start']);
  });

  it.each([
    [['--version'], ['cli.js']],
    [['--help'], ['cli.js', 'cli/start.js']],
    [
      ['memory', 'list'],
      ['cli.js', 'cli/quick.js', 'cli/start.js'],
    ],
    [
      ['users', 'list'],
      ['cli.js', 'cli/quick.js', 'cli/start.js'],
    ],
  ])('by %j', async (args, files) => {
    expect(await loadedBy(...args)).toEqual(files);
  });

  it('by a turn of a script is the SDK, and none of the commands', async () => {
    api = await startMessagesApi();
    const loaded = await loadedBy('-p', 'Hello there');
    expect(loaded.filter((path) => !path.startsWith('cli/chunk'))).toEqual([
      'cli.js',
      'cli/open.js',
      'cli/quick.js',
      'cli/recall.js',
      'cli/sdk.js',
      'cli/start.js',
    ]);
    expect(api.requests).toHaveLength(2);
  });

  it('by the MCP server is none of the commands', async () => {
    const loaded = await loadedBy('mcp');
    expect(loaded).toContain('mcp.js');
    expect(loaded).not.toContain('cli/late.js');
  });
});
