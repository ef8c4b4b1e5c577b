import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import Anthropic from '@anthropic-ai/sdk';
import { converse, given } from './turns.mjs';

// memchat as a program that uses the library would run it: the built package, and a client.
const told = given();
const { openMemory } = await import(pathToFileURL(resolve(told.home, 'dist/index.js')).href);
const model = new Anthropic({ baseURL: told.baseUrl, apiKey: 'bench' });
const memory = await openMemory({ user: 'alice', sessions: told.folder, model });
const session = await memory.session();
// As the REPL does: what can be recalled is read while the person types.
session.warm();

await converse(told, async (message, { first, replied }) => {
  for await (const event of session.say([{ origin: 'typed', text: message }])) {
    if (event.type !== 'text') continue;
    first();
    replied();
  }
});
await session.settle(10_000);
await memory.close();
