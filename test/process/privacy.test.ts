import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SECRET_FORMS } from '../memory/secret-forms.ts';
import { Machine, type Outcome } from '../support/bin.ts';
import { isStructured, type MessagesApi, startMessagesApi } from '../support/messages-api.ts';
import { added } from '../support/scripted-model.ts';

/** A key as people have them; made here so that no scanner takes it for a real one. */
const KEY = ['sk', 'ant', 'api03', 'Test'.repeat(12)].join('-');

/** One secret of every form, with the words that tell it where it needs some. */
const TOLD = SECRET_FORMS.map(({ make, context }, index) => {
  const secret = fc.sample(make, { numRuns: 1, seed: 100 + index })[0] ?? '';
  return { secret, text: context?.(secret) ?? secret };
});

/** What must be nowhere: digits that a time or a checksum may hold by chance are left out. */
const SOUGHT = TOLD.flatMap(({ secret }) => secret.split(/\n|\\n/))
  .filter((line) => line.length > 4 && !/^\d{1,8}$/.test(line) && !line.startsWith('-----'))
  .map((line) => line.slice(-24));

function leaks(text: string): string[] {
  const plain = text.replaceAll('\\"', '"').replaceAll('\\\\', '\\');
  return [KEY, ...SOUGHT].filter((secret) => plain.includes(secret));
}

/** Every file under a folder, its name and bytes as one text. */
function tree(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path, text: `${path}\n${readFileSync(path, 'latin1')}` };
    });
}

let machine: Machine;
let api: MessagesApi;
/** Status of the answers to chat and to extraction. */
let failing: { chat: boolean; extraction: boolean };

beforeEach(async () => {
  machine = new Machine();
  failing = { chat: false, extraction: false };
  api = await startMessagesApi((request) => {
    const all = TOLD.map(({ text }) => text).join('\n');
    const fails = isStructured(request) ? failing.extraction : failing.chat;
    if (fails) {
      const message = `messages.0.content: not allowed: ${all}; key ${KEY}`;
      return { status: 400, error: { type: 'invalid_request_error', message } };
    }
    if (!isStructured(request)) return { text: `You said:\n${all}\nand that is all.` };
    return { text: JSON.stringify(greedy(request.number)) };
  });
});
afterEach(async () => {
  machine[Symbol.dispose]();
  await api.close();
});

/** What a model would write that puts secrets into every field there is. */
function greedy(turn: number) {
  const [one, two, three, ...more] = TOLD.slice((turn * 7) % 100);
  const text = (told: { text: string } | undefined) => told?.text ?? '';
  return {
    reasoning: text(one),
    summary: `The user lives in Rome. The user uses ${text(one)} at work.`,
    name: { value: `Ann ${text(two)}`, quote: text(two) },
    facts: [
      {
        ...added(`Lives in Rome near ${text(three)}`, `I live in Rome near ${text(three)}`, 'home'),
      },
      { ...added('Lives in Rome', 'I live in Rome', text(one)), answers: text(two) },
      ...more.slice(0, 12).map((told) => added(text(told), text(told))),
    ],
    preferences: [
      { key: text(one), value: 'short', quote: text(one) },
      { key: 'answer length', value: text(two), quote: text(two) },
      { key: 'editor', value: `vim with ${text(three)}`, quote: text(three) },
    ],
  };
}

function run(args: string[], input?: string): Promise<Outcome> {
  const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: KEY };
  return machine.run(['-u', 'ann', ...args], { env, ...(input === undefined ? {} : { input }) });
}

/** A few messages that tell every secret, and what stderr said meanwhile. */
async function tellEverything(...more: string[]): Promise<string> {
  const said: string[] = [];
  for (let first = 0; first < TOLD.length; first += 60) {
    const lines = TOLD.slice(first, first + 60).map(({ text }) => text);
    const message = ['I live in Rome. My name is Ann.', ...lines].join('\n');
    said.push((await run(['-p', ...more], message)).stderr);
  }
  return said.join('\n');
}

function expectNoLeak(...texts: string[]): void {
  expect(texts.flatMap(leaks)).toEqual([]);
  const files = tree(machine.root).map(({ path, text }) => ({ path, found: leaks(text) }));
  expect(files.filter(({ found }) => found.length > 0)).toEqual([]);
}

describe('a message with one secret of every kind', () => {
  it('leaves none in a file or on stderr, whatever the model does with them', async () => {
    const stderr = await tellEverything('--debug');
    expect(tree(machine.sessions).map(({ path }) => path)).toContain(
      join(machine.sessions, 'ann.json'),
    );
    expect(readFileSync(join(machine.sessions, 'ann.json'), 'utf8')).toContain('[redacted: ');
    expectNoLeak(stderr);
    // They were all told, and the memory pass saw none of them.
    const bodies = api.requests.map((request) => ({
      pass: isStructured(request),
      found: leaks(JSON.stringify(request.body.messages)),
    }));
    const told = bodies.filter(({ pass }) => !pass).flatMap(({ found }) => found);
    expect(new Set(told).size).toBeGreaterThan(SOUGHT.length * 0.9);
    expect(bodies.filter(({ pass, found }) => pass && found.length > 0)).toEqual([]);
  });

  it('leaves none when the API refuses the message and says it back', async () => {
    failing = { chat: true, extraction: true };
    const stderr = await tellEverything('--debug');
    expect(stderr).toContain('400');
    expectNoLeak(stderr);
  });

  it('leaves none when the memory pass fails again and again', async () => {
    failing = { chat: false, extraction: true };
    const stderr = [await tellEverything('--debug')];
    for (let turn = 0; turn < 4; turn++) stderr.push((await run(['-p', 'Hello'])).stderr);
    expectNoLeak(...stderr);
  });

  it('leaves none when the memory is broken', async () => {
    await tellEverything();
    const path = join(machine.sessions, 'ann.json');
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -20));
    expectNoLeak((await run(['-p', '--debug', 'Hello'])).stderr);
  });

  it('leaves none in what the memory commands show', async () => {
    await tellEverything();
    const shown: string[] = [];
    for (const words of ['list', 'list --json', 'history', 'history --json', 'review', 'export']) {
      const { code, stdout, stderr } = await run(['memory', ...words.split(' ')]);
      expect(`${words}: ${code}`).toBe(`${words}: 0`);
      shown.push(stdout, stderr);
    }
    expectNoLeak(...shown);
  });

  it('leaves none when they are written by hand, or come from another memory', async () => {
    const texts = TOLD.map(({ text }) => text.replaceAll('\n', ' '));
    const said: string[] = [];
    for (let first = 0; first < texts.length; first += 40) {
      const note = `Likes tea, and ${texts.slice(first, first + 2).join(', ')}`.slice(0, 300);
      said.push((await run(['memory', 'add', note])).stderr);
    }
    said.push((await run(['memory', 'prefer', 'answer length', texts[0] ?? ''])).stderr);
    const path = join(machine.root, 'list.md');
    writeFileSync(path, texts.map((text) => `- Likes tea with ${text}\n`).join(''));
    const { code, stderr } = await run(['memory', 'import', path, '--yes']);
    expect(`${code} ${stderr}`).toMatch(/^0 /);
    rmSync(path);
    expectNoLeak(...said, stderr);
  });
});
