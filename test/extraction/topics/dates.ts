import { add, type Fixture, replace, retire } from '../fixture.ts';
import { FOREIGN, UNCLEAR } from '../reasons.ts';

export const dates: Fixture[] = [
  {
    title: 'yesterday as a date',
    said: 'I ran my first marathon yesterday',
    good: {
      facts: [
        add('sport', 'Ran first marathon on 2026-02-28', 'I ran my first marathon yesterday', {
          kind: 'episodic',
          happened_on: '2026-02-28',
        }),
      ],
    },
    written: [
      '+ sport: Ran first marathon on 2026-02-28 (episodic, from 2026-02-28, expires 2026-05-30)',
    ],
    bad: {
      facts: [
        add('sport', 'Ran first marathon in 2019', 'I ran my first marathon yesterday', {
          kind: 'episodic',
          happened_on: 'yesterday',
        }),
      ],
    },
    kept: [`? Ran first marathon in 2019 (${FOREIGN})`],
  },
  {
    title: 'a date that is no date as the day it was said',
    said: 'I adopted a greyhound last month',
    good: {
      facts: [
        add('pets', 'Adopted a greyhound in February 2026', 'I adopted a greyhound last month', {
          happened_on: '2026-02-01',
        }),
      ],
    },
    written: ['+ pets: Adopted a greyhound in February 2026 (from 2026-02-01)'],
    bad: {
      facts: [
        add('pets', 'Adopted a greyhound in February 2026', 'I adopted a greyhound last month', {
          happened_on: 'last month',
        }),
      ],
    },
    kept: ['+ pets: Adopted a greyhound in February 2026'],
  },
  {
    title: 'a plan that passes',
    said: "I'm flying to Lisbon next Friday for a week",
    good: {
      facts: [
        add(
          'travel',
          'Flies to Lisbon on 2026-03-06 for a week',
          "I'm flying to Lisbon next Friday for a week",
          { kind: 'episodic', happened_on: '2026-03-06', expires_in_days: 14 },
        ),
      ],
    },
    written: [
      '+ travel: Flies to Lisbon on 2026-03-06 for a week (episodic, from 2026-03-06, expires 2026-03-15)',
    ],
    bad: {
      facts: [
        add('travel', 'Flies to Lisbon', "I'm flying to Lisbon next Friday", {
          expires_in_days: 0,
        }),
      ],
    },
    kept: ['! Flies to Lisbon (it would have expired already)'],
  },
  {
    title: 'an appointment with its number',
    said: 'Remind me that my flight LH1234 leaves on March 12',
    good: {
      facts: [
        add('travel', 'Flight LH1234 leaves on March 12', 'my flight LH1234 leaves on March 12', {
          kind: 'episodic',
          happened_on: '2026-03-12',
        }),
      ],
    },
    written: [
      '+ travel: Flight LH1234 leaves on March 12 (episodic, from 2026-03-12, expires 2026-06-10)',
    ],
    bad: {
      facts: [
        add('travel', 'Flight LH4321 leaves on March 12', 'my flight LH1234 leaves on March 12'),
      ],
    },
    kept: [`? Flight LH4321 leaves on March 12 (${FOREIGN})`],
  },
  {
    title: 'a birthday with its year',
    said: 'I was born on 4 May 1990',
    good: { facts: [add('birthday', 'Born on 4 May 1990', 'I was born on 4 May 1990')] },
    written: ['+ birthday: Born on 4 May 1990'],
    bad: { facts: [add('birthday', 'Born on 4 May 1980', 'I was born on 4 May 1990')] },
    kept: [`? Born on 4 May 1980 (${FOREIGN})`],
  },
  {
    title: 'a past event as of when it was',
    said: 'I studied physics in Delft from 2009 to 2014',
    good: {
      facts: [
        add(
          'education',
          'Studied physics in Delft from 2009 to 2014',
          'I studied physics in Delft from 2009 to 2014',
        ),
      ],
    },
    written: ['+ education: Studied physics in Delft from 2009 to 2014'],
    bad: {
      facts: [
        add(
          'education',
          'Studied physics in Delft from 2008 to 2013',
          'I studied physics in Delft from 2009 to 2014',
        ),
      ],
    },
    kept: [`? Studied physics in Delft from 2008 to 2013 (${FOREIGN})`],
  },
  {
    title: 'what was planned and is off',
    before: { facts: ['travel: Flies to Lisbon on 2026-03-06'] },
    said: 'The Lisbon trip is cancelled',
    good: { facts: [retire(1, 'travel', 'The Lisbon trip is cancelled')] },
    written: ['- Flies to Lisbon on 2026-03-06, until 2026-03-01'],
    bad: {
      facts: [replace(1, 'travel', 'Flies to Porto on 2026-03-06', 'The Lisbon trip is cancelled')],
    },
    kept: [`? Flies to Porto on 2026-03-06 (${UNCLEAR})`],
  },
];
