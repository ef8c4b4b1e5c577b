import { add, type Fixture, replace } from '../fixture.ts';
import { ASKED, FOREIGN, OF_ANOTHER } from '../reasons.ts';

export const others: Fixture[] = [
  {
    title: 'what someone else does as theirs',
    said: 'My wife is a vegetarian and works at Charité',
    good: {
      facts: [
        add(
          'family',
          'Wife is a vegetarian and works at Charité',
          'My wife is a vegetarian and works at Charité',
        ),
      ],
    },
    written: ['+ family: Wife is a vegetarian and works at Charité'],
    bad: { facts: [add('diet', 'Is a vegetarian', 'is a vegetarian')] },
    kept: [`? Is a vegetarian (${OF_ANOTHER})`],
  },
  {
    title: 'a friend and not the user in another town',
    before: { facts: ['home: Lives in Berlin'] },
    said: 'My friend Tom moved to Madrid',
    good: {
      facts: [add('friends', 'Friend Tom moved to Madrid', 'My friend Tom moved to Madrid')],
    },
    written: ['+ friends: Friend Tom moved to Madrid'],
    bad: { facts: [replace(1, 'home', 'Moved to Madrid', 'moved to Madrid')] },
    kept: [`? Moved to Madrid (${OF_ANOTHER})`],
  },
  {
    title: 'a famous person as no one of the user',
    said: 'Einstein was born in Ulm, right?',
    good: {},
    written: [],
    bad: { facts: [add('birthplace', 'Was born in Ulm', 'born in Ulm')] },
    kept: [`? Was born in Ulm (${OF_ANOTHER})`],
  },
  {
    title: 'the age of a child',
    said: 'my daughter Mia turns 6 in April',
    good: {
      facts: [add('family', 'Daughter Mia turns 6 in April', 'my daughter Mia turns 6 in April')],
    },
    written: ['+ family: Daughter Mia turns 6 in April'],
    bad: {
      facts: [add('family', 'Daughter Mia turns 9 in April', 'my daughter Mia turns 6 in April')],
    },
    kept: [`? Daughter Mia turns 9 in April (${FOREIGN})`],
  },
  {
    title: 'lines of one message apart',
    said: 'I have a question\nmy wife is vegan\nI am a nurse in\nGraz\nwhat can we cook',
    good: {
      facts: [
        add('family', 'Wife is vegan', 'my wife is vegan'),
        add('work', 'Is a nurse in Graz', 'I am a nurse in Graz'),
      ],
    },
    written: ['+ family: Wife is vegan', '+ work: Is a nurse in Graz'],
    bad: { facts: [add('diet', 'Is vegan', 'is vegan'), add('hobby', 'Can cook', 'can we cook')] },
    kept: [`? Is vegan (${OF_ANOTHER})`, `? Can cook (${ASKED})`],
  },
];
