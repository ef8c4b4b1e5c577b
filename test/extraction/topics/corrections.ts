import { add, confirm, type Fixture, replace, retire } from '../fixture.ts';
import { ELSEWHERE, FOREIGN, UNCLEAR, UNKNOWN } from '../reasons.ts';

const memory = {
  facts: ['home: Lives in Berlin', 'work: Works at Acme as a nurse', 'music: Loves jazz'],
};

export const corrections: Fixture[] = [
  {
    title: 'love that turns to hate in one replace',
    before: memory,
    said: 'I hate jazz',
    good: { facts: [replace(3, 'music', 'Hates jazz', 'I hate jazz')] },
    written: ['~ music: Hates jazz', '- Loves jazz, until 2026-03-01, replaced'],
    bad: { facts: [replace(1, 'music', 'Hates jazz', 'I hate jazz')] },
    kept: [`! Hates jazz (${ELSEWHERE})`],
  },
  {
    title: 'a correction with "actually"',
    before: { facts: ['pets: Has two cats'] },
    said: 'Actually I have three cats, not two',
    good: { facts: [replace(1, 'pets', 'Has three cats', 'I have three cats, not two')] },
    written: ['~ pets: Has three cats', '- Has two cats, until 2026-03-01, replaced'],
    bad: { facts: [replace(1, 'pets', 'Has four cats', 'I have three cats, not two')] },
    kept: [`? Has four cats (${FOREIGN})`],
  },
  {
    title: 'a correction of what the assistant got wrong',
    before: { facts: ['home: Lives in Bern'] },
    said: 'No, I live in Berlin, not Bern!',
    good: {
      facts: [replace(1, 'home', 'Lives in Berlin, not Bern', 'I live in Berlin, not Bern')],
    },
    written: ['~ home: Lives in Berlin, not Bern', '- Lives in Bern, until 2026-03-01, replaced'],
    bad: { facts: [confirm(1, 'home', 'I live in Berlin, not Bern')] },
    kept: [`! Lives in Bern (${UNCLEAR})`],
  },
  {
    title: 'a correction in the plain form',
    before: { facts: ['home: Lives in Bern'] },
    said: 'No, I live in Berlin, not Bern!',
    good: { facts: [replace(1, 'home', 'Lives in Berlin', 'I live in Berlin, not Bern')] },
    written: ['~ home: Lives in Berlin', '- Lives in Bern, until 2026-03-01, replaced'],
    bad: { facts: [retire(7, 'home', 'not Bern')] },
    kept: [`! not Bern (${UNKNOWN})`],
  },
  {
    title: 'what is said again as confirmed',
    before: memory,
    said: 'As I said, I really love jazz',
    good: { facts: [confirm(3, 'music', 'I really love jazz')] },
    written: ['= Loves jazz'],
    bad: {
      facts: [
        add('music', 'Loves jazz', 'I really love jazz'),
        add('music', 'loves Jazz.', 'I really love jazz'),
      ],
    },
    kept: ['= Loves jazz'],
  },
  {
    title: 'what is over as retired',
    before: memory,
    said: "I don't live in Berlin any more",
    good: { facts: [retire(1, 'home', "I don't live in Berlin any more")] },
    written: ['- Lives in Berlin, until 2026-03-01'],
    bad: { facts: [retire(2, 'work', "I don't live in Berlin any more")] },
    kept: [`? No longer: Works at Acme as a nurse (${UNCLEAR})`],
  },
];
