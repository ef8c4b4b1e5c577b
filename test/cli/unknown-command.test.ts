import { expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/options.ts';

it.each([
  ['memry', 'unknown command "memry". Did you mean memory?'],
  ['dokter', 'unknown command "dokter". Did you mean doctor?'],
  ['hello', 'unknown command "hello". To send a message: memchat -p "TEXT"'],
])('says of the word %s what was meant, or how to send a message', (word, told) => {
  expect(() => parseArguments([word], '1.0.0')).toThrow(`${told}\nSee memchat --help.`);
});
