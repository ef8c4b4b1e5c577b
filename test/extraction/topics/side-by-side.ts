import { add, confirm, type Fixture, replace, retire } from '../fixture.ts';
import { ELSEWHERE, FOREIGN } from '../reasons.ts';

const memory = {
  facts: ['home: Lives in Berlin', 'work: Works at Acme as a nurse', 'music: Loves jazz'],
};

export const apart: Fixture[] = [
  {
    title: 'two jobs side by side',
    before: { facts: ['work: Works at Acme'] },
    said: 'I also work at Globex on weekends',
    good: {
      facts: [add('work', 'Also works at Globex on weekends', 'I also work at Globex on weekends')],
    },
    written: ['+ work: Also works at Globex on weekends'],
    bad: { facts: [replace(1, 'hobby', 'Plays chess', 'I also work at Globex on weekends')] },
    kept: [`! Plays chess (${ELSEWHERE})`],
  },
  {
    title: 'two pets side by side',
    before: { facts: ['pets: Has a cat named Tom'] },
    said: 'We got another cat, Rex',
    good: { facts: [add('pets', 'Got another cat, Rex', 'We got another cat, Rex')] },
    written: ['+ pets: Got another cat, Rex'],
    bad: { facts: [add('pets', 'Has cats named Tom and Max', 'We got another cat, Rex')] },
    kept: [`? Has cats named Tom and Max (${FOREIGN})`],
  },
  {
    title: 'two dates side by side',
    before: { facts: ['health: Sees the dentist on 2026-03-05'] },
    said: 'I also see the dentist on 2026-03-09',
    good: {
      facts: [
        add('health', 'Sees the dentist on 2026-03-09', 'I also see the dentist on 2026-03-09', {
          kind: 'episodic',
          happened_on: '2026-03-09',
          expires_in_days: 10,
        }),
      ],
    },
    written: [
      '+ health: Sees the dentist on 2026-03-09 (episodic, from 2026-03-09, expires 2026-03-11)',
    ],
    bad: { facts: [confirm(1, 'health', 'I also see the dentist on 2026-03-09')] },
    kept: [`! Sees the dentist on 2026-03-05 (${FOREIGN})`],
  },
  {
    title: 'an unrelated fact where it is',
    before: memory,
    said: 'My dog Rex had puppies',
    good: {
      facts: [add('pets', 'Dog Rex had puppies', 'My dog Rex had puppies', { kind: 'episodic' })],
    },
    written: ['+ pets: Dog Rex had puppies (episodic, expires 2026-05-30)'],
    bad: {
      facts: [
        retire(1, 'pets', 'My dog Rex had puppies'),
        retire(2, 'pets', 'My dog Rex had puppies'),
      ],
    },
    kept: [`! Lives in Berlin (${ELSEWHERE})`, `! Works at Acme as a nurse (${ELSEWHERE})`],
  },
  {
    title: 'a second language beside the first',
    before: { facts: ['language: Speaks Italian'] },
    said: 'I speak Portuguese too',
    good: { facts: [add('language', 'Speaks Portuguese too', 'I speak Portuguese too')] },
    written: ['+ language: Speaks Portuguese too'],
    bad: { facts: [confirm(1, 'language', 'I speak Portuguese too')] },
    kept: [`! Speaks Italian (${FOREIGN})`],
  },
];
