import { add, confirm, type Fixture, replace, retire } from '../fixture.ts';
import { ADDITION, FOREIGN, NO_CHANGE, NOT_SAID, STILL_SO, UNCLEAR } from '../reasons.ts';

export const replacements: Fixture[] = [
  {
    title: 'a pet that came beside one that is there',
    before: { facts: ['pets: Has a cat named Tom'] },
    said: 'I have a dog named Rex',
    good: { facts: [add('pets', 'Has a dog named Rex', 'I have a dog named Rex')] },
    written: ['+ pets: Has a dog named Rex'],
    bad: { facts: [replace(1, 'pets', 'Has a dog named Rex', 'I have a dog named Rex')] },
    kept: [`? Has a dog named Rex (${NO_CHANGE})`],
  },
  {
    title: 'an appointment that is another one',
    before: { facts: ['health: Sees the dentist on 2026-03-05'] },
    said: 'I see the dentist on 2026-03-09',
    good: {
      facts: [add('health', 'Sees the dentist on 2026-03-09', 'I see the dentist on 2026-03-09')],
    },
    written: ['+ health: Sees the dentist on 2026-03-09'],
    bad: {
      facts: [
        replace(1, 'health', 'Sees the dentist on 2026-03-09', 'I see the dentist on 2026-03-09'),
      ],
    },
    kept: [`? Sees the dentist on 2026-03-09 (${NO_CHANGE})`],
  },
  {
    title: 'an appointment that was moved',
    before: { facts: ['health: Sees the dentist on 2026-03-05'] },
    said: 'My dentist moved the appointment to 2026-03-09',
    good: {
      facts: [
        replace(
          1,
          'health',
          'Sees the dentist on 2026-03-09',
          'My dentist moved the appointment to 2026-03-09',
        ),
      ],
    },
    written: [
      '~ health: Sees the dentist on 2026-03-09',
      '- Sees the dentist on 2026-03-05, until 2026-03-01, replaced',
    ],
    bad: { facts: [confirm(1, 'health', 'My dentist moved the appointment to 2026-03-09')] },
    kept: [`! Sees the dentist on 2026-03-05 (${FOREIGN})`],
  },
  {
    title: 'a job that is still there',
    before: { facts: ['work: Works at Acme'] },
    said: 'I work at Acme and I love it',
    good: { facts: [confirm(1, 'work', 'I work at Acme')] },
    written: ['= Works at Acme'],
    bad: { facts: [retire(1, 'work', 'I work at Acme')] },
    kept: [`? No longer: Works at Acme (${UNCLEAR})`],
  },
  {
    title: 'two jobs side by side, whatever the model takes for news',
    before: { facts: ['work: Works at Acme'] },
    said: 'I also work at Globex on weekends',
    good: {
      facts: [add('work', 'Also works at Globex on weekends', 'I also work at Globex on weekends')],
    },
    written: ['+ work: Also works at Globex on weekends'],
    bad: {
      facts: [
        replace(1, 'work', 'Works at Globex on weekends', 'I also work at Globex on weekends'),
      ],
    },
    kept: [`? Works at Globex on weekends (${ADDITION})`],
  },
  {
    title: 'a job that took the place of another',
    before: { facts: ['work: Works at Acme'] },
    said: 'I left Acme for Globex',
    good: { facts: [replace(1, 'work', 'Works at Globex', 'I left Acme for Globex')] },
    written: ['~ work: Works at Globex', '- Works at Acme, until 2026-03-01, replaced'],
    bad: { facts: [confirm(1, 'work', 'I left Acme')] },
    kept: [`! Works at Acme (${UNCLEAR})`],
  },
  {
    title: 'a job in two halves',
    before: { facts: ['work: Works at Acme'] },
    said: "I no longer work at Acme, I'm at Globex now",
    good: { facts: [replace(1, 'work', 'Works at Globex', "I'm at Globex now")] },
    written: ['~ work: Works at Globex', '- Works at Acme, until 2026-03-01, replaced'],
    bad: { facts: [replace(1, 'work', 'Works at Acme and Globex', 'I no longer work at Acme')] },
    kept: [`? Works at Acme and Globex (${UNCLEAR})`],
  },
  {
    title: 'a car for another',
    before: { facts: ['car: Owns a Volvo'] },
    said: 'I sold my Volvo and bought a Tesla',
    good: { facts: [replace(1, 'car', 'Owns a Tesla', 'I sold my Volvo and bought a Tesla')] },
    written: ['~ car: Owns a Tesla', '- Owns a Volvo, until 2026-03-01, replaced'],
    bad: { facts: [retire(1, 'car', 'I bought a Volvo')] },
    kept: [`! Owns a Volvo (${NOT_SAID})`],
  },
  {
    title: 'a dog that died',
    before: { facts: ['pets: Has a dog named Rex'] },
    said: 'Rex died last week',
    good: { facts: [retire(1, 'pets', 'Rex died last week', { happened_on: '2026-02-22' })] },
    written: ['- Has a dog named Rex, until 2026-02-22'],
    bad: { facts: [replace(1, 'pets', 'Has a dog named Max', 'Rex died last week')] },
    kept: [`? Has a dog named Max (${UNCLEAR})`],
  },
  {
    title: 'a favourite that changed without a word of it',
    before: { facts: ['music: Favourite band is Muse'] },
    said: 'My favourite band is Blur',
    good: { facts: [replace(1, 'music', 'Favourite band is Blur', 'My favourite band is Blur')] },
    written: [
      '~ music: Favourite band is Blur',
      '- Favourite band is Muse, until 2026-03-01, replaced',
    ],
    bad: { facts: [confirm(1, 'music', 'My favourite band is Blur')] },
    kept: [`! Favourite band is Muse (${FOREIGN})`],
  },
  {
    title: 'meat that is over',
    before: { facts: ['diet: Eats meat'] },
    said: 'No more meat for me',
    good: { facts: [replace(1, 'diet', 'No longer eats meat', 'No more meat for me')] },
    written: ['~ diet: No longer eats meat', '- Eats meat, until 2026-03-01, replaced'],
    bad: { facts: [confirm(1, 'diet', 'No more meat for me')] },
    kept: [`! Eats meat (${UNCLEAR})`],
  },
  {
    title: 'a German cat that is gone',
    before: { facts: ['pets: Hat eine Katze'] },
    said: 'Ich habe keine Katze mehr',
    good: { facts: [retire(1, 'pets', 'Ich habe keine Katze mehr')] },
    written: ['- Hat eine Katze, until 2026-03-01'],
    bad: { facts: [confirm(1, 'pets', 'Ich habe keine Katze mehr')] },
    kept: [`! Hat eine Katze (${UNCLEAR})`],
  },
  {
    title: 'a Spanish town that was left',
    before: { facts: ['home: Vive en Madrid'] },
    said: 'Ya no vivo en Madrid, ahora vivo en Vigo',
    good: { facts: [replace(1, 'home', 'Vive en Vigo', 'ahora vivo en Vigo')] },
    written: ['~ home: Vive en Vigo', '- Vive en Madrid, until 2026-03-01, replaced'],
    bad: { facts: [confirm(1, 'home', 'vivo en Madrid')] },
    kept: [`! Vive en Madrid (${UNCLEAR})`],
  },
  {
    title: 'a fact that gets more precise',
    before: { facts: ['work: Is a nurse'] },
    said: 'I am a nurse in the emergency room of Charité',
    good: {
      facts: [
        replace(
          1,
          'work',
          'Is a nurse in the emergency room of Charité',
          'I am a nurse in the emergency room of Charité',
        ),
      ],
    },
    written: [
      '~ work: Is a nurse in the emergency room of Charité',
      '- Is a nurse, until 2026-03-01, replaced',
    ],
    bad: {
      facts: [
        replace(
          1,
          'work',
          'Is a surgeon in the emergency room',
          'I am a nurse in the emergency room of Charité',
        ),
      ],
    },
    kept: [`? Is a surgeon in the emergency room (${STILL_SO})`],
  },
];
