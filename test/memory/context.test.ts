import { describe, expect, it } from 'vitest';
import { contextsOf } from '../../src/memory/context.ts';
import { hear } from '../../src/memory/provenance.ts';
import type { Passage } from '../../src/memory/turn.ts';
import { turn } from './world.ts';

function contexts(quote: string, said: string | Passage[]) {
  return hear([turn('t-1', said)], []).flatMap((heard) => contextsOf(quote, heard));
}

describe('the place of a quote', () => {
  it('has the clause up to it, its sentence, and what came before', () => {
    const said = 'Hello there! I hate rain, but my wife Ana loves snow, you know. Bye.';
    expect(contexts('loves snow', said)).toEqual([
      {
        lead: 'but my wife ana',
        quote: 'loves snow',
        sentence: 'i hate rain, but my wife ana loves snow, you know.',
        before: 'hello there! i hate rain, but my wife ana ',
        names: new Set(['ana']),
      },
    ]);
  });

  const list = 'I ask\na nurse\nmy wife\nwhat now';

  it.each([
    ['at the start', 'Loves snow', 'loves snow', '', 'loves snow'],
    ['behind a point', 'Yes. He is 1.80 m tall? No.', '1.80 m tall', 'he is', 'he is 1.80 m tall?'],
    ['in a line of its own', list, 'a nurse', '', 'a nurse'],
    ['behind "and" and a new verb', "I don't run and I eat", 'I eat', '', "i don't run and i eat"],
    [
      'behind "and" in a list',
      'I hate tea and milk',
      'milk',
      'i hate tea and',
      'i hate tea and milk',
    ],
    ['in Chinese', '我住在上海。我喜欢咖啡。对', '我喜欢咖啡', '', '我喜欢咖啡。'],
    ['behind a Japanese question', '元気？猫がいます', '猫がいます', '', '猫がいます'],
  ])('%s has its lead and its sentence', (_where, said, quote, lead, sentence) => {
    expect(contexts(quote, said)).toMatchObject([{ lead, sentence }]);
  });

  it('that runs over a line break is found all the same', () => {
    expect(contexts('a nurse in Graz', 'I am a nurse in\nGraz. OK')).toMatchObject([
      { lead: 'i am', sentence: 'i am a nurse in graz.' },
    ]);
  });

  it('is every one of them, up to twenty, and none for words that were not typed', () => {
    expect(contexts('tea', 'tea? I hate tea. Teapot.').map(({ sentence }) => sentence)).toEqual([
      'tea?',
      'i hate tea.',
    ]);
    expect(contexts('tea', 'tea. '.repeat(50))).toHaveLength(20);
    expect(contexts('?!', 'tea?!')).toEqual([]);
    expect(contexts('tea', [{ origin: 'third-party', text: 'tea' }])).toEqual([]);
  });

  it('looks no further than 400 characters of a sentence and 2,000 of what came before', () => {
    const [found] = contexts('tea', `${'x'.repeat(5_000)} tea ${'y'.repeat(5_000)}`);
    expect(found?.sentence.length).toBeLessThanOrEqual(803);
    expect(found?.before).toHaveLength(2_000);
  });
});
