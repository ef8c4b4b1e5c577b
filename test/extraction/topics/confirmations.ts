import { add, type Fixture } from '../fixture.ts';
import { NO_YES, UNCLEAR } from '../reasons.ts';

const asked = 'So you live in Lisbon, near the river?';

export const confirmations: Fixture[] = [
  {
    title: 'what the user says yes to, as confirmed',
    before: { reply: asked },
    said: 'Yes, exactly!',
    good: {
      facts: [
        add('home', 'Lives in Lisbon, near the river', 'Yes, exactly!', {
          answers: 'you live in Lisbon, near the river',
        }),
      ],
    },
    written: ['+ home: Lives in Lisbon, near the river (confirmed)'],
    bad: {
      facts: [add('home', 'Lives in Porto', 'Yes, exactly', { answers: 'you live in Lisbon' })],
    },
    kept: [`? Lives in Porto (${UNCLEAR})`],
  },
  {
    title: 'a yes within one batch',
    earlier: { said: 'guess my job', reply: 'Are you a nurse at Charité?' },
    said: 'yes I am',
    good: {
      facts: [
        add('work', 'Is a nurse at Charité', 'yes I am', { answers: 'Are you a nurse at Charité' }),
      ],
    },
    written: ['+ work: Is a nurse at Charité (confirmed)'],
    bad: { facts: [add('work', 'Is a surgeon', 'yes I am', { answers: 'Are you a surgeon' })] },
    kept: [`! Is a surgeon (${NO_YES})`],
  },
  {
    title: 'a no as no yes',
    before: { reply: asked },
    said: 'No, not at all',
    good: {},
    written: [],
    bad: {
      facts: [add('home', 'Lives in Lisbon', 'No, not at all', { answers: 'you live in Lisbon' })],
    },
    kept: [`? Lives in Lisbon (${UNCLEAR})`],
  },
  {
    title: 'a yes that answers something else out',
    before: { reply: 'Shall I write the letter?' },
    said: 'Yes please',
    good: {},
    written: [],
    bad: { facts: [add('home', 'Lives in Lisbon', 'Yes', { answers: 'you live in Lisbon' })] },
    kept: [`! Lives in Lisbon (${NO_YES})`],
  },
  {
    title: 'words of the reply after it out',
    said: 'Yes',
    reply: 'You seem to love sailing.',
    good: {},
    written: [],
    bad: { facts: [add('sport', 'Loves sailing', 'Yes', { answers: 'love sailing' })] },
    kept: [`! Loves sailing (${NO_YES})`],
  },
  {
    title: 'a German yes',
    before: { reply: 'Du wohnst also in Köln?' },
    said: 'Ja, genau, seit drei Jahren.',
    good: {
      facts: [add('home', 'Wohnt in Köln', 'Ja, genau', { answers: 'Du wohnst also in Köln' })],
    },
    written: ['+ home: Wohnt in Köln (confirmed)'],
    bad: { facts: [add('home', 'Wohnt in Bonn', 'Ja, genau', { answers: 'Du wohnst in Bonn' })] },
    kept: [`! Wohnt in Bonn (${NO_YES})`],
  },
];
