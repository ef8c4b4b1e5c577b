import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasTerminal, Pane } from '../support/tmux.ts';
import { type Block, blocksOf, pages } from './markdown.ts';
import { Reader } from './reader.ts';

const PATIENCE_MS = 15_000;
const POLL_MS = 25;

/** What stands before something that is typed. */
const PROMPT = /^(\$ |you> |Your choice \(1, 2 or 3\): )(.+)$/;

/** A command that talks with its user: without the name of a command behind memchat. */
const CHAT = /^\$ (npx )?memchat( --.*)?$/;

/** Of the terminal: a receipt is laid out by it. */
const COLUMNS = 100;

/** At this line the program was killed; nobody typed that. */
const KILLED = 'you> Killed';

/** What differs from run to run, in its general form. */
function general(text: string, home: string): string {
  return text
    .replaceAll(home, '/home/alice')
    .replace(/\b([ft])-[a-z0-9]{12}\b/g, '$1-…')
    .replace(/\b\d{4}-\d\d-\d\d\b/g, '2026-…')
    .replace(/^memchat \d+\.\d+\.\d+ /gm, 'memchat 0.… ')
    .trimEnd();
}

/** What is typed in a line of a block, and the prompt before it; null where the program wrote it. */
function typedIn(
  lines: readonly string[],
  index: number,
): { prompt: string; typed: string } | null {
  const [, prompt, typed] = PROMPT.exec(lines[index] ?? '') ?? [];
  if (prompt === undefined || typed === undefined) return null;
  const command = lines.slice(0, index).findLast((line) => line.startsWith('$ ')) ?? '';
  return prompt === '$ ' || CHAT.test(command) ? { prompt, typed } : null;
}

const SESSIONS = pages()
  .map((page) => ({
    page,
    blocks: blocksOf(page).filter(({ language }) => language === 'console'),
  }))
  .filter(({ blocks }) => blocks.length > 0);

let reader: Reader;
let pane: Pane;
beforeEach(() => {
  reader = new Reader('http://127.0.0.1:9');
});
afterEach(() => reader[Symbol.dispose]());

/** Waits until the screen shows exactly this. @throws with both */
async function waitFor(wanted: string): Promise<void> {
  const { home } = reader.machine;
  let shown = '';
  for (let polls = PATIENCE_MS / POLL_MS; polls > 0; polls -= 1) {
    shown = general(await pane.lines(), home);
    if (shown === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  expect(shown).toBe(wanted);
}

/** Types what the block has typed, and sees the rest appear. */
async function follow({ text }: Block): Promise<void> {
  const { cwd, home } = reader.machine;
  const shell = `cd '${cwd}' && exec env PS1='$ ' bash --norc --noprofile -i`;
  const size = { columns: COLUMNS, rows: 100 };
  pane = await Pane.start(['sh', '-c', shell], { ...size, env: reader.bare() });
  try {
    const lines = text.split('\n');
    for (const [index, line] of lines.entries()) {
      const input = typedIn(lines, index);
      if (input === null) continue;
      await waitFor(general([...lines.slice(0, index), input.prompt].join('\n'), home));
      if (line === KILLED) process.kill(await pane.pid('bin/memchat'), 'SIGKILL');
      else {
        await pane.type(input.typed);
        await pane.keys('Enter');
      }
    }
    // A block ends where the next prompt would come: of the chat if that was not left, else of the shell.
    const last = lines.findLast((_, index) => typedIn(lines, index) !== null) ?? '';
    const next = last.startsWith('you> ') && last !== 'you> /quit' ? '\n\nyou>' : '\n$';
    await waitFor(general(`${text}${next}`, home));
  } finally {
    await pane.stop();
  }
}

describe.skipIf(!hasTerminal())('what a page shows of a terminal', () => {
  it('is there on three pages at least', () => {
    expect(SESSIONS.length).toBeGreaterThan(2);
  });

  it.each(SESSIONS)(
    'is what a reader of $page sees who types the same',
    async ({ page, blocks }) => {
      for (const { language, label, text } of blocksOf(page)) {
        if (language === 'jsonl' && label !== '') reader.write(label, `${text}\n`);
      }
      for (const block of blocks) await follow(block);
    },
  );
});
