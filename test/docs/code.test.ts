import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Installed, packAndInstall, run } from '../package/install.ts';
import { type OfflineApi, startOfflineApi } from '../support/offline-api.ts';
import { type Block, blocksOf, pages } from './markdown.ts';

/** Pages whose blocks are made from the types; `test/package/api-page.test.ts` holds them to it. */
const GENERATED = ['docs/api.md'];

/**
 * The part of the Agent SDK that the pages use: it is 400 MB, and `test/doors` runs it. Hooks and
 * sessions are held to its types there.
 */
const AGENT_SDK = `declare module '@anthropic-ai/claude-agent-sdk' {
  export const foldSessionSummary: import('memchat/agent-sdk').FileSessionStoreOptions['foldSessionSummary'];
  export function query(given: {
    prompt: string;
    options: { hooks: object; sessionStore: object };
  }): AsyncIterable<{ type: string }>;
}
`;

const CODE = pages()
  .filter((page) => !GENERATED.includes(page))
  .flatMap(blocksOf)
  .filter(({ language }) => language === 'js' || language === 'ts');
const PROGRAMS = CODE.filter(({ language }) => language === 'js');

let installed: Installed;
let api: OfflineApi;

beforeAll(async () => {
  api = await startOfflineApi();
  installed = await packAndInstall();
  const scope = join(installed.project, 'node_modules/@anthropic-ai');
  await mkdir(scope);
  await symlink(resolve('node_modules/@anthropic-ai/sdk'), join(scope, 'sdk'));
  await writeFile(join(installed.project, 'agent-sdk.d.ts'), AGENT_SDK);
  for (const block of CODE) await writeFile(join(installed.project, fileOf(block)), block.text);
});
afterAll(async () => {
  api?.close();
  await installed?.remove();
});

function fileOf({ page, line, language }: Block): string {
  const name = page.replace(/\W+/g, '-');
  return `${name}-${line}.${language === 'js' ? 'mjs' : 'mts'}`;
}

it('there is code on the pages, and each block has its types', async () => {
  expect(CODE.map(({ language }) => language).sort()).toEqual(['js', 'ts']);
  const tsc = resolve('node_modules/typescript/bin/tsc');
  const strict = ['--strict', '--noEmit', '--target', 'es2023', '--lib', 'es2023,dom'];
  const modules = ['--module', 'nodenext', '--allowJs', '--checkJs', '--skipLibCheck'];
  const types = ['--types', 'node', '--typeRoots', resolve('node_modules/@types')];
  const files = ['agent-sdk.d.ts', ...CODE.map(fileOf)];
  const args = [tsc, ...strict, ...modules, ...types, ...files];
  expect(await run(process.execPath, args, installed.project)).toBe('');
});

it.each(PROGRAMS)('the program at $page:$line runs with the installed package', async (block) => {
  const env = `ANTHROPIC_BASE_URL=${api.url}`;
  const command = ['env', '-i', env, 'ANTHROPIC_API_KEY=test', process.execPath, fileOf(block)];
  const [program = '', ...args] = command;
  expect(await run(program, args, installed.project)).toBe('');
  const memory = join(installed.project, 'sessions/alice.json');
  expect(await run('cat', [memory], installed.project)).toContain('"text": "Lives in Berlin"');
});
