import { add, type Fixture, replace } from '../fixture.ts';
import { FOREIGN, OF_ANOTHER, UNCLEAR } from '../reasons.ts';

export const conjunctions: Fixture[] = [
  {
    title: 'a habit beside one that the user has not',
    said: "I don't smoke and I like tea",
    good: {
      facts: [
        add('health', "Doesn't smoke", "I don't smoke"),
        add('drinks', 'Likes tea', 'I like tea'),
      ],
    },
    written: ["+ health: Doesn't smoke", '+ drinks: Likes tea'],
    bad: { facts: [add('health', 'Smokes and likes tea', "I don't smoke and I like tea")] },
    kept: [`? Smokes and likes tea (${UNCLEAR})`],
  },
  {
    title: 'what the user did with someone else',
    said: 'My wife and I moved to Rome in 2020',
    good: { facts: [add('home', 'Moved to Rome in 2020', 'My wife and I moved to Rome in 2020')] },
    written: ['+ home: Moved to Rome in 2020'],
    bad: { facts: [add('home', 'Moved to Rome in 2010', 'My wife and I moved to Rome in 2020')] },
    kept: [`? Moved to Rome in 2010 (${FOREIGN})`],
  },
  {
    title: 'what used to be beside what is',
    said: 'I used to live in Rome but now I live in Oslo',
    good: {
      facts: [
        add('home', 'Used to live in Rome', 'I used to live in Rome'),
        add('home', 'Lives in Oslo', 'now I live in Oslo'),
      ],
    },
    written: ['+ home: Used to live in Rome', '+ home: Lives in Oslo'],
    bad: { facts: [add('home', 'Lives in Rome', 'live in Rome')] },
    kept: [`? Lives in Rome (${UNCLEAR})`],
  },
  {
    title: 'the age of a child that is spoken of as "he"',
    before: { facts: ['family: Son Leo is 4'] },
    said: 'Leo had his birthday. He is 5 now.',
    good: { facts: [replace(1, 'family', 'Son Leo is 5', 'He is 5 now')] },
    written: ['~ family: Son Leo is 5', '- Son Leo is 4, until 2026-03-01, replaced'],
    bad: { facts: [add('age', 'Is 5', 'He is 5 now')] },
    kept: [`? Is 5 (${OF_ANOTHER})`],
  },
  {
    title: 'the birthday of a child as theirs',
    said: "my daughter's birthday is May 4",
    good: {
      facts: [add('family', "Daughter's birthday is May 4", "my daughter's birthday is May 4")],
    },
    written: ["+ family: Daughter's birthday is May 4"],
    bad: { facts: [add('birthday', 'Birthday is May 4', 'birthday is May 4')] },
    kept: [`? Birthday is May 4 (${OF_ANOTHER})`],
  },
  {
    title: 'a mother tongue as no mother',
    said: 'My mother tongue is Polish and I speak Dutch',
    good: {
      facts: [
        add('language', 'Native language is Polish', 'My mother tongue is Polish'),
        add('language', 'Speaks Dutch', 'I speak Dutch'),
      ],
    },
    written: ['+ language: Native language is Polish', '+ language: Speaks Dutch'],
    bad: { facts: [add('language', 'Mother speaks Czech', 'My mother tongue is Polish')] },
    kept: [`? Mother speaks Czech (${FOREIGN})`],
  },
  {
    title: 'a job that is hated as one that is there',
    said: 'I hate my job at Acme',
    good: { facts: [add('work', 'Hates their job at Acme', 'I hate my job at Acme')] },
    written: ['+ work: Hates their job at Acme'],
    bad: { facts: [add('work', 'Likes their job at Acme', 'my job at Acme')] },
    kept: [`? Likes their job at Acme (${UNCLEAR})`],
  },
  {
    title: 'children with their ages',
    said: 'we have two kids, Mia (6) and Tom (9)',
    good: {
      facts: [
        add('family', 'Has two kids, Mia (6) and Tom (9)', 'we have two kids, Mia (6) and Tom (9)'),
      ],
    },
    written: ['+ family: Has two kids, Mia (6) and Tom (9)'],
    bad: {
      facts: [add('family', 'Has a kid named Max (6)', 'we have two kids, Mia (6) and Tom (9)')],
    },
    kept: [`? Has a kid named Max (6) (${FOREIGN})`],
  },
];
