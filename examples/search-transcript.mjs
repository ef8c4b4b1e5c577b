// Searches what was said in other chats, by words and by time.
import { openMemory } from 'memchat';

const memory = await openMemory({ user: 'alice', sessions: './sessions' });
const lines = [
  { session: '1', at: '2026-03-02T10:00:00Z', speaker: 'Bob', text: 'We sail to Corfu in June.' },
  { session: '1', at: '2026-03-02T10:01:00Z', speaker: 'Ann', text: 'I bring the tent.' },
  { session: '2', at: '2026-04-05T18:00:00Z', speaker: 'Bob', text: 'The boat has a leak.' },
];
const { added } = await memory.importTranscript(lines.map((one) => JSON.stringify(one)).join('\n'));
console.log(`${added} utterances`);
for (const found of await memory.search('Who brings a tent?', { limit: 1 })) {
  const who = found.kind === 'turn' && typeof found.speaker === 'object' ? found.speaker.name : '?';
  console.log(`${found.date.slice(0, 10)} ${who}: ${found.text}`);
}
await memory.close();
