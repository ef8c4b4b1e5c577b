import { describe, expect, it } from 'vitest';
import { chat, memoryBlock } from './asking.ts';

const ANSWERS: readonly (readonly [readonly string[], readonly string[], string])[] = [
  [['family: Is married to Sue'], ['Who am I married to?'], 'You are married to Sue.'],
  [['family: Wife is Sue'], ['Who am I married to?'], 'Your wife is Sue.'],
  [[], ['Who am I married to?'], "I don't have that in memory yet."],
  [[], ['Who am I?'], 'Your name is Alice.'],
  [
    ['tastes: Likes tea', 'tastes: Loves dogs'],
    ['What music do I like?'],
    "I don't have that in memory yet.",
  ],
  [['tastes: Likes jazz', 'tastes: Loves dogs'], ['What music do I like?'], 'You like jazz.'],
  [
    ['tastes: Favourite music is fado', 'tastes: Likes tea'],
    ['What music do I like?'],
    'Your favourite music is fado.',
  ],
  [
    ['tastes: Likes Rust', 'tastes: Likes spinach'],
    ['What languages do I like?'],
    'You like Rust.',
  ],
  [
    ['tastes: Likes spinach', 'tastes: Loves to go hiking'],
    ['What languages do I like?'],
    "I don't have that in memory yet.",
  ],
  [['tastes: Hates spinach', 'tastes: Hates rain'], ['What foods do I hate?'], 'You hate spinach.'],
  [['tastes: Likes tea'], ['What else do I like?'], 'You like tea.'],
  [['work: Works at Apple', 'work: Is not a doctor'], ['where do i work'], 'You work at Apple.'],
  [
    ['work: Is not a doctor', 'work: Started a new job at Apple'],
    ['where do i work'],
    'You started a new job at Apple.',
  ],
  [['work: Is not a doctor'], ['where do i work'], "I don't have that in memory yet."],
  [
    [],
    [
      "I'm a software engineer at Siemens in Munich",
      'I no longer work at Siemens',
      'what do I do for a living?',
    ],
    "I don't have that in memory yet. You no longer work at Siemens.",
  ],
  [
    [],
    ['remember that my password is [redacted: password]'],
    "I don't keep secrets like passwords, keys or card numbers.",
  ],
  [[], ['[redacted: card number]'], "I don't keep secrets like passwords, keys or card numbers."],
  [
    [],
    ['I live in Rome and my password is [redacted: password]'],
    "Got it, I'll remember that. I don't keep secrets like passwords, keys or card numbers.",
  ],
  [
    ['hobbies: Plays the guitar', 'hobbies: Plays tennis'],
    ['What sports do I play?'],
    'You play tennis.',
  ],
  [
    ['hobbies: Plays the guitar', 'hobbies: Plays tennis'],
    ['What instrument do I play?'],
    'You play the guitar.',
  ],
  [['hobbies: Plays the guitar'], ['What sports do I play?'], "I don't have that in memory yet."],
];

describe('an answer is of the kind that was asked for, and a secret is never one', () => {
  it.each(ANSWERS)('knowing %j, to %j: %j', async (facts, said, expected) => {
    expect(await chat(memoryBlock(facts, 'Alice'), said)).toBe(expected);
  });

  it('neither acknowledges nor repeats a password', async () => {
    const password = ['hunter', '2xyz', '!'].join('');
    const said = `My password is ${password} What is my password?`;
    expect(await chat(memoryBlock([]), [said])).toBe(
      "I don't keep secrets like passwords, keys or card numbers. I don't have that in memory yet.",
    );
  });
});
