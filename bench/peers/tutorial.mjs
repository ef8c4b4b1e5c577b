import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import { converse, given } from './turns.mjs';

// A chat with memory in a JSON file, as readers of tutorials write it: the whole file in the system
// prompt, a second request that extracts what is new, and the file rewritten, before the next message.

/**
 * @typedef {object} Memory
 * @property {string} user_id
 * @property {string | null} name
 * @property {Record<string, string>} preferences
 * @property {string} conversation_summary
 * @property {string[]} key_facts the last 20
 * @property {{ role: 'user' | 'assistant', content: string }[]} recent_messages the last 20
 */

const told = given();
const file = join(told.folder, 'alice.json');
const client = new Anthropic({ baseURL: told.baseUrl, apiKey: 'bench' });

/** @returns {Memory} */
function load() {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  return {
    user_id: 'alice',
    name: null,
    preferences: {},
    conversation_summary: '',
    key_facts: [],
    recent_messages: [],
  };
}

/** @param {{ content: { type: string, text?: string }[] }} answer */
function textOf({ content }) {
  return content.map((block) => block.text ?? '').join('');
}

/** @param {Memory} memory @param {string} message @param {string} reply */
async function extract(memory, message, reply) {
  const answer = await client.messages.create({
    model: 'claude-haiku-5-5',
    max_tokens: 1024,
    messages: [
      {
        role: 'user',
        content: `Extract memory from this conversation.

Current memory:
${JSON.stringify(memory, null, 2)}

User: ${message}
Assistant: ${reply}

Return only JSON: {"name": string or null, "preferences": {}, "key_facts": ["..."], "conversation_summary": "..."}`,
      },
    ],
  });
  return JSON.parse(textOf(answer));
}

await converse(told, async (message, { first, replied }) => {
  const memory = load();
  const answer = await client.messages.create({
    model: 'claude-sonnet-5-5',
    max_tokens: 1024,
    system: `You are a helpful assistant with memory of the user.\n\nWhat you know about them:\n${JSON.stringify(memory, null, 2)}`,
    messages: [...memory.recent_messages, { role: 'user', content: message }],
  });
  const reply = textOf(answer);
  first();
  replied();
  const found = await extract(memory, message, reply);
  memory.name = found.name ?? memory.name;
  Object.assign(memory.preferences, found.preferences);
  memory.conversation_summary = found.conversation_summary || memory.conversation_summary;
  memory.key_facts = [...memory.key_facts, ...found.key_facts].slice(-20);
  memory.recent_messages.push({ role: 'user', content: message });
  memory.recent_messages.push({ role: 'assistant', content: reply });
  memory.recent_messages = memory.recent_messages.slice(-20);
  writeFileSync(file, JSON.stringify(memory, null, 2));
});
