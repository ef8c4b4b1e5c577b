import { add, type Fixture } from '../fixture.ts';
import { FOREIGN, OF_ANOTHER, UNCLEAR } from '../reasons.ts';

export const everyday: Fixture[] = (
  [
    ['just moved to hamburg!', 'Moved to Hamburg', 'Moved to Bremen', UNCLEAR],
    ['As a nurse I work nights', 'Works nights as a nurse', 'Works as a doctor in Bonn', UNCLEAR],
    ["I'm not a morning person", 'Not a morning person', 'Is a morning person', UNCLEAR],
    ['I always forget my keys lol', 'Always forgets keys', 'Never forgets keys', UNCLEAR],
    [
      "We're getting a puppy on Friday",
      'Getting a puppy on Friday',
      'Getting two puppies',
      FOREIGN,
    ],
    [
      'My manager Priya wants me to learn Go',
      'Manager Priya wants them to learn Go',
      'Manager Tom wants them to learn Go',
      FOREIGN,
    ],
    [
      'Working on my thesis about bees until June',
      'Working on thesis about bees until June',
      'Working on thesis about wasps with Bob',
      FOREIGN,
    ],
    ["It's my birthday today!", 'Birthday is on March 1', 'Birthday party with Bob', FOREIGN],
    ['I prefer tabs over spaces', 'Prefers tabs over spaces', "Doesn't prefer tabs", UNCLEAR],
    [
      'I speak English, Polish and Dutch',
      'Speaks English, Polish and Dutch',
      'Speaks English, Polish and Danish',
      FOREIGN,
    ],
    ['Remember that I park on level 4', 'Parks on level 4', 'Parks on level 5', FOREIGN],
    [
      "I've been learning the piano for 3 years",
      'Has been learning the piano for 3 years',
      'Has been learning the piano for 13 years',
      FOREIGN,
    ],
    [
      'My deadline for the grant is 15 April',
      'Deadline for the grant is 15 April',
      'Deadline for the grant in 2031',
      FOREIGN,
    ],
    [
      'I only drink oat milk because I am lactose intolerant',
      'Lactose intolerant, only drinks oat milk',
      'Drinks milk from Lidl',
      UNCLEAR,
    ],
    [
      'My parents live in Split, Croatia',
      'Parents live in Split, Croatia',
      'Lives in Split, Croatia',
      OF_ANOTHER,
    ],
    [
      'My blood type is 0 negative',
      'Blood type is 0 negative',
      'Blood type is 5 negative',
      FOREIGN,
    ],
    ['I run 10k every Sunday', 'Runs 10k every Sunday', 'Runs 42k every Sunday', FOREIGN],
    [
      "Our team uses Kotlin, I'm the tech lead",
      'Tech lead of a team that uses Kotlin',
      'Tech lead of a team that uses Scala',
      FOREIGN,
    ],
    [
      'I am 1.80 m tall and weigh 75 kg',
      'Is 1.80 m tall and weighs 75 kg',
      'Is 1.90 m tall and weighs 75 kg',
      FOREIGN,
    ],
    ['I turned 40 in January', 'Turned 40 in January 2026', 'Turned 50 in January 2026', FOREIGN],
    [
      'Since the accident I am blind in one eye',
      'Blind in one eye since the accident',
      'Not blind in one eye',
      UNCLEAR,
    ],
    ['I go by they/them', 'Goes by they/them', 'Goes by she/her with Ana', UNCLEAR],
  ] as const
).map(
  ([said, fact, wrong, reason]): Fixture => ({
    title: `"${fact}"`,
    said,
    good: { facts: [add('other', fact, said.replace(/!$/, ''))] },
    written: [`+ other: ${fact}`],
    bad: { facts: [add('other', wrong, said)] },
    kept: [`? ${wrong} (${reason})`],
  }),
);
