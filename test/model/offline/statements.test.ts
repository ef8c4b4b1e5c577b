import { describe, expect, it } from 'vitest';
import { extraction, extractionPrompt, inShort } from './asking.ts';

const TEACHES: readonly (readonly [string, readonly string[]])[] = [
  ['My name is Alice.', ['name Alice']],
  ["i'm bob", ['name Bob']],
  ["Hi, I'm Zorblax.", ['name Zorblax']],
  ["I'm Bob from Berlin.", ['name Bob', 'add origin: Is from Berlin']],
  ["I'm Bob, a nurse from Berlin.", ['name Bob', 'add work: Is a nurse from Berlin']],
  ["I'm Bob, what's your name?", ['name Bob']],
  ['call me Al', ['name Al']],
  ['my name is actually Alicia', ['name Alicia']],
  ["My name's José and I'm an engineer", ['name José', 'add work: Is an engineer']],
  [
    'im marco, im 29 and i work at a bank',
    ['name Marco', 'add age: Is 29', 'add work: Works at a bank'],
  ],
  [
    "hey! i'm sara and i live in lisbon with my two cats",
    ['name Sara', 'add home: Lives in lisbon', 'add pets: Has two cats'],
  ],
  ["I'm German.", ['add origin: Is German']],
  [
    'I live in Berlin and work as a nurse.',
    ['add home: Lives in Berlin', 'add work: Works as a nurse'],
  ],
  [
    'I live in Berlin but work in Potsdam.',
    ['add home: Lives in Berlin', 'add work: Works in Potsdam'],
  ],
  ['We live in Hamburg now.', ['add home: Lives in Hamburg']],
  ["I've lived in Vienna for ten years", ['add home: Has lived in Vienna for ten years']],
  ['My girlfriend and I live in Bonn', ['add home: Lives in Bonn']],
  ['I work as a nurse at Charité.', ['add work: Works as a nurse at Charité']],
  ["I'm a software engineer at Siemens.", ['add work: Is a software engineer at Siemens']],
  ["I've been working at Bosch since 2015", ['add work: Has been working at Bosch since 2015']],
  ['I got promoted to team lead last week.', ['add work: Got promoted to team lead']],
  ['I work from home on Fridays.', ['add work: Works from home on Fridays']],
  ['My office is in Mitte', ['add work: Office is in Mitte']],
  ['I study physics at TU Berlin.', ['add education: Studies physics at TU Berlin']],
  ['I graduated from MIT in 2012.', ['add education: Graduated from MIT in 2012']],
  ["I'm from Portugal originally.", ['add origin: Is from Portugal']],
  ['I was born in Lisbon.', ['add origin: Was born in Lisbon']],
  ['My birthday is May 3.', ['add birthday: Birthday is May 3']],
  ['I was born on 3 May 1990.', ['add birthday: Was born on 3 May 1990']],
  ["I'm 34 years old", ['add age: Is 34 years old']],
  ["I'm 1.80m tall", ['add about: Is 1.80m tall']],
  ["I'm left-handed", ['add about: Is left-handed']],
  [
    "I'm vegetarian and allergic to nuts.",
    ['add diet: Is vegetarian', 'add diet: Is allergic to nuts'],
  ],
  ["I don't eat meat.", ["add diet: Doesn't eat meat"]],
  ["I don't drink alcohol.", ["add diet: Doesn't drink alcohol"]],
  ["I'm lactose intolerant", ['add diet: Is lactose intolerant']],
  ['I have asthma', ['add health: Has asthma']],
  [
    'I have a dog named Bello and a cat named Mia.',
    ['add pets: Has a dog named Bello', 'add pets: Has a cat named Mia'],
  ],
  ["My dog's name is Bello.", ["add pets: Dog's name is Bello"]],
  ['Bello is my dog.', ['add pets: Has a dog named Bello']],
  ['I just got a puppy called Max!', ['add pets: Got a puppy called Max']],
  ['my cat Mia is 5 years old', ['add pets: Cat Mia is 5 years old']],
  ["I don't have any pets.", ["add pets: Doesn't have any pets"]],
  ['My sister Anna lives in Munich.', ['add family: Sister Anna lives in Munich']],
  ['My brother Tom works as a pilot.', ['add family: Brother Tom works as a pilot']],
  ['My wife is Maria.', ['add family: Wife is Maria']],
  ["I'm married to Maria.", ['add family: Is married to Maria']],
  ['I have two kids.', ['add family: Has two kids']],
  ['My kids are Tim and Lea', ['add family: Kids are Tim and Lea']],
  ["My mom's birthday is June 4", ["add family: Mom's birthday is June 4"]],
  ["I'm a father of two.", ['add family: Is a father of two']],
  ['I like tea and coffee.', ['add tastes: Likes tea', 'add tastes: Likes coffee']],
  ['I prefer tea over coffee.', ['add tastes: Prefers tea over coffee']],
  ["I don't like coffee.", ["add tastes: Doesn't like coffee"]],
  ["I can't stand cilantro", ['add tastes: Cannot stand cilantro']],
  ["I'm a fan of jazz", ['add tastes: Is a fan of jazz']],
  ["I'm not a fan of jazz", ['add tastes: Is not a fan of jazz']],
  [
    'My favourite food is sushi and my favourite band is Muse',
    ['add tastes: Favourite food is sushi', 'add tastes: Favourite band is Muse'],
  ],
  ['I use vim.', ['add editor: Uses vim']],
  ['I code in Rust.', ['add programming-language: Codes in Rust']],
  ["I'm using Fedora", ['add os: Is using Fedora']],
  ['I drive a Tesla.', ['add car: Drives a Tesla']],
  ['I speak German and French.', ['add languages: Speaks German', 'add languages: Speaks French']],
  ["I'm learning Rust.", ['add learning: Is learning Rust']],
  ['I play the guitar.', ['add hobbies: Plays the guitar']],
  ['I wake up at 6 every day.', ['add habits: Wakes up at 6 every day']],
  ['I go to the gym on Mondays', ['add habits: Goes to the gym on Mondays']],
  ["I'm flying to Lisbon next Friday.", ['add plans: Is flying to Lisbon on 2026-11-27']],
  [
    'I have a dentist appointment tomorrow.',
    ['add plans: Has a dentist appointment on 2026-11-21'],
  ],
  ['My exam is on Monday', ['add plans: Exam is on 2026-11-23']],
  ['I plan to visit Japan in April.', ['add plans: Plans to visit Japan in April']],
  [
    'I used to live in Berlin but now I live in Hamburg',
    ['add home: Used to live in Berlin', 'add home: Lives in Hamburg'],
  ],
  ['I was a teacher but now I am a developer', ['add work: Is a developer']],
  ["I'm moving to Porto next month.", ['add plans: Is moving to Porto around 2026-12-20']],
  ['I bought a new car yesterday.', ['add events: Bought a new car']],
  ['I used to play the violin.', ['add hobbies: Used to play the violin']],
  ["I'm no longer a student", ['add work: Is no longer a student']],
  ['My laptop is a ThinkPad.', ['add laptop: Laptop is a ThinkPad']],
  ['My timezone is CET', ['add timezone: Timezone is CET']],
  ['Remember that I park on level 3.', ['add notes: Parks on level 3']],
  ['Please remember that I prefer window seats', ['add tastes: Prefers window seats']],
  ['Please keep answers short.', ['prefer answer length: short']],
  ['could you please keep your replies brief?', ['prefer answer length: brief']],
  ['I prefer metric units.', ['prefer units: metric']],
  ['Always answer in French.', ['prefer language: French']],
  ['Please be concise, and no emojis.', ['prefer answer length: concise', 'prefer emojis: none']],
];

