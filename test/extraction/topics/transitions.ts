import { type Fixture, replace } from '../fixture.ts';
import { ELSEWHERE, FOREIGN, UNCLEAR } from '../reasons.ts';

const memory = {
  facts: ['home: Lives in Berlin', 'work: Works at Acme as a nurse', 'music: Loves jazz'],
};

export const transitions: Fixture[] = [
  {
    title: 'a move with both sides',
    before: memory,
    said: 'I moved from Berlin to Hamburg last week',
    good: {
      facts: [
        replace(
          1,
          'home',
          'Moved from Berlin to Hamburg',
          'I moved from Berlin to Hamburg last week',
          {
            happened_on: '2026-02-22',
          },
        ),
      ],
    },
    written: [
      '~ home: Moved from Berlin to Hamburg (from 2026-02-22)',
      '- Lives in Berlin, until 2026-02-22, replaced',
    ],
    bad: {
      facts: [
        replace(
          3,
          'home',
          'Moved from Berlin to Hamburg',
          'I moved from Berlin to Hamburg last week',
        ),
      ],
    },
    kept: [`! Moved from Berlin to Hamburg (${ELSEWHERE})`],
  },
  {
    title: 'a new job',
    before: memory,
    said: 'I left Acme and started at Globex as a data scientist on Monday',
    good: {
      facts: [
        replace(
          2,
          'work',
          'Left Acme and started at Globex as a data scientist',
          'I left Acme and started at Globex as a data scientist on Monday',
          {
            happened_on: '2026-02-23',
          },
        ),
      ],
    },
    written: [
      '~ work: Left Acme and started at Globex as a data scientist (from 2026-02-23)',
      '- Works at Acme as a nurse, until 2026-02-23, replaced',
    ],
    bad: { facts: [replace(2, 'work', 'Works at Initech', 'I left Acme and started at Globex')] },
    kept: [`? Works at Initech (${UNCLEAR})`],
  },
  {
    title: 'a job in the plain form',
    before: memory,
    said: 'I work at Globex now',
    good: { facts: [replace(2, 'work', 'Works at Globex', 'I work at Globex now')] },
    written: ['~ work: Works at Globex', '- Works at Acme as a nurse, until 2026-03-01, replaced'],
    bad: {
      facts: [
        replace(2, 'work', 'Works at Globex as a nurse in Berlin with Bob', 'I work at Globex now'),
      ],
    },
    kept: [`? Works at Globex as a nurse in Berlin with Bob (${FOREIGN})`],
  },
  {
    title: 'a marriage',
    before: { facts: ['family: Engaged to Sam'] },
    said: 'Sam and I got married on Saturday!',
    good: {
      facts: [
        replace(1, 'family', 'Got married to Sam', 'Sam and I got married on Saturday', {
          happened_on: '2026-02-28',
        }),
      ],
    },
    written: [
      '~ family: Got married to Sam (from 2026-02-28)',
      '- Engaged to Sam, until 2026-02-28, replaced',
    ],
    bad: {
      facts: [replace(1, 'family', 'Got married to Alex', 'Sam and I got married on Saturday')],
    },
    kept: [`? Got married to Alex (${FOREIGN})`],
  },
  {
    title: 'a tool that took the place of another',
    before: { facts: ['editor: Uses Vim'] },
    said: 'I switched from Vim to Helix',
    good: {
      facts: [replace(1, 'editor', 'Switched from Vim to Helix', 'I switched from Vim to Helix')],
    },
    written: ['~ editor: Switched from Vim to Helix', '- Uses Vim, until 2026-03-01, replaced'],
    bad: {
      facts: [replace(1, 'editor', 'Switched from Helix to Emacs', 'I switched from Vim to Helix')],
    },
    kept: [`? Switched from Helix to Emacs (${FOREIGN})`],
  },
  {
    title: 'a diet that began',
    before: { facts: ['diet: Eats meat'] },
    said: "I'm vegan since January",
    good: {
      facts: [
        replace(1, 'diet', 'Vegan since January 2026', "I'm vegan since January", {
          happened_on: '2026-01-01',
        }),
      ],
    },
    written: [
      '~ diet: Vegan since January 2026 (from 2026-01-01)',
      '- Eats meat, until 2026-01-10, replaced',
    ],
    bad: { facts: [replace(1, 'diet', 'Vegan since 2019', "I'm vegan since January")] },
    kept: [`? Vegan since 2019 (${FOREIGN})`],
  },
];
