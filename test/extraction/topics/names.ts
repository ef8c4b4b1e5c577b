import { add, type Fixture } from '../fixture.ts';
import { ASKED, MIXED_UP, NO_NAME, NOT_SAID, NOT_YOURS } from '../reasons.ts';

export const names: Fixture[] = [
  {
    title: 'a name that is given',
    said: "Hi, I'm Zoë! Can you help me with Rust?",
    good: { name: { value: 'Zoë', quote: "I'm Zoë" } },
    written: ['name: Zoë'],
    bad: {
      name: { value: 'Rust', quote: "I'm Rust" },
      facts: [add('topic', 'Learns Rust', 'Rust')],
    },
    kept: [`? Learns Rust (${ASKED})`, `! Rust (${NOT_SAID})`],
  },
  {
    title: 'a name in lower case',
    said: 'my name is bob marley jr btw',
    good: { name: { value: 'Bob Marley Jr', quote: 'my name is bob marley jr' } },
    written: ['name: Bob Marley Jr'],
    bad: { name: { value: 'Robert', quote: 'my name is bob' } },
    kept: [`! Robert (${NO_NAME})`],
  },
  {
    title: 'a new name for an old one',
    before: { name: 'Alexander' },
    said: 'Please call me Alex from now on',
    good: { name: { value: 'Alex', quote: 'call me Alex' } },
    written: ['name: Alex'],
    bad: { name: { value: 'Lexi', quote: 'Please call me Lexi' } },
    kept: [`! Lexi (${NOT_SAID})`],
  },
  {
    title: 'the name of someone else apart from that of the user',
    before: { name: 'Ana' },
    said: 'My boss is called Viktor and he is great',
    good: { facts: [add('work', 'Boss is called Viktor', 'My boss is called Viktor')] },
    written: ['+ work: Boss is called Viktor'],
    bad: { name: { value: 'Viktor', quote: 'My boss is called Viktor' } },
    kept: [`! Viktor (${NOT_YOURS})`],
  },
  {
    title: 'two people of one family apart',
    said: 'My sister Ana lives in Rome and my brother Leo lives in Oslo.',
    good: {
      facts: [
        add('family', 'Sister Ana lives in Rome', 'My sister Ana lives in Rome'),
        add('family', 'Brother Leo lives in Oslo', 'my brother Leo lives in Oslo'),
      ],
    },
    written: ['+ family: Sister Ana lives in Rome', '+ family: Brother Leo lives in Oslo'],
    bad: { facts: [add('family', 'Sister Ana lives in Oslo', 'My sister Ana lives in Rome')] },
    kept: [`? Sister Ana lives in Oslo (${MIXED_UP})`],
  },
];
