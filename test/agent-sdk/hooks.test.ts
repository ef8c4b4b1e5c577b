import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { MemoryHooksOptions } from '../../src/agent-sdk/index.ts';
import { type HookInput, type MemoryHooks, memoryHooks } from '../../src/agent-sdk/index.ts';
import type { MemoryQuestion } from '../../src/chat/function-model.ts';
import { filesBelow, temporaryFolders } from '../store/temporary.ts';

const folder = temporaryFolders();
const NOTHING = { reasoning: '', summary: null, name: null, facts: [], preferences: [] };

/** Notes each sentence "I own a …" as a fact. */
async function extract({ prompt }: MemoryQuestion): Promise<object> {
  const said = new Set(prompt.match(/I own a [a-z]+\./g));
  const facts = [...said].map((text) => ({
    ...{ op: 'add', target: null, kind: 'semantic', tag: 'home', text, quote: text },
    ...{ answers: null, happened_on: null, expires_in_days: null },
  }));
  return { ...NOTHING, facts };
}

interface Opened {
  hooks: MemoryHooks;
  warnings: string[];
}

function open(sessions: string, options: Partial<MemoryHooksOptions> = {}): Opened {
  const warnings: string[] = [];
  const onWarning = ({ message }: Error) => warnings.push(message);
  const hooks = memoryHooks({ user: 'alice', sessions, extract, onWarning, ...options });
  return { hooks, warnings };
}

type Event = 'SessionStart' | 'UserPromptSubmit' | 'Stop' | 'StopFailure' | 'SessionEnd';

/** Calls the hook as the SDK does; what it adds to the context. */
async function fire(
  { hooks }: Opened,
  event: Event,
  fields: Partial<HookInput> = {},
): Promise<string> {
  const input = { hook_event_name: event, session_id: 's-1', ...fields };
  const [hook] = hooks[event].flatMap((matcher) => matcher.hooks);
  const output = await hook?.(input);
  return output?.hookSpecificOutput?.additionalContext ?? '';
}

/** A prompt of the caller's and its answer; what was added to the prompt's context. */
async function exchange(opened: Opened, prompt: string, fields: Partial<HookInput> = {}) {
  const added = await fire(opened, 'UserPromptSubmit', { prompt, source: 'sdk', ...fields });
  const reply = { last_assistant_message: 'All right.', ...fields };
  await fire(opened, 'Stop', reply);
  return added;
}

function memoryOf(sessions: string, user = 'alice') {
  const memory: { keyFacts: { text: string }[]; review: unknown[] } = JSON.parse(
    fs.readFileSync(path.join(sessions, `${user}.json`), 'utf8'),
  );
  return { facts: memory.keyFacts.map(({ text }) => text), review: memory.review.length };
}

