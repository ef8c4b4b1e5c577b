// Watches a memory, whoever changes it: this program, the command line, an editor.
import { openMemory } from 'memchat';

const memory = await openMemory({ user: 'alice', sessions: './sessions' });
/** @type {Promise<void>} */
const told = new Promise((resolve) => {
  memory.subscribe(
    ({ revision, reason, changes }) => {
      const added = changes?.added.map(({ text }) => text).join(' | ') ?? '';
      console.log(`${revision} ${reason}: ${added}`);
      if (added !== '') resolve();
    },
    { intervalMs: 100 },
  );
});
// Its timer keeps no program alive; this one has something to wait for.
const waiting = setInterval(() => {}, 1000);

const elsewhere = await openMemory({ user: 'alice', sessions: './sessions' });
await elsewhere.add({ text: 'Plays chess on Mondays.', tag: 'hobby' });
await told;
clearInterval(waiting);
await Promise.all([memory.close(), elsewhere.close()]);
