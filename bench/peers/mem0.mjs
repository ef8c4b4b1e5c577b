import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ArrayHistory, ArrayVectors } from './mem0-arrays.mjs';
import { converse, given } from './turns.mjs';

// A chat with mem0 as its quickstart has it: search, answer, add.
const told = given();
const peer = (/** @type {string} */ path) =>
  import(pathToFileURL(join(told.home, 'node_modules', path)).href);
const mem0 = await peer('mem0ai/dist/oss/index.mjs');
const { default: Anthropic } = await peer('@anthropic-ai/sdk/index.mjs');

// Its SQLite is built natively, which takes an install script: arrays stand in for it.
mem0.VectorStoreFactory.create = () => new ArrayVectors();
mem0.HistoryManagerFactory.create = () => new ArrayHistory();

const memory = new mem0.Memory({
  version: 'v1.1',
  llm: {
    provider: 'anthropic',
    config: { apiKey: 'bench', baseURL: told.baseUrl, model: 'claude-haiku-5-5' },
  },
  embedder: {
    provider: 'openai',
    config: {
      apiKey: 'bench',
      baseURL: `${told.embeddingsUrl}/v1`,
      model: 'text-embedding-3-small',
    },
  },
  vectorStore: { provider: 'memory', config: { collectionName: 'bench', dimension: 1536 } },
});
const client = new Anthropic({ baseURL: told.baseUrl, apiKey: 'bench' });
/** @type {{ role: string, content: string }[]} */
const messages = [];

await converse(told, async (message, { first, replied }) => {
  const { results } = await memory.search(message, { filters: { user_id: 'alice' }, topK: 20 });
  const known = results
    .map((/** @type {{ memory: string }} */ one) => `- ${one.memory}`)
    .join('\n');
  messages.push({ role: 'user', content: message });
  let reply = '';
  const stream = client.messages.stream({
    model: 'claude-sonnet-5-5',
    max_tokens: 1024,
    system: `You are a helpful AI. Answer the question based on query and memories.\nUser Memories:\n${known}`,
    messages,
  });
  for await (const event of stream) {
    if (event.type !== 'content_block_delta') continue;
    first();
    reply += event.delta.text;
  }
  replied();
  messages.push({ role: 'assistant', content: reply });
  const { results: added } = await memory.add(messages.slice(-2), { userId: 'alice' });
  if (added.length === 0) throw new Error('mem0 has added nothing.');
});
