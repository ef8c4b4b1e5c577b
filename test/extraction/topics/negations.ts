import { add, type Fixture, retire } from '../fixture.ts';
import { UNCLEAR } from '../reasons.ts';

export const negations: Fixture[] = [
  {
    title: 'what the user does not do',
    said: "I don't drink alcohol",
    good: { facts: [add('diet', "Doesn't drink alcohol", "I don't drink alcohol")] },
    written: ["+ diet: Doesn't drink alcohol"],
    bad: { facts: [add('diet', 'Drinks alcohol', 'drink alcohol')] },
    kept: [`? Drinks alcohol (${UNCLEAR})`],
  },
  {
    title: 'what was never so',
    said: 'I have never been to Asia',
    good: { facts: [add('travel', 'Has never been to Asia', 'I have never been to Asia')] },
    written: ['+ travel: Has never been to Asia'],
    bad: { facts: [add('travel', 'Has been to Asia', 'been to Asia')] },
    kept: [`? Has been to Asia (${UNCLEAR})`],
  },
  {
    title: 'that something stopped',
    said: 'I quit smoking two years ago',
    good: {
      facts: [
        add('health', 'Quit smoking two years ago', 'I quit smoking two years ago', {
          happened_on: '2024-03-01',
        }),
      ],
    },
    written: ['+ health: Quit smoking two years ago (from 2024-03-01)'],
    bad: { facts: [add('health', 'Smokes', 'smoking')] },
    kept: [`? Smokes (${UNCLEAR})`],
  },
  {
    title: 'both halves of a contrast',
    said: "I don't like cats but I love dogs",
    good: {
      facts: [
        add('pets', "Doesn't like cats", "I don't like cats"),
        add('pets', 'Loves dogs', 'I love dogs'),
      ],
    },
    written: ["+ pets: Doesn't like cats", '+ pets: Loves dogs'],
    bad: { facts: [add('pets', 'Likes cats', "I don't like cats but I love dogs")] },
    kept: [`? Likes cats (${UNCLEAR})`],
  },
  {
    title: 'a double negation as nothing that it is not',
    said: 'Not that I never eat meat, only rarely',
    good: { facts: [add('diet', 'Rarely eats meat', 'I never eat meat, only rarely')] },
    asks: true,
    written: [`? Rarely eats meat (${UNCLEAR})`],
    bad: { facts: [add('diet', 'Is a vegetarian', 'I never eat meat')] },
    kept: [`? Is a vegetarian (${UNCLEAR})`],
  },
  {
    title: 'what used to be as over',
    before: { facts: ['work: Works at Acme'] },
    said: 'I used to work at Acme',
    good: { facts: [retire(1, 'work', 'I used to work at Acme')] },
    written: ['- Works at Acme, until 2026-03-01'],
    bad: { facts: [{ ...retire(1, 'work', 'I used to work at Acme'), op: 'confirm' }] },
    kept: [`! Works at Acme (${UNCLEAR})`],
  },
];
