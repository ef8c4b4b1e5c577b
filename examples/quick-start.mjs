// Remembers what was said in one conversation, and has it in the prompt of the next.
import { offlineModel, openMemory } from 'memchat';

const options = { user: 'alice', sessions: './sessions', model: offlineModel() };

const monday = await openMemory(options);
const { changes } = await monday.rememberExchange({
  message: 'I live in Berlin.',
  reply: 'A fine city.',
});
for (const { text } of changes.added) console.log(`learned: ${text}`);
await monday.close();

const tuesday = await openMemory(options);
console.log(await tuesday.prompt());
console.log((await tuesday.recall('What is the weather where I live?')).text);
await tuesday.close();
