import { add, confirm, type Fixture, prefer } from '../fixture.ts';
import { ECHOED, NOT_SAID, OTHERS } from '../reasons.ts';

const loop = { name: 'Ana', facts: ['home: Lives in Berlin', 'work: Works at Acme'] };

export const echoes: Fixture[] = [
  {
    title: 'an echo of the memory out',
    before: loop,
    said: 'What do you know about me?',
    reply: 'You are Ana, you live in Berlin and work at Acme.',
    good: {},
    written: [],
    bad: {
      facts: [
        add('home', 'Lives in Berlin', 'you live in Berlin'),
        confirm(2, 'work', 'work at Acme'),
      ],
    },
    kept: [`! Lives in Berlin (${ECHOED})`, `! Works at Acme (${ECHOED})`],
  },
  {
    title: 'an invention of the assistant out',
    before: loop,
    said: 'Tell me about my hobbies',
    reply: 'You love sailing and chess.',
    good: {},
    written: [],
    bad: {
      facts: [add('hobby', 'Loves sailing and chess', 'You love sailing and chess')],
      summary: 'Ana lives in Berlin and loves sailing and chess.',
    },
    kept: [
      `! Loves sailing and chess (${ECHOED})`,
      `! Ana lives in Berlin and loves sailing and chess. (${OTHERS})`,
    ],
  },
  {
    title: 'a quote that was made up out',
    said: 'Book a table for two',
    good: {},
    written: [],
    bad: {
      facts: [
        add('family', 'Has a partner', 'my partner and I'),
        add('food', 'Likes sushi', 'I like sushi'),
      ],
    },
    kept: [`! Has a partner (${NOT_SAID})`, `! Likes sushi (${NOT_SAID})`],
  },
  {
    title: 'advice of the assistant out',
    said: 'How can I sleep better?',
    reply: 'Avoid coffee after noon. You should go to bed at ten.',
    good: {},
    written: [],
    bad: {
      facts: [add('health', 'Goes to bed at ten', 'go to bed at ten')],
      preferences: [prefer('coffee', 'avoid after noon', 'Avoid coffee after noon')],
    },
    kept: [`! Goes to bed at ten (${ECHOED})`, `! coffee: avoid after noon (${NOT_SAID})`],
  },
];
