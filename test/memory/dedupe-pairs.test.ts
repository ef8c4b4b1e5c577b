import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicateOf } from '../../src/memory/dedupe.ts';
import { fact } from './world.ts';

/** Sentences with one place in them, and what may stand there: no two of them say the same. */
const NUMBERS = ['2', '3', '12', '22', '1990', '2019'];
const DATES = ['2026-03-05', '2026-03-09', '2026-05-03', '2025-03-05'];
const NAMES = ['Ana', 'Tom', 'Rex', 'Globex', 'Acme', 'Köln', 'Lyon', 'Sevilla'];
const SENTENCES: [string, string[]][] = [
  ['Has _ cats and a dog', NUMBERS],
  ['Pays _ euros of rent for the flat', NUMBERS],
  ['Sees the dentist on _', DATES],
  ['Flight to Oslo leaves on _', DATES],
  ['Works with _ on the project', NAMES],
  ['Sister _ lives in Oslo', NAMES],
  ['Likes the old town of _ very much', NAMES],
  ['Hat _ Katzen und einen Hund', NUMBERS],
  ['Arbeitet seit Jahren bei _', NAMES],
  ['Habite à _ avec sa famille', NAMES],
  ['Est né en _', NUMBERS],
  ['Vive en _ con sus hijos', NAMES],
  ['Tiene una cita el _', DATES],
  ['Abita a _ da tre anni', NAMES],
  ['Trabalha com _ no Porto', NAMES],
  ['Woont samen met _ in Utrecht', NAMES],
  ['猫を_匹飼っている', NUMBERS],
  ['我有_只猫', NUMBERS],
];

/** A sentence and its opposite, or its past, or the same with its parts the other way round. */
const OPPOSITES: [string, string][] = [
  ['Eats meat', 'Does not eat meat'],
  ['Eats meat', "Doesn't eat meat"],
  ['Drinks alcohol', 'Never drinks alcohol'],
  ['Likes very spicy green Thai curry', 'Does not like very spicy green Thai curry'],
  ['Loves long walks on the beach in winter', 'Hates long walks on the beach in winter'],
  ['Lives in the old town of Lisbon', 'Lived in the old town of Lisbon'],
  ['Smokes', 'Used to smoke'],
  ['Moved from Berlin to Hamburg', 'Moved from Hamburg to Berlin'],
  ['Prefers tabs over spaces', 'Prefers spaces over tabs'],
  ['Ana is taller than Tom', 'Tom is taller than Ana'],
  ['Isst Fleisch', 'Isst kein Fleisch'],
  ['Trinkt gern Kaffee am Morgen', 'Trinkt nicht gern Kaffee am Morgen'],
  ['Mag Katzen', 'Mag keine Katzen'],
  ['Aime le café', "N'aime pas le café"],
  ['Mange de la viande', 'Ne mange jamais de viande'],
  ['Come carne', 'No come carne'],
  ['Bebe alcohol', 'Nunca bebe alcohol'],
  ['Mangia carne', 'Non mangia carne'],
  ['Come carne vermelha', 'Não come carne vermelha'],
  ['Eet vlees', 'Eet geen vlees'],
  ['Ест мясо', 'Не ест мясо'],
  ['コーヒーを飲む', 'コーヒーを飲まない'],
  ['喜欢咖啡', '不喜欢咖啡'],
];

function isDuplicate(known: string, text: string): boolean {
  return duplicateOf(text, [fact('f-1', known)]) !== undefined;
}

const sentence = fc.constantFrom(...SENTENCES);

describe('two facts', () => {
  it('that differ in a number, a date or a name are two, in every language', () => {
    const pair = sentence.chain(([template, fillings]) =>
      fc
        .shuffledSubarray(fillings, { minLength: 2, maxLength: 2 })
        .map((two) => two.map((filling) => template.replace('_', filling))),
    );
    fc.assert(
      fc.property(pair, ([one = '', other = '']) => {
        expect(isDuplicate(one, other)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('of which one says more than the other are two when it is the new one', () => {
    const more = fc.constantFrom(' in Graz', ', number 7', ' since 2019', ' but not on Sundays');
    fc.assert(
      fc.property(sentence, more, ([template], tail) => {
        const known = template.replace('_', 'Ana');
        expect(isDuplicate(known, `${known}${tail}`)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it.each(OPPOSITES)('"%s" and "%s" are two', (one, other) => {
    expect(isDuplicate(one, other)).toBe(false);
    expect(isDuplicate(other, one)).toBe(false);
  });

  it('that differ in case, end mark and white space alone are one', () => {
    fc.assert(
      fc.property(sentence, ([template, [filling = '']]) => {
        const text = template.replace('_', filling);
        expect(isDuplicate(text, ` ${text.replaceAll(' ', '  ')}.`)).toBe(true);
        expect(isDuplicate(text, text.toUpperCase())).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
