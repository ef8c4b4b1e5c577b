import { add, type Fixture } from '../fixture.ts';
import { FOREIGN, SENTENCES, TOO_MANY, UNCLEAR } from '../reasons.ts';

export const tastes: Fixture[] = [
  {
    title: 'a taste',
    said: 'I love jazz, especially Coltrane.',
    good: {
      facts: [add('music', 'Loves jazz, especially Coltrane', 'I love jazz, especially Coltrane')],
    },
    written: ['+ music: Loves jazz, especially Coltrane'],
    bad: { facts: [add('music', 'Plays the saxophone', 'I love jazz')] },
    kept: [`? Plays the saxophone (${UNCLEAR})`],
  },
  {
    title: 'a dislike',
    said: "I can't stand cilantro",
    good: { facts: [add('food', "Can't stand cilantro", "I can't stand cilantro")] },
    written: ["+ food: Can't stand cilantro"],
    bad: { facts: [add('food', 'Likes cilantro', "I can't stand cilantro")] },
    kept: [`? Likes cilantro (${UNCLEAR})`],
  },
  {
    title: 'a dislike in other words',
    said: "I can't stand cilantro",
    good: { facts: [add('food', 'Dislikes cilantro', "I can't stand cilantro")] },
    written: ['+ food: Dislikes cilantro'],
    bad: { facts: [add('food', 'Dislikes coriander and parsley', "I can't stand cilantro")] },
    kept: [`? Dislikes coriander and parsley (${UNCLEAR})`],
  },
  {
    title: 'a favourite',
    said: 'My favorite color is teal and my favorite number is 7',
    good: {
      facts: [
        add('color', 'Favorite color is teal', 'My favorite color is teal'),
        add('number', 'Favorite number is 7', 'my favorite number is 7'),
      ],
    },
    written: ['+ color: Favorite color is teal', '+ number: Favorite number is 7'],
    bad: { facts: [add('number', 'Favorite number is 17', 'my favorite number is 7')] },
    kept: [`? Favorite number is 17 (${FOREIGN})`],
  },
  {
    title: 'three facts of a turn and not a list of everything',
    slips: true,
    said: 'I like tea, rice, bread, soup and cake, and I own a Volvo.',
    good: {
      facts: [
        add(
          'food',
          'Likes tea, rice, bread, soup and cake',
          'I like tea, rice, bread, soup and cake',
        ),
        add('car', 'Owns a Volvo', 'I own a Volvo'),
      ],
    },
    written: ['+ food: Likes tea, rice, bread, soup and cake', '+ car: Owns a Volvo'],
    bad: {
      facts: ['tea', 'rice', 'bread', 'soup', 'cake'].map((food) =>
        add('food', `Likes ${food}`, 'I like tea, rice, bread, soup and cake'),
      ),
    },
    kept: [
      '+ food: Likes tea',
      '+ food: Likes rice',
      '+ food: Likes bread',
      `! Likes soup (${TOO_MANY})`,
      `! Likes cake (${TOO_MANY})`,
    ],
  },
  {
    title: 'a habit as procedural',
    said: 'I always review my code on paper before I commit',
    good: {
      facts: [
        add(
          'code',
          'Always reviews code on paper before a commit',
          'I always review my code on paper before I commit',
          {
            kind: 'procedural',
          },
        ),
      ],
    },
    written: ['+ code: Always reviews code on paper before a commit (procedural)'],
    bad: {
      facts: [
        add('code', 'Reviews code. Uses paper. Commits later.', 'I always review my code on paper'),
      ],
    },
    kept: [`! Reviews code. Uses paper. Commits later. (${SENTENCES})`],
  },
  {
    title: 'an allergy',
    said: 'careful, I am allergic to peanuts and shellfish',
    good: {
      facts: [
        add(
          'health',
          'Allergic to peanuts and shellfish',
          'I am allergic to peanuts and shellfish',
        ),
      ],
    },
    written: ['+ health: Allergic to peanuts and shellfish'],
    bad: { facts: [add('health', 'Loves peanuts and shellfish', 'peanuts and shellfish')] },
    kept: [`? Loves peanuts and shellfish (${UNCLEAR})`],
  },
];
