import { beforeEach, describe, expect, it } from 'vitest';
import type { ForgetTarget } from '../../src/chat/forget.ts';
import type { Memory } from '../../src/memory/types.ts';
import { temporaryFolders } from '../store/temporary.ts';
import { FileWorld, talk } from '../support/file-world.ts';

const folderFor = temporaryFolders();

const SAID = [
  'My name is Anouk.',
  'I have a dog named Bello and a cat named Minka.',
  'I live in Hamburg and I work as a nurse.',
  'I prefer metric units.',
];

const MEANWHILE = [
  'What a day.',
  'I like green tea.',
  'Where do I live?',
  'I play the violin on weekends.',
  'Thanks!',
];

function idOf(memory: Memory, word: RegExp): string {
  const found = memory.keyFacts.find(({ text }) => word.test(text));
  if (found === undefined) throw new Error(`no fact with ${word}`);
  return found.id;
}

const CASES: [string, (memory: Memory) => ForgetTarget, RegExp, string][] = [
  [
    'a fact',
    (memory) => ({ kind: 'fact', id: idOf(memory, /bello/iu) }),
    /bello|\bdogs?\b/iu,
    "What is my dog's name?",
  ],
  ['a query', () => ({ kind: 'query', query: 'Bello' }), /bello|\bdogs?\b/iu, 'Do I have a dog?'],
  ['the name', () => ({ kind: 'name' }), /anouk/iu, 'What is my name?'],
  [
    'another fact of the same sentence',
    (memory) => ({ kind: 'fact', id: idOf(memory, /hamburg/iu) }),
    /hamburg/iu,
    'Where do I live?',
  ],
  [
    'a preference',
    (memory) => ({ kind: 'preference', key: Object.keys(memory.preferences)[0] ?? '' }),
    /metric/iu,
    'Which units do I prefer?',
  ],
];

describe('what was forgotten', () => {
  let world: FileWorld;
  beforeEach(() => {
    world = new FileWorld(folderFor());
  });

  it.each(
    CASES.flatMap((one) => [
      [...one, 'in the same session'] as const,
      [...one, 'in a new session'] as const,
    ]),
  )(
    '(%s) is in no byte after five more turns and a consolidation, and the model does not know it',
    async (...given) => {
      const [, targetIn, words, question, where] = given;
      const first = await world.open();
      await talk(first, ...SAID);
      const before = await first.memory();
      expect(world.bytes()).toMatch(words);
      expect(await talk(await world.open(), question)).toMatch(words);

      const { revision } = await first.own.forget(targetIn(before));
      expect(revision).not.toBeNull();
      expect(world.bytes()).not.toMatch(words);

      const session = where === 'in the same session' ? first : await world.open();
      const asksAgain = MEANWHILE.filter((message) => message !== question);
      await talk(session, ...asksAgain);
      await session.own.tidy({ yes: true });
      expect(world.bytes()).not.toMatch(words);

      const reply = await talk(session, question);
      expect(reply).not.toMatch(/bello|anouk|hamburg|metric/iu);
      expect(reply).toMatch(/don't|do not|not/iu);
      const after = await session.memory();
      const kept = after.keyFacts.map(({ text }) => text).join('\n');
      for (const other of [/minka/iu, /nurse/iu, /tea/iu]) expect(kept).toMatch(other);
    },
  );
});
