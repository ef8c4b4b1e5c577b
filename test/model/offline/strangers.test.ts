import { describe, expect, it } from 'vitest';
import { extraction, extractionPrompt, inShort } from './asking.ts';

/** How strangers put things: without full stops, at length, with second thoughts. */
const TEACHES: readonly (readonly [string, readonly string[]])[] = [
  // What goes before the subject.
  [
    "Next month I'm going to Japan with my sister Ana.",
    [
      'add plans: Is going to Japan with their sister Ana around 2026-12-20',
      'add family: Has a sister named Ana',
    ],
  ],
  ["In June, I'm flying to Oslo.", ['add plans: Is flying to Oslo in June']],
  ['Last year we moved from Cleveland to Tampa.', ['add home: Moved from Cleveland to Tampa']],
  ['In 2019 I moved to Lisbon.', ['add home: Moved to Lisbon in 2019']],
  [
    "Since January I've been learning Welsh.",
    ['add learning: Has been learning Welsh since January'],
  ],
  ['Two weeks ago I adopted a cat named Tom.', ['add pets: Adopted a cat named Tom']],
  ['Every morning I go running.', ['add habits: Goes running every morning']],
  ['On Mondays I play tennis.', ['add hobbies: Plays tennis on Mondays']],
  ['These days I cycle to work.', ['add habits: Cycles to work']],
  ['At work I use vim.', ['add editor: Uses vim']],
  // Lists.
  ['I use neovim and Arch Linux', ['add editor: Uses neovim', 'add os: Uses Arch Linux']],
  [
    'I use vscode on Ubuntu, and zsh.',
    ['add editor: Uses vscode', 'add os: Uses Ubuntu', 'add shell: Uses zsh'],
  ],
  ['i play league and valorant', ['add hobbies: Plays league', 'add hobbies: Plays valorant']],
  ['i play volleyball n guitar', ['add hobbies: Plays volleyball', 'add hobbies: Plays guitar']],
  ['I know SQL and Excel', ['add skills: Knows SQL', 'add skills: Knows Excel']],
  [
    'I like tea, chess, hiking, cooking and jazz',
    [
      'add tastes: Likes tea',
      'add tastes: Likes chess',
      'add tastes: Likes hiking, cooking and jazz',
    ],
  ],
  [
    'I live in Rome. I like tea, chess and jazz.',
    ['add home: Lives in Rome', 'add tastes: Likes tea', 'add tastes: Likes chess and jazz'],
  ],
  [
    'I love macaroni and cheese and gin and tonic',
    ['add tastes: Loves macaroni and cheese', 'add tastes: Loves gin and tonic'],
  ],
  ['I love salt and pepper crisps', ['add tastes: Loves salt and pepper crisps']],
  ['I like red and white wine', ['add tastes: Likes red and white wine']],
  ['I like coffee but not tea', ['add tastes: Likes coffee', "add tastes: Doesn't like tea"]],
  ['I like cats but hate dogs', ['add tastes: Likes cats', 'add tastes: Hates dogs']],
  ['I love cooking and hate cleaning', ['add tastes: Loves cooking', 'add tastes: Hates cleaning']],
  ['I love hiking and hate mushrooms', ['add tastes: Loves hiking', 'add tastes: Hates mushrooms']],
  ['I like tea and have a dog', ['add tastes: Likes tea', 'add pets: Has a dog']],
  ['I like rock and play guitar', ['add tastes: Likes rock', 'add hobbies: Plays guitar']],
  ['I like rap and love songs', ['add tastes: Likes rap', 'add tastes: Likes love songs']],
  ['I want to learn and use Rust', ['add plans: Wants to learn and use Rust']],
  [
    'I like Rust and Go but not Java',
    ['add tastes: Likes Rust', 'add tastes: Likes Go', "add tastes: Doesn't like Java"],
  ],
  // Company.
  [
    'I live in Lisbon with my cat Miso',
    ['add home: Lives in Lisbon', 'add pets: Has a cat named Miso'],
  ],
  [
    'My wife and I live in Denver with our two kids.',
    ['add home: Lives in Denver', 'add family: Has two kids'],
  ],
  [
    "I'm 42 and I live out in Boise, Idaho with my wife Kim and our three dogs.",
    ['add age: Is 42', 'add home: Lives out in Boise, Idaho', 'add family: Has a wife named Kim'],
  ],
  [
    'My husband Harold and I have three grandchildren: Ella, Noah and Liam.',
    [
      'add family: Has three grandchildren: Ella, Noah and Liam',
      'add family: Has a husband named Harold',
    ],
  ],
  [
    "My wife's name is Sarah and she's a nurse.",
    ["add family: Wife's name is Sarah", 'add family: Wife Sarah is a nurse'],
  ],
  ['We have a golden retriever named Biscuit.', ['add pets: Has a golden retriever named Biscuit']],
  // Second thoughts.
  ['I live in Rome, no wait, Milan', ['add home: Lives in Milan']],
  ['I live in York. Actually, Leeds.', ['add home: Lives in Leeds']],
  ["I'm 35, sorry, 36", ['add age: Is 36']],
  ['My name is Jon. I mean John.', ['name John']],
  ['I have a dog, actually two dogs', ['add pets: Has two dogs']],
  ['I have two sisters, I mean three.', ['add family: Has three sisters']],
  ['I work at IBM, no, at Oracle.', ['add work: Works at Oracle']],
  ["My dog's name is Rex. Sorry, Max.", ["add pets: Dog's name is Max"]],
  // In a hurry.
  ['names kat', ['name Kat']],
  ['my name is josé maría', ['name José María']],
  ['my name is josé and i live in rome', ['name José', 'add home: Lives in rome']],
  ['my name is lea nice to meet you', ['name Lea']],
  ['28 yo from leeds', ['add age: Is 28 years old', 'add origin: Is from leeds']],
  ['dont like mornings', ["add tastes: Doesn't like mornings"]],
  ['got 2 dogs rex and luna', ['add pets: Has 2 dogs rex and luna']],
  ['btw my gf is called nina ❤️', ['add family: Girlfriend is called nina']],
  [
    'hey im leo lol 😂 im a cs student at ETH Zurich',
    ['name Leo', 'add work: Is a cs student at ETH Zurich'],
  ],
  [
    'sup im zoe im 16 and i go to lincoln high',
    ['name Zoe', 'add age: Is 16', 'add education: Goes to lincoln high'],
  ],
  [
    'hi im dan i live in leeds i work as a chef my dog is called max',
    [
      'name Dan',
      'add home: Lives in leeds',
      'add work: Works as a chef',
      'add pets: Dog is called max',
    ],
  ],
  ['i love the city i live in', ['add tastes: Loves the city they live in']],
  ['i mostly code in python 🦀', ['add programming-language: Mostly codes in python']],
  [
    'Just moved to Austin from Chicago for work!',
    ['add home: Moved to Austin from Chicago for work'],
  ],
  ['I live alone in Bath.', ['add home: Lives alone in Bath']],
  [
    "I'm vegetarian, lactose intolerant and allergic to cashews.",
    [
      'add diet: Is vegetarian',
      'add diet: Is lactose intolerant',
      'add diet: Is allergic to cashews',
    ],
  ],
  ['I sell solar panels.', ['add work: Sells solar panels']],
  // Work, skills, what is not so.
  ["I'm a solicitor in Manchester.", ['add work: Is a solicitor in Manchester']],
  ["I'm a cellist in an orchestra", ['add work: Is a cellist in an orchestra']],
  ['I mostly write Go.', ['add programming-language: Mostly writes Go']],
  ["I can't swim.", ['add skills: Cannot swim']],
  ["I've never been to Asia.", ['add travel: Has never been to Asia']],
  ["We're based in Basel and employ 40 people.", ['add home: Is based in Basel']],
  ['I prefer direct, concise answers.', ['prefer answer style: direct, concise']],
  [
    'I prefer short answers, please no emojis',
    ['prefer answer length: short', 'prefer emojis: none'],
  ],
];

const TEACHES_NOTHING: readonly string[] = [
  'Next week is going to be crazy',
  'Tomorrow I need to buy milk',
  'In 5 minutes I have to go',
  'In Python I get an error when I run the tests',
  'Every time I run it it crashes',
  'Lately I have been tired',
  'When I was young I worked on ships.',
  'I read a book and a magazine',
  'I play around with settings',
  'I can play this later',
  'I sold it',
  'I got rid of the bug',
  'I like it but not much',
  'I use this function and that class to parse JSON',
  'i run the server and the client',
  "she's a doctor",
  "it's raining, sorry, snowing",
  'Sorry, Claude',
  'actually never mind',
  'no, I meant the other file',
  "I'm a beginner",
  'Harold is allergic to shellfish.',
  'My wifi password is [redacted: password]',
];

describe('what strangers say of themselves', () => {
  it.each(TEACHES)('%j teaches %j', async (said, expected) => {
    expect(inShort(await extraction(extractionPrompt([], said)))).toEqual(expected);
  });

  it.each(TEACHES_NOTHING)('%j teaches nothing', async (said) => {
    expect(await extraction(extractionPrompt([], said))).toMatchObject({
      name: null,
      facts: [],
      preferences: [],
    });
  });
});
