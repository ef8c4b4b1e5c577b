// What a user has a right to: to see what is kept, to take it along, and to have it gone.
import { offlineModel, openMemory } from 'memchat';

const memory = await openMemory({ user: 'alice', sessions: './sessions', model: offlineModel() });
await memory.rememberExchange({ message: 'I live in Berlin.', reply: null });
await memory.rememberExchange({ message: 'My dog is called Bello.', reply: 'A good name.' });
console.log(await memory.export('markdown'));

const plan = await memory.planForgetting({ kind: 'query', query: 'Bello' });
console.log(`would forget: ${plan.entries.map(({ text }) => text).join(' | ')}`);
await memory.forget({ kind: 'query', query: 'Bello' });
console.log(`Bello is left: ${(await memory.export()).includes('Bello')}`);

await memory.forgetAll();
console.log(`revision now: ${(await memory.read()).revision}`);
await memory.close();
