import { add, type Fixture, prefer } from '../fixture.ts';
import { FOREIGN, NOT_SAID, UNCLEAR } from '../reasons.ts';

const story = 'It was a long day at the office and nothing worked as it should. '.repeat(40);

export const wordings: Fixture[] = [
  {
    title: 'a fact in a long message',
    said: `${story}By the way, I finally got my pilot licence. ${story}`,
    good: { facts: [add('hobby', 'Finally got pilot licence', 'I finally got my pilot licence')] },
    written: ['+ hobby: Finally got pilot licence'],
    bad: {
      facts: [
        add(
          'work',
          'Works at an airport as a pilot for Lufthansa',
          'I finally got my pilot licence',
        ),
      ],
      summary: 'Flies for Lufthansa.',
    },
    kept: [
      `? Works at an airport as a pilot for Lufthansa (${FOREIGN})`,
      `! Flies for Lufthansa. (${FOREIGN})`,
    ],
  },
  {
    title: 'a quote that is a whole essay out',
    said: story,
    good: {},
    written: [],
    bad: { facts: [add('work', 'Works at an office', story)] },
    kept: [`! Works at an office (${NOT_SAID})`],
  },
  {
    title: 'lower case with typos',
    said: 'im a vegtarian since 2019 lol and i hate mushroms',
    good: {
      facts: [
        add('diet', 'Vegetarian since 2019', 'im a vegtarian since 2019'),
        add('food', 'Hates mushrooms', 'i hate mushroms'),
      ],
    },
    written: ['+ diet: Vegetarian since 2019', '+ food: Hates mushrooms'],
    bad: { facts: [add('diet', 'Vegetarian since 2009', 'im a vegetarian since 2019')] },
    kept: [`! Vegetarian since 2009 (${NOT_SAID})`],
  },
  {
    title: 'contractions without an apostrophe',
    said: 'i dont eat gluten and im allergic to nuts',
    good: {
      facts: [
        add('diet', "Doesn't eat gluten", 'i dont eat gluten'),
        add('health', 'Allergic to nuts', 'im allergic to nuts'),
      ],
    },
    written: ["+ diet: Doesn't eat gluten", '+ health: Allergic to nuts'],
    bad: { facts: [add('diet', 'Eats gluten', 'i dont eat gluten')] },
    kept: [`? Eats gluten (${UNCLEAR})`],
  },
  {
    title: 'emoji and curly quotes',
    said: 'I’m a “coffee snob” ☕️😅',
    good: { facts: [add('drinks', 'Is a "coffee snob"', 'I\'m a "coffee snob"')] },
    written: ['+ drinks: Is a "coffee snob"'],
    bad: { facts: [add('drinks', 'Only drinks tea', 'I\'m a "coffee snob"')] },
    kept: [`? Only drinks tea (${UNCLEAR})`],
  },
  {
    title: 'capitals',
    said: 'I LOVE MY BMW',
    good: { facts: [add('car', 'Loves their BMW', 'I LOVE MY BMW')] },
    written: ['+ car: Loves their BMW'],
    bad: { facts: [add('car', 'Loves their Audi', 'I LOVE MY BMW')] },
    kept: [`? Loves their Audi (${UNCLEAR})`],
  },
  {
    title: 'names of tools with signs',
    said: 'At work I write C++ and C#, never Java',
    good: {
      facts: [
        add(
          'work',
          'Writes C++ and C# at work, never Java',
          'At work I write C++ and C#, never Java',
        ),
      ],
    },
    written: ['+ work: Writes C++ and C# at work, never Java'],
    bad: {
      facts: [
        add('work', 'Writes Java and Kotlin at work', 'At work I write C++ and C#, never Java'),
      ],
    },
    kept: [`? Writes Java and Kotlin at work (${UNCLEAR})`],
  },
  {
    title: 'numbers in words and digits',
    said: "I'm 34 and I have two kids",
    good: {
      facts: [
        add('age', 'Is 34 years old', "I'm 34"),
        add('family', 'Has 2 kids', 'I have two kids'),
      ],
    },
    written: ['+ age: Is 34 years old', '+ family: Has 2 kids'],
    bad: { facts: [add('age', 'Is 43 years old', "I'm 34")] },
    kept: [`? Is 43 years old (${UNCLEAR})`],
  },
  {
    title: 'the right half of an answer with wrong types',
    said: 'I play the cello and I live in Graz',
    good: {
      facts: [
        add('music', 'Plays the cello', 'I play the cello'),
        add('home', 'Lives in Graz', 'I live in Graz'),
      ],
    },
    written: ['+ music: Plays the cello', '+ home: Lives in Graz'],
    bad: {
      summary: 7,
      name: 'Graz',
      facts: [
        add('music', 'Plays the cello', 'I play the cello'),
        { op: 'explode' },
        add('home', 'Lives in Graz', 'I live in Graz', { target: 'none' }),
        null,
      ],
      preferences: [prefer('music', null, 'I play the cello'), 7],
    },
    kept: [
      '+ music: Plays the cello',
      '! music:  (there is no such preference)',
      '! summary: Invalid input',
      '! name: Invalid input',
      '! facts[1]: op Invalid input',
      '! facts[2]: target Invalid input',
      '! preferences[1]: Invalid input',
    ],
  },
  {
    title: 'a summary that grows',
    before: { name: 'Ana', summary: 'Ana is a nurse.', facts: ['work: Is a nurse'] },
    said: 'I moved to Graz and took up rowing',
    good: {
      facts: [
        add('home', 'Moved to Graz', 'I moved to Graz'),
        add('sport', 'Took up rowing', 'took up rowing'),
      ],
      summary: 'Ana is a nurse who moved to Graz. She rows.',
    },
    written: [
      '+ home: Moved to Graz',
      '+ sport: Took up rowing',
      'summary: Ana is a nurse who moved to Graz. She rows.',
    ],
    bad: { summary: 'Ana is a nurse who moved to Vienna with her husband Karl.' },
    kept: [`! Ana is a nurse who moved to Vienna with her husband Karl. (${FOREIGN})`],
  },
];
