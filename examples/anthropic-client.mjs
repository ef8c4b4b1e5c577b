// Your own call of the Messages API, with the memory around it. ANTHROPIC_API_KEY is for the client.
import Anthropic from '@anthropic-ai/sdk';
import { openMemory } from 'memchat';

const client = new Anthropic();

/** @param {string} message */
async function answer(message) {
  // The same client reads the exchange afterwards, with a smaller model.
  const memory = await openMemory({ user: 'alice', sessions: './sessions', model: client });
  try {
    const system = `You are a helpful assistant.\n${await memory.prompt({ recent: message })}`;
    const { text } = await memory.recall(message, { besides: { recent: message } });
    const { id, content } = await client.messages.create({
      model: 'claude-sonnet-5-5',
      max_tokens: 1000,
      system,
      messages: [{ role: 'user', content: `${text}\n${message}`.trim() }],
    });
    const reply = content.map((block) => (block.type === 'text' ? block.text : '')).join('');
    await memory.rememberExchange({ id, message, reply });
    return reply;
  } finally {
    await memory.close();
  }
}

console.log(await answer('My name is Alice.'));
console.log(await answer('What is my name?'));