function transcriptOf(sessions: string): Record<string, unknown>[] {
  const file = path.join(sessions, '.alice/transcript.jsonl');
  if (!fs.existsSync(file)) return [];
  return fs
    .readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

it('gives a session what another has taught: once at its start, then what bears on a prompt', async () => {
  const sessions = folder();
  const first = open(sessions);
  expect(await fire(first, 'SessionStart', { source: 'startup' })).toBe('');
  expect(await exchange(first, 'I own a kayak.')).toBe('');
  await exchange(first, 'The regatta in Bergen was called off.');
  expect(await first.hooks.close()).toBe('nothing');
  expect(first.warnings).toEqual([]);

  const second = open(sessions);
  const start = await fire(second, 'SessionStart', { source: 'startup', session_id: 's-2' });
  expect(start).toMatch(/<memory>[\s\S]*I own a kayak\.[\s\S]*<\/memory>/);
  expect(start).not.toContain('regatta');
  const asked = { source: 'user', session_id: 's-2' };
  const prompt = 'Which regatta was called off?';
  const added = await fire(second, 'UserPromptSubmit', { prompt, ...asked });
  expect(added).toMatch(/^<recalled>[\s\S]*regatta in Bergen/);
  expect(await fire(second, 'UserPromptSubmit', { prompt: 'Thank you!', ...asked })).toBe('');
  await second.hooks.close();
});

it('gives the memory with the first prompt where no SessionStart came before', async () => {
  const sessions = folder();
  const opened = open(sessions);
  await exchange(opened, 'I own a kayak.');
  await opened.hooks.settle();
  const session_id = 's-2';
  expect(await exchange(opened, 'Good morning.', { session_id })).toContain('I own a kayak.');
  expect(await exchange(opened, 'Good evening.', { session_id })).toBe('');
  await opened.hooks.close();
});

it.each(['system', 'loop_wakeup', 'schedule_wakeup', 'poll_event', 'something_new'])(
  'keeps nothing of a turn that %s began',
  async (source) => {
    const sessions = folder();
    const opened = open(sessions);
    expect(await exchange(opened, 'I own a kayak.', { source })).toBe('');
    expect(await opened.hooks.close()).toBe('nothing');
    expect(filesBelow(sessions)).toEqual([]);
  },
);

it('does not learn by itself from a prompt that nothing tells the author of', async () => {
  const sessions = folder();
  const opened = open(sessions);
  await exchange(opened, 'I own a kayak.', { source: undefined });
  expect(await opened.hooks.close()).toBe('nothing');
  expect(memoryOf(sessions)).toEqual({ facts: [], review: 1 });

  const trusting = open(sessions, { trustPrompts: true });
  await exchange(trusting, 'I own a tandem.', { source: undefined });
  await trusting.hooks.close();
  expect(memoryOf(sessions).facts).toEqual(['I own a tandem.']);
});

it.each([
  [{ promptSource: 'sdk', turnOrigin: 'sdk' }, ['I own a kayak.']],
  [{ promptSource: 'typed', turnOrigin: 'human' }, ['I own a kayak.']],
  [{ promptSource: 'sdk', turnOrigin: 'scheduled' }, null],
  [{ promptSource: 'system', turnOrigin: 'task_notification' }, null],
  [{ promptSource: 'sdk', turnOrigin: 'sdk', isMeta: true }, null],
])(
  'finds the author of a prompt in the transcript that is written later: %o',
  async (written, facts) => {
    const sessions = folder();
    const file = path.join(folder(), 'transcript.jsonl');
    fs.writeFileSync(file, '{"type":"user","promptId":"p-1","promptSource":"sdk","of":"before"}\n');
    const opened = open(sessions);
    const fields = { source: undefined, transcript_path: file, prompt_id: 'p-1' };
    await exchange(opened, 'I own a kayak.', fields);
    fs.appendFileSync(file, `${JSON.stringify({ type: 'user', promptId: 'p-1', ...written })}\n`);
    expect(await opened.hooks.close()).toBe('nothing');
    if (facts === null) expect(filesBelow(sessions)).not.toContain('alice.json');
    else expect(memoryOf(sessions)).toEqual({ facts, review: 0 });
    expect(transcriptOf(sessions)).toHaveLength(facts === null ? 0 : 1);
    expect(filesBelow(sessions).filter((name) => name.includes('pending'))).toEqual([]);
    expect(opened.warnings).toEqual([]);
  },
);

it('keeps the words of a run that failed or ended in the middle, and marks the reply', async () => {
  const sessions = folder();
  const opened = open(sessions);
  const ask = (prompt: string) => fire(opened, 'UserPromptSubmit', { prompt, source: 'sdk' });
  await ask('I own a kayak.');
  await fire(opened, 'StopFailure', { error: 'overloaded', last_assistant_message: 'Half a' });
  await ask('The first was aborted.');
  await ask('The second was left.');
  await fire(opened, 'SessionEnd');
  await ask('The third is open.');
  expect(await opened.hooks.settle()).toBe('pending');
  expect(await opened.hooks.close()).toBe('nothing');
  expect(transcriptOf(sessions)).toMatchObject([
    { user: 'I own a kayak.', reply: 'Half a', status: 'failed' },
    { user: 'The first was aborted.', reply: null, status: 'interrupted' },
    { user: 'The second was left.', reply: null, status: 'interrupted' },
    { user: 'The third is open.', reply: null, status: 'interrupted' },
  ]);
  expect(memoryOf(sessions).facts).toEqual(['I own a kayak.']);
});

it('has the words on disk before the model is asked, without what is secret in them', async () => {
  const sessions = folder();
  const opened = open(sessions, { extract: () => new Promise(() => {}) });
  await fire(opened, 'UserPromptSubmit', {
    prompt: 'My password is hunter2hunter2.',
    source: 'sdk',
  });
  const bytes = filesBelow(sessions).map((name) =>
    fs.readFileSync(path.join(sessions, name), 'utf8'),
  );
  expect(bytes.join('\n')).toContain('My password is');
  expect(bytes.join('\n')).not.toContain('hunter2');
  expect(await opened.hooks.close(50)).toBe('pending');
});

it('serves sessions and users side by side, and none sees what is another user’s', async () => {
  const sessions = folder();
  const alice = open(sessions);
  const bob = open(sessions, { user: 'bob' });
  const things = ['kayak', 'tandem', 'loom', 'harp'];
  await Promise.all(
    things.map((thing, at) =>
      exchange(at % 2 === 0 ? alice : bob, `I own a ${thing}.`, { session_id: `s-${at}` }),
    ),
  );
  expect(await Promise.all([alice.hooks.close(), bob.hooks.close()])).toEqual([
    'nothing',
    'nothing',
  ]);
  for (const [user, own] of [
    ['alice', ['kayak', 'loom']],
    ['bob', ['tandem', 'harp']],
  ] as const) {
    const told = await fire(open(sessions, { user }), 'SessionStart', { source: 'startup' });
    for (const thing of things) {
      expect(told.includes(`I own a ${thing}.`)).toBe(own.some((one) => one === thing));
    }
  }
});

it('tells why nothing could be learned, and what was said waits', async () => {
  const sessions = folder();
  const extractNothing = () => Promise.reject(new Error('The model is away.'));
  const opened = open(sessions, { extract: extractNothing });
  await exchange(opened, 'I own a kayak.');
  expect(await opened.hooks.settle()).toBe('pending');
  expect(opened.warnings).toEqual(['The model is away.']);
  expect(await opened.hooks.close()).toBe('pending');
});

it.each(['read-only', 'off'] as const)('writes nothing under %s', async (policy) => {
  const sessions = folder();
  const opened = open(sessions, { policy });
  await exchange(opened, 'I own a kayak.');
  expect(await opened.hooks.close()).toBe('nothing');
  expect(filesBelow(sessions)).toEqual([]);
});

it('refuses a user id that is none, when it is made', () => {
  expect(() => memoryHooks({ user: '' })).toThrow(expect.objectContaining({ code: 'usage' }));
});

it('never rejects, whatever a hook is called with', async () => {
  const opened = open(folder(), {
    onWarning: () => {
      throw new Error('no ear');
    },
  });
  const events = ['SessionStart', 'UserPromptSubmit', 'Stop', 'StopFailure', 'SessionEnd'] as const;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...events),
      fc.dictionary(
        fc.constantFrom(
          'session_id',
          'prompt',
          'source',
          'last_assistant_message',
          'transcript_path',
          'prompt_id',
          'error',
        ),
        fc.jsonValue(),
      ),
      async (event, fields) => {
        await expect(fire(opened, event, fields)).resolves.toBeTypeOf('string');
      },
    ),
    { numRuns: 100 },
  );
  await opened.hooks.close();
});
