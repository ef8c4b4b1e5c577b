import type { Fixture } from '../fixture.ts';
import { NOT_SAID, NOT_YOURS } from '../reasons.ts';

export const introductions: Fixture[] = [
  ...(
    [
      ['Call me Ishmael. I come from Nantucket.', 'Ishmael', 'Nantucket'],
      ['This is Bob from accounting', 'Bob', 'accounting'],
      ['You can call me Al', 'Al', 'You'],
      ['My friends call me Ace', 'Ace', 'friends'],
      ['Ich heiße Jürgen und mein Bruder heißt Uwe', 'Jürgen', 'Uwe'],
      ["Je m'appelle Zoé, ma sœur s'appelle Léa", 'Zoé', 'Léa'],
      ['Me llamo Inés y mi perro se llama Toby', 'Inés', 'Toby'],
      ['Ik heet Sanne en mijn kat heet Poes', 'Sanne', 'Poes'],
      ["My name's Ann and my daughter is called Eve", 'Ann', 'Eve'],
      ['Hi, Zoë here, is Tom there?', 'Zoë', 'Tom'],
    ] as const
  ).map(
    ([said, name, other]): Fixture => ({
      title: `${name} as the name in "${said}"`,
      said,
      good: { name: { value: name, quote: said } },
      written: [`name: ${name}`],
      bad: { name: { value: other, quote: said } },
      kept: [`! ${other} (${NOT_YOURS})`],
    }),
  ),
  {
    title: 'a Japanese name',
    said: '私の名前は健太です',
    good: { name: { value: '健太', quote: '私の名前は健太です' } },
    written: ['name: 健太'],
    bad: { name: { value: '健', quote: '健です' } },
    kept: [`! 健 (${NOT_SAID})`],
  },
];
