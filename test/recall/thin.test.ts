import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinned } from '../../src/recall/thin.ts';

const thin = (...texts: string[]) => thinned(texts, (text) => text);

describe('thinning', () => {
  it.each([
    ['I keep bees behind the chapel', 'Keeps bees behind the chapel.'],
    ['the greenhouse code word is marmalade', 'Marmalade is the greenhouse code word!'],
    ['Met Ana and Bo at the harbour festival', 'Met Ana and Bo at the harbour festival again'],
    ['Has 3 cats', 'I have three cats'],
  ])('keeps the first of %j and %j', (first, second) => {
    expect(thin(first, second)).toEqual([first]);
    expect(thin(second, first)).toEqual([second]);
  });

  it.each([
    ['Likes coffee with milk', 'Does not like coffee with milk'],
    ['Ich trinke Kaffee mit Milch', 'Ich trinke keinen Kaffee mit Milch'],
    [
      'The code of the door by the pond is 4711 since spring',
      'The code of the door by the pond is 4812 since spring',
    ],
    ['Has two cats', 'Has three cats'],
    ['Lives in Rome', 'Lives in Oslo'],
    ['Keeps bees', 'Keeps bees behind the chapel of Saint Ambrose'],
    ['', ''],
    ['!!!', '…'],
  ])('keeps both of %j and %j', (first, second) => {
    expect(thin(first, second)).toEqual([first, second]);
  });

  it('leaves out nothing else, and is done when it is done', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
        const left = thin(...texts);
        expect(texts.filter((text) => left.includes(text)).length).toBeGreaterThanOrEqual(
          left.length,
        );
        expect(thin(...left)).toEqual(left);
        if (texts.length > 0) expect(left[0]).toBe(texts[0]);
      }),
    );
  });
});
