import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { forget, planForgetting } from '../../src/chat/forget.ts';
import { UserMemory } from '../../src/chat/user-memory.ts';
import type { Passage } from '../../src/memory/turn.ts';
import { FileInputs } from '../../src/store/file-inputs.ts';
import { placeOf } from '../../src/store/paths.ts';
import { temporaryFolders } from '../store/temporary.ts';
import { ChatWorld } from '../support/chat-world.ts';
import { fact, memoryOf } from '../support/memories.ts';

const folder = temporaryFolders();
const MODELS = { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' };

function typed(text: string): Passage[] {
  return [{ origin: 'typed', text }];
}

function world() {
  const directory = folder();
  const ports = Object.assign(new ChatWorld(), { inputs: new FileInputs({ directory }) });
  const own = new UserMemory(ports, { user: 'alice', models: MODELS });
  const { inputs: file } = placeOf(directory, 'alice');
  const enter = async (...texts: string[]) => {
    for (const text of texts) await own.keepInput(typed(text));
  };
  return { ports, own, enter, file, bytes: () => fs.readFileSync(file, 'utf8') };
}

describe('what is kept of the prompt', () => {
  it('is no line with a secret, also where a paste and typed words make one', async () => {
    const { own, enter, bytes } = world();
    await enter(
      'hello',
      'my password is hunter2-hunter2',
      '/remember my card is 4111 1111 1111 1111',
    );
    await own.keepInput([
      ...typed('my password is '),
      { origin: 'third-party', text: 'Tr0ub4dor&3' },
    ]);
    expect(await own.inputs()).toEqual([typed('hello')]);
    expect(bytes()).toBe('{"typed":"hello"}\n');
  });

  it('is at most 10,000 lines, the newest', async () => {
    const { own, file } = world();
    await own.keepInput(typed('first'));
    const lines = Array.from({ length: 10_600 }, (_, index) => `{"typed":"line ${index}"}\n`);
    fs.appendFileSync(file, lines.join(''));
    const kept = await own.inputs();
    expect(kept).toHaveLength(10_000);
    expect(kept.at(-1)).toEqual(typed('line 10599'));
    expect(fs.readFileSync(file, 'utf8').split('\n')).toHaveLength(10_001);
  });

  it('is not written anew for a few lines more', async () => {
    const { own, file } = world();
    await own.keepInput(typed('first'));
    fs.appendFileSync(file, '{"typed":"x"}\n'.repeat(10_498));
    const before = fs.statSync(file);
    expect(await own.inputs()).toHaveLength(10_000);
    const { ino, size } = fs.statSync(file);
    expect({ ino, size }).toEqual({ ino: before.ino, size: before.size });
    await own.keepInput(typed('last'));
    await own.inputs();
    expect(fs.readFileSync(file, 'utf8').split('\n')).toHaveLength(10_001);
  });

  it('is nothing where there is no place for it', async () => {
    const own = new UserMemory(new ChatWorld(), { user: 'alice', models: MODELS });
    await own.keepInput(typed('hello'));
    expect(await own.inputs()).toEqual([]);
  });

  it('is not trimmed where nothing may be written', async () => {
    const { ports, own, file } = world();
    await own.keepInput(typed('first'));
    fs.appendFileSync(file, '{"typed":"x"}\n'.repeat(10_600));
    const before = fs.statSync(file).size;
    const reader = new UserMemory(ports, { user: 'alice', models: MODELS, policy: 'read-only' });
    expect(await reader.inputs()).toHaveLength(10_000);
    expect(fs.statSync(file).size).toBe(before);
  });

  it('loses the lines that tell of what is forgotten, and no others', async () => {
    const { ports, own, enter, bytes } = world();
    const tea = fact('Likes green tea', { id: 'f-tea' });
    await ports.store.commit('alice', { ...memoryOf({ keyFacts: [tea] }), revision: 0 });
    await enter('I like green tea', 'what is a monad?', '/why f-1', 'more about green tea please');
    const target = { kind: 'query', query: 'green tea' } as const;
    expect(await planForgetting(ports, 'alice', target)).toMatchObject({ lines: 2 });
    expect(await forget(ports, 'alice', target)).toMatchObject({ lines: 2 });
    expect(await own.inputs()).toEqual([typed('what is a monad?'), typed('/why f-1')]);
    expect(bytes()).not.toContain('tea please');
  });

  it('is forgotten also where nothing else holds the words', async () => {
    const { ports, own, enter, file } = world();
    await enter('I like green tea');
    const target = { kind: 'query', query: 'green tea' } as const;
    const nothing = { entries: [], passages: 0, revisions: 0 };
    expect(await planForgetting(ports, 'alice', target)).toEqual({ ...nothing, lines: 1 });
    expect(await forget(ports, 'alice', target)).toMatchObject({ ...nothing, lines: 1 });
    expect(await own.inputs()).toEqual([]);
    expect(fs.existsSync(file)).toBe(false);
  });
});