const TEACHES_NOTHING: readonly string[] = [
  "I'm tired",
  "I'm hungry and bored today.",
  'I am a bit confused',
  "I'm sure it works.",
  "I'm excited about my trip to Rome!",
  "I'm in Paris today",
  "I'm at work",
  'I hate it when people are late',
  'I want a coffee',
  'I want you to write a poem',
  "I'd like to know the capital of France.",
  "I'm looking for a restaurant",
  'I got an error in my script',
  'I have a question about Rust.',
  'my code is broken',
  'My boss is annoying',
  'Should I learn Rust?',
  "What's my name?",
  'Do I live in Berlin?',
  'I live in Paris?',
  'I live in Paris, right?',
  'If I moved to Paris, I would be happy.',
  'What if I lived in Rome?',
  'I might move to Paris.',
  "Imagine I'm a pirate. I live on a ship.",
  'For example, I live in Rome',
  '> I live in Paris',
  'She said "I live in Paris. I work as a cook."',
  'Write a poem where I live in Paris and work as a baker.',
  'Translate: I live in Rome',
  'My name is not Bob',
  "Please don't call me Bob",
  'I love you',
  'Thanks, that helps!',
];

describe('what a user says of themselves', () => {
  it.each(TEACHES)('%j teaches %j', async (said, expected) => {
    expect(inShort(await extraction(extractionPrompt([], said)))).toEqual(expected);
  });

  it.each(TEACHES_NOTHING)('%j teaches nothing', async (said) => {
    expect(await extraction(extractionPrompt([], said))).toMatchObject({
      summary: null,
      name: null,
      facts: [],
      preferences: [],
    });
  });

  it('dates what happened and lets a dated plan expire a week after it', async () => {
    const { facts } = await extraction(
      extractionPrompt([], 'I moved to Hamburg last week. I am flying to Lisbon tomorrow.'),
    );
    expect(facts).toMatchObject([
      { text: 'Moved to Hamburg', happened_on: '2026-11-13', expires_in_days: null },
      { text: 'Is flying to Lisbon on 2026-11-21', kind: 'episodic', expires_in_days: 8 },
    ]);
  });

  it('takes at most three new facts from a message', async () => {
    const { facts } = await extraction(
      extractionPrompt(
        [],
        'I live in Rome. I use vim. I have asthma. I drive a Tesla. I play chess.',
      ),
    );
    expect(facts.map(({ text }) => text)).toEqual(['Lives in Rome', 'Uses vim', 'Has asthma']);
  });
});
