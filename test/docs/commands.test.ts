import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeMemory } from '../../src/memory/codec.ts';
import { fact, memoryOf } from '../support/memories.ts';
import { type OfflineApi, startOfflineApi } from '../support/offline-api.ts';
import { hasTerminal } from '../support/tmux.ts';
import { ANSWERS, allCommands, commandsIn, NOT_RUN, SHELLS } from './commands.ts';
import { blocksOf, pages } from './markdown.ts';
import { Reader } from './reader.ts';

let api: OfflineApi;
let furnished: Reader;

beforeAll(async () => {
  api = await startOfflineApi();
  furnished = await furnish();
});
afterAll(() => {
  furnished?.[Symbol.dispose]();
  api?.close();
});

/** What the examples speak of is there: facts, changes, users, files. */
async function furnish(): Promise<Reader> {
  const reader = new Reader(api.url);
  const { home, sessions } = reader.machine;
  mkdirSync(sessions, { recursive: true });
  mkdirSync(join(home, '.config/fish/completions'), { recursive: true });
  mkdirSync(join(home, '.config/memchat'));
  writeFileSync(join(home, '.config/memchat/config.json'), '{}\n', { mode: 0o600 });
  for (const user of [userInfo().username, 'alice', 'bob']) {
    const facts = [fact('Lives in Berlin', { id: 'f-3kd8cz0qm2xa' })];
    const memory = encodeMemory({ ...memoryOf({ keyFacts: facts }), user });
    writeFileSync(join(sessions, `${user}.json`), memory);
  }
  files(reader);
  reader.write('facts.md', '- Likes tea\n- Likes jazz\n');
  await reader.run('git init -q . && git add message.txt && echo more >> message.txt');
  await reader.run('memchat -p "My sister Ada keeps bees."');
  await reader.run('memchat -u alice -p "My sister Ada keeps bees."');
  await reader.run('memchat memory prefer tone warm');
  for (let change = 0; change < 12; change += 1) {
    await reader.run(`memchat memory add "Has read book ${change}"`);
  }
  await reader.run('memchat memory import facts.md');
  await reader.run('memchat replay talk.jsonl --record api.json');
  return reader;
}

/** The files that commands name; those that a page shows are as it shows them. */
function files(reader: Reader): void {
  reader.write('message.txt', 'I keep bees.\n');
  reader.write('note.txt', 'The review is on Mondays.\n');
  reader.write('talk.jsonl', '{"say": "I keep bees."}\n');
  reader.write('mem0.json', '{"results": [{"id": "1", "memory": "Plays chess"}]}\n');
  for (const { language, label, text } of pages().flatMap(blocksOf)) {
    if (language === 'jsonl' && label !== '') reader.write(label, `${text}\n`);
  }
}

function isRunnable(command: string): boolean {
  if (command in NOT_RUN) return false;
  if (command in ANSWERS) return hasTerminal();
  const shell = SHELLS[command];
  return (
    shell === undefined || Boolean(process.env.CI) || spawnSync(shell, ['-c', '']).status === 0
  );
}

const EXPORT = 'memchat memory export memory.json';
const GENERATED = 'docs/commands.md';
const SHELL_PAGES = pages().filter(
  (page) => page !== GENERATED && blocksOf(page).some(({ language }) => language === 'sh'),
);

it.each(SHELL_PAGES)('the commands of %s work, one after the other', async (page) => {
  using reader = await furnished.copy();
  const commands = blocksOf(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(commandsIn);
  expect(commands.length).toBeGreaterThan(0);
  for (const { command } of commands.filter((one) => isRunnable(one.command))) {
    await reader.run(command);
  }
});

const EXAMPLES = new Set(
  allCommands().flatMap(({ page, command }) => (page === GENERATED ? [command] : [])),
);

describe.concurrent('an example of a help', () => {
  it('stands in the docs, and there are many', () => {
    expect(EXAMPLES.size).toBeGreaterThan(50);
  });

  it.each([...EXAMPLES].filter(isRunnable))('works: %s', async (command) => {
    using reader = await furnished.copy();
    // One example makes the file that another reads.
    if (command.includes('import memory.json')) await reader.run(EXPORT);
    await reader.run(command);
  });
});
