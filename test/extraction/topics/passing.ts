import { add, type Fixture } from '../fixture.ts';
import { ASKED, ECHOED, FOREIGN, IMAGINED, NOT_SAID, UNCLEAR } from '../reasons.ts';

export const small: Fixture[] = [
  {
    title: 'nothing of small talk',
    said: 'Good morning! How are you today?',
    reply: 'Good morning! I am well. How are you?',
    good: {},
    written: [],
    bad: { facts: [add('mood', 'Is doing well', 'I am well')] },
    kept: ['! Is doing well (the assistant said this, not you)'],
  },
  {
    title: 'nothing of a question about something',
    said: 'What is the capital of Portugal? And is Lisbon expensive?',
    reply: 'Lisbon. It has become so.',
    good: {},
    written: [],
    bad: {
      facts: [
        add('home', 'Lives in Lisbon', 'I live in Lisbon'),
        add('travel', 'Wants to visit Lisbon', 'is Lisbon expensive'),
      ],
    },
    kept: [`? Wants to visit Lisbon (${ASKED})`, `! Lives in Lisbon (${NOT_SAID})`],
  },
  {
    title: 'nothing of a hypothetical',
    said: 'If I lived in Tokyo, how much rent would I pay?',
    good: {},
    written: [],
    bad: { facts: [add('home', 'Lives in Tokyo', 'I lived in Tokyo')] },
    kept: [`? Lives in Tokyo (${IMAGINED})`],
  },
  {
    title: 'nothing of a wish for a story',
    said: 'Write a story in which I am a pirate called Redbeard who hates the sea',
    reply: 'You are Redbeard, the pirate who hates the sea.',
    good: {},
    written: [],
    bad: {
      name: { value: 'Redbeard', quote: 'You are Redbeard' },
      facts: [add('work', 'Is a pirate', 'You are Redbeard, the pirate')],
    },
    kept: [`! Is a pirate (${ECHOED})`, `! Redbeard (${NOT_SAID})`],
  },
  {
    title: 'nothing of a mood',
    said: "ugh I'm so tired today",
    good: {},
    written: [],
    bad: { facts: [add('health', 'Has chronic fatigue', "I'm so tired today")] },
    kept: [`? Has chronic fatigue (${UNCLEAR})`],
  },
  {
    title: 'nothing of a task of the moment',
    said: 'Fix this regex for me: ^a+$',
    reply: 'Here it is.',
    good: {},
    written: [],
    bad: { facts: [add('work', 'Works as a developer with regexes', 'Fix this regex for me')] },
    kept: [`? Works as a developer with regexes (${ASKED})`],
  },
  {
    title: 'nothing of role play',
    said: "Let's role play: you are a doctor and I am your patient with a broken leg. I live in Paris.",
    good: {},
    written: [],
    bad: {
      facts: [add('health', 'Has a broken leg and a fever', 'I am your patient with a broken leg')],
    },
    kept: [`? Has a broken leg and a fever (${IMAGINED})`],
  },
  {
    title: 'nothing of thanks',
    said: 'thanks, perfect 👍',
    good: {},
    written: [],
    bad: {
      facts: [add('trait', 'Is a perfectionist', 'thanks, perfect')],
      summary: 'A grateful perfectionist.',
    },
    kept: [`? Is a perfectionist (${UNCLEAR})`, `! A grateful perfectionist. (${FOREIGN})`],
  },
];
