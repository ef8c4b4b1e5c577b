import { add, type Fixture, replace } from '../fixture.ts';
import { ASKED, FOREIGN, IMAGINED, UNCLEAR } from '../reasons.ts';

export const embedded: Fixture[] = [
  {
    title: 'what a question takes for granted',
    slips: true,
    said: 'How do I tell my wife Ana that I lost my job?',
    good: {
      facts: [
        add('family', 'Wife is called Ana', 'my wife Ana'),
        add('work', 'Lost their job', 'I lost my job'),
      ],
    },
    written: ['+ family: Wife is called Ana', '+ work: Lost their job'],
    bad: { facts: [add('work', 'Ana lost her job', 'tell my wife Ana')] },
    kept: ['+ work: Ana lost her job'],
  },
  {
    title: 'a statement before a question',
    said: "I'm vegetarian, what can I cook tonight?",
    good: { facts: [add('diet', 'Vegetarian', "I'm vegetarian")] },
    written: ['+ diet: Vegetarian'],
    bad: { facts: [add('hobby', 'Cooks every night', 'what can I cook tonight')] },
    kept: [`? Cooks every night (${ASKED})`],
  },
  {
    title: 'a German statement before a question',
    said: 'Ich bin Vegetarier, was kann ich kochen?',
    good: { facts: [add('diet', 'Ist Vegetarier', 'Ich bin Vegetarier')] },
    written: ['+ diet: Ist Vegetarier'],
    bad: { facts: [add('hobby', 'Kann kochen', 'kann ich kochen')] },
    kept: [`? Kann kochen (${ASKED})`],
  },
  {
    title: 'a statement after a question',
    before: { facts: ['home: Lives in Berlin'] },
    said: 'Can you recommend a gym in Hamburg? I just moved here from Berlin.',
    good: {
      facts: [replace(1, 'home', 'Moved from Berlin to Hamburg', 'I just moved here from Berlin')],
    },
    written: [
      '~ home: Moved from Berlin to Hamburg',
      '- Lives in Berlin, until 2026-03-01, replaced',
    ],
    bad: { facts: [add('sport', 'Goes to a gym in Hamburg', 'a gym in Hamburg')] },
    kept: [`? Goes to a gym in Hamburg (${ASKED})`],
  },
  {
    title: 'what the user tells with a question',
    said: 'Did you know I was born in Graz?',
    good: { facts: [add('birthplace', 'Born in Graz', 'I was born in Graz')] },
    written: ['+ birthplace: Born in Graz'],
    bad: { facts: [add('home', 'Lives in Graz', 'Did you know')] },
    kept: [`? Lives in Graz (${UNCLEAR})`],
  },
  {
    title: 'a statement behind an "if it helps"',
    said: "If it helps, I'm allergic to nuts",
    good: { facts: [add('health', 'Allergic to nuts', "I'm allergic to nuts")] },
    written: ['+ health: Allergic to nuts'],
    bad: { facts: [add('health', 'Not allergic to nuts', "I'm allergic to nuts")] },
    kept: [`? Not allergic to nuts (${UNCLEAR})`],
  },
  {
    title: 'a doubt as no taste',
    said: "I don't know if I like jazz",
    good: {},
    written: [],
    bad: { facts: [add('music', 'Likes jazz', 'I like jazz')] },
    kept: [`? Likes jazz (${IMAGINED})`],
  },
  {
    title: 'a dream as no move',
    before: { facts: ['home: Lives in Berlin'] },
    said: 'If I won the lottery, I would move to Rome',
    good: {},
    written: [],
    bad: { facts: [replace(1, 'home', 'Moved to Rome', 'I would move to Rome')] },
    kept: [`? Moved to Rome (${IMAGINED})`],
  },
  {
    title: 'a question about oneself as no fact',
    said: 'Do I live in Berlin? Should I move to Rome?',
    good: {},
    written: [],
    bad: {
      facts: [
        add('home', 'Lives in Berlin', 'I live in Berlin'),
        add('home', 'Moves to Rome', 'I move to Rome'),
      ],
    },
    kept: [`? Lives in Berlin (${ASKED})`, `? Moves to Rome (${ASKED})`],
  },
  {
    title: 'a wish',
    said: "I'd love to visit Japan one day",
    good: {
      facts: [
        add('travel', 'Would love to visit Japan one day', "I'd love to visit Japan one day"),
      ],
    },
    written: ['+ travel: Would love to visit Japan one day'],
    bad: { facts: [add('travel', 'Visited Korea', "I'd love to visit Japan one day")] },
    kept: [`? Visited Korea (${FOREIGN})`],
  },
  {
    title: 'the trip in a request',
    said: 'Plan my trip to Japan in May',
    good: {
      facts: [
        add('travel', 'Trip to Japan in May', 'my trip to Japan in May', {
          kind: 'episodic',
          happened_on: '2026-05-01',
        }),
      ],
    },
    written: ['+ travel: Trip to Japan in May (episodic, from 2026-05-01, expires 2026-07-30)'],
    bad: { facts: [add('travel', 'Lives in Japan since May 2019', 'my trip to Japan in May')] },
    kept: [`? Lives in Japan since May 2019 (${FOREIGN})`],
  },
  {
    title: 'a request as no habit',
    said: 'Give me a keto recipe for two',
    good: {},
    written: [],
    bad: { facts: [add('diet', 'Eats keto', 'a keto recipe')] },
    kept: [`? Eats keto (${ASKED})`],
  },
  {
    title: 'a song as a song',
    said: 'Write a song in which I drink whiskey in Nashville',
    good: {},
    written: [],
    bad: { facts: [add('drinks', 'Drinks whiskey in Nashville', 'I drink whiskey in Nashville')] },
    kept: [`? Drinks whiskey in Nashville (${IMAGINED})`],
  },
  {
    title: 'a German supposition as none',
    said: 'Wenn ich in Rom wohne, brauche ich dann ein Visum?',
    good: {},
    written: [],
    bad: { facts: [add('home', 'Wohnt in Rom', 'ich in Rom wohne')] },
    kept: [`? Wohnt in Rom (${ASKED})`],
  },
];
