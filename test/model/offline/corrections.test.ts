import { describe, expect, it } from 'vitest';
import { extraction, extractionPrompt, inShort } from './asking.ts';

const CHANGES: readonly (readonly [readonly string[], string, readonly string[]])[] = [
  [['home: Lives in Berlin'], 'I live in a small flat.', ['add home: Lives in a small flat']],
  [['home: Lives in Berlin'], 'I moved to Hamburg.', ['replace 1: Moved to Hamburg']],
  [
    ['home: I live in Berlin', 'work: I work as a nurse', 'editor: Uses vim'],
    'Actually, I moved to Hamburg last week. I no longer use vim.',
    ['replace 1: Moved to Hamburg', 'retire 3'],
  ],
  [
    ['home: Lives in Berlin', 'work: Works as a nurse'],
    'I moved from Berlin to Hamburg.',
    ['replace 1: Moved from Berlin to Hamburg'],
  ],
  [['home: Lives in Berlin'], 'I live in Berlin.', ['confirm 1']],
  [
    ['home: Lives in Berlin'],
    "I don't live in Berlin but in Hamburg.",
    ['replace 1: Lives in Hamburg'],
  ],
  [['home: Lives in Berlin'], 'I live in Hamburg, not Berlin.', ['replace 1: Lives in Hamburg']],
  [['home: Lives in Berlin'], 'I used to live in Berlin.', ['retire 1']],
  [['home: Moved to Berlin in March'], 'I live in Hamburg now.', ['replace 1: Lives in Hamburg']],
  [
    ['home: Lives in Berlin'],
    "No, that's wrong. I live in Potsdam.",
    ['replace 1: Lives in Potsdam'],
  ],
  [
    ['work: Works as a nurse', 'work: Works as a baker'],
    'I no longer work as a baker.',
    ['retire 2'],
  ],
  [
    ['work: Works as a nurse', 'work: Works as a baker'],
    'I quit my job.',
    ['add work: Quit their job'],
  ],
  [['work: Works as a nurse'], 'I also work as a baker.', ['add work: Works as a baker']],
  [['work: Works as a nurse'], 'I work as a baker.', ['add work: Works as a baker']],
  [['work: Works as a nurse'], 'I now work as a baker.', ['replace 1: Works as a baker']],
  [
    ['work: Works as a nurse'],
    'I work as a nurse at Charité.',
    ['replace 1: Works as a nurse at Charité'],
  ],
  [['work: Works as a nurse at Charité'], 'I quit my job at Charité.', ['retire 1']],
  [
    ['work: Works as a nurse at Charité', 'home: Lives in Berlin'],
    'I quit my job.',
    ['replace 1: Quit their job'],
  ],
  [['work: Quit their job'], 'I work as a baker.', ['replace 1: Works as a baker']],
  [['car: Drives a Tesla'], 'I sold my Tesla.', ['retire 1']],
  [['car: Drives a Tesla', 'pets: Has a dog'], 'I sold my car.', ['replace 1: Sold their car']],
  [['family: Girlfriend Nina lives in Lyon'], 'I broke up with Nina.', ['retire 1']],
  [
    ['editor: Uses neovim', 'os: Uses Arch Linux'],
    'I switched from neovim to helix',
    ['replace 1: Switched from neovim to helix'],
  ],
  [
    ['tools: Uses git, zsh and firefox'],
    'I stopped using git',
    ['replace 1: Uses zsh and firefox but no longer git'],
  ],
  [
    ['tastes: Likes hiking, cooking and jazz'],
    'I hate cooking now',
    ['replace 1: Likes hiking and jazz but no longer cooking', 'add tastes: Hates cooking'],
  ],
  [['tastes: Likes tea and chess'], 'I like chess.', ['confirm 1']],
  [
    ['home: Lives in a flat in Bristol with their flatmate Dan'],
    "I've moved to Cardiff now.",
    ['replace 1: Has moved to Cardiff'],
  ],
  [['diet: Is vegan'], "Actually I'm vegetarian, not vegan.", ['replace 1: Is vegetarian']],
  [
    ['family: Has a husband named Harold'],
    'Harold is allergic to shellfish.',
    ['add family: Husband Harold is allergic to shellfish'],
  ],
  [['family: Sister Ana lives in Rome'], 'My sister Ana is here.', []],
  [['tastes: Likes opera'], 'Please forget everything about opera', ['retire 1']],
  [
    ['work: Works as a nurse at Charité'],
    'I got a new job at Siemens.',
    ['replace 1: Got a new job at Siemens'],
  ],
  [['work: Works at Charité'], 'I was laid off from Charité.', ['retire 1']],
  [
    ['editor: Uses vim', 'work: Works as a nurse'],
    "I no longer work as a nurse, I'm a teacher now.",
    ['retire 2', 'add work: Is a teacher'],
  ],
  [
    ['editor: Uses vim', 'shell: Uses zsh'],
    'I switched from vim to helix.',
    ['replace 1: Switched from vim to helix'],
  ],
  [['editor: Uses vim'], 'I use helix now.', ['replace 1: Uses helix']],
  [['editor: Uses vim'], 'I also use emacs.', ['add editor: Uses emacs']],
  [['editor: Uses vim'], 'I stopped using vim.', ['retire 1']],
  [
    ['tastes: Likes coffee', 'tastes: Likes tea'],
    'I hate coffee now.',
    ['replace 1: Hates coffee'],
  ],
  [['tastes: Likes coffee'], "I don't like coffee anymore.", ['replace 1: No longer likes coffee']],
  [['tastes: Hates mushrooms'], 'Actually I like mushrooms.', ['replace 1: Likes mushrooms']],
  [
    ['tastes: Favorite color is blue'],
    'My favourite colour is green.',
    ['replace 1: Favourite colour is green'],
  ],
  [['diet: Is vegetarian'], "I'm not vegetarian anymore.", ['retire 1']],
  [['diet: Is vegetarian'], "I'm vegan now.", ['replace 1: Is vegan']],
  [["diet: Doesn't eat meat"], 'I eat meat again.', ['replace 1: Eats meat']],
  [['pets: Has a dog named Bello'], 'I have a cat named Mia.', ['add pets: Has a cat named Mia']],
  [
    ['pets: Has a dog named Bello'],
    'I have a second dog named Rex.',
    ['add pets: Has a second dog named Rex'],
  ],
  [
    ['pets: Has a dog named Bello'],
    'Actually, my dog is called Bella.',
    ['replace 1: Dog is called Bella'],
  ],
  [['pets: Has a dog'], 'My dog is called Rex.', ['replace 1: Dog is called Rex']],
  [['pets: Has a dog named Bello'], "My dog's name is Bello.", ['confirm 1']],
  [
    ['pets: Has a dog named Bello', 'pets: Has a cat named Mia'],
    'My dog Bello died last week.',
    ['replace 1: Dog Bello died'],
  ],
  [
    ['birthday: Birthday is May 3'],
    'My birthday is not May 3 but May 5.',
    ['replace 1: Birthday is May 5'],
  ],
  [
    ['birthday: Birthday is May 3'],
    'Actually my birthday is May 5.',
    ['replace 1: Birthday is May 5'],
  ],
  [['plans: Is flying to Lisbon on 2026-11-27'], 'I cancelled my trip to Lisbon.', ['retire 1']],
  [['plans: Is flying to Lisbon on 2026-11-27'], "I'm not flying to Lisbon anymore.", ['retire 1']],
  [
    ['plans: Is flying to Lisbon on 2026-11-27'],
    "I'm flying to Porto tomorrow.",
    ['add plans: Is flying to Porto on 2026-11-21'],
  ],
  [
    ['plans: Is flying to Lisbon on 2026-11-27'],
    "Actually I'm flying to Porto next Friday.",
    ['replace 1: Is flying to Porto on 2026-11-27'],
  ],
  [
    ['home: Lives in Berlin', 'work: Works as a nurse'],
    'Forget that I live in Berlin.',
    ['retire 1'],
  ],
  [
    ['home: Lives in Berlin', 'birthday: Birthday is May 3'],
    'Please forget my birthday.',
    ['retire 2'],
  ],
  [['home: Lives in Berlin'], "Don't remember that I live in Berlin", ['retire 1']],
  [['home: Lives in Berlin'], "It's spelled Alicia.", ['name Alicia']],
  [['home: Lives in Berlin'], 'My name is Alicia, not Alice.', ['name Alicia']],
  [['family: Is married to Maria'], 'I got divorced.', ['replace 1: Got divorced']],
  [
    ['family: Sister Anna lives in Munich'],
    'My sister Anna lives in Vienna now.',
    ['replace 1: Sister Anna lives in Vienna'],
  ],
  [['age: Is 34 years old'], 'I turned 35 yesterday.', ['replace 1: Turned 35']],
  [['languages: Speaks German'], 'I now speak Spanish too.', ['add languages: Speaks Spanish']],
];

describe('what a user corrects', () => {
  it.each(CHANGES)('knowing %j, %j is %j', async (facts, said, expected) => {
    expect(inShort(await extraction(extractionPrompt(facts, said, 'Alice')))).toEqual(expected);
  });

  it('rewrites the summary when home, work or name change, and only then', async () => {
    const moved = await extraction(
      extractionPrompt(
        ['home: Lives in Berlin', 'work: Works as a nurse'],
        'I moved to Hamburg.',
        'Alice',
      ),
    );
    expect(moved.summary).toBe('Alice moved to Hamburg. Alice works as a nurse.');
    expect(
      (await extraction(extractionPrompt(['home: Lives in Berlin'], 'I use vim.', 'Alice')))
        .summary,
    ).toBeNull();
  });
});
