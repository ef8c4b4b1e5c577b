import { add, type Fixture, prefer } from '../fixture.ts';
import { FOREIGN, SECRET } from '../reasons.ts';

const password = ['tulip', 'x7', 'Qr'].join('-');
const card = Array(4).fill('1111').join(' ').replace('1', '4');
const token = ['sk-ant-', 'api03-', 'Q7w'.repeat(12)].join('');

export const secrets: Fixture[] = [
  {
    title: 'a password out',
    said: `my wifi password is ${password}`,
    good: {},
    written: [],
    bad: {
      facts: [add('wifi', `Wifi password is ${password}`, `my wifi password is ${password}`)],
    },
    kept: [`! Wifi password is [redacted: password] (${SECRET})`],
  },
  {
    title: 'a key out of the fact that it stands in',
    said: `I use Claude with the key ${token} at work`,
    good: { facts: [add('tools', 'Uses Claude at work', 'I use Claude')] },
    written: ['+ tools: Uses Claude at work'],
    bad: {
      facts: [
        add('tools', `Uses Claude with the key ${token}`, `I use Claude with the key ${token}`),
      ],
    },
    kept: [`? Uses Claude with the key [redacted: API key] (${FOREIGN})`],
  },
  {
    title: 'a card number out',
    said: `My card is ${card}, please order a pizza`,
    good: {},
    written: [],
    bad: {
      facts: [add('bank', `Card is ${card}`, `My card is ${card}`)],
      preferences: [prefer('card', card, `My card is ${card}`)],
    },
    kept: [
      `! Card is [redacted: card number] (${SECRET})`,
      '! card: [redacted: card number] (its value says nothing)',
    ],
  },
];
