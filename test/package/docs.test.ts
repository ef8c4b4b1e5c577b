import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commandsPage } from '../../src/cli/commands-page.ts';
import { COMMANDS } from '../../src/cli/repl/commands.ts';

const PAGE = readFileSync(new URL('../../docs/commands.md', import.meta.url), 'utf8');

it('docs/commands.md is what npm run docs makes of the commands', () => {
  expect(PAGE).toBe(commandsPage());
});

it('docs/commands.md has every slash command and every command of the program', () => {
  for (const { names } of COMMANDS) expect(PAGE).toContain(`| \`/${names[0]}`);
  for (const path of ['memory forget', 'users delete', 'replay', 'doctor', 'setup', 'completion']) {
    expect(PAGE).toContain(`### memchat ${path}\n`);
  }
});
