// The memory as tools: in a plain loop, and with the tool runner of the SDK.
import Anthropic from '@anthropic-ai/sdk';
import { answerToolUse, openMemory } from 'memchat';

const client = new Anthropic();
const memory = await openMemory({ user: 'alice', sessions: './sessions', model: client });
const about = { model: 'claude-sonnet-5-5', max_tokens: 1000, system: await memory.prompt() };

const message = 'Remember with the tool: my car is red.';
const tools = await memory.tools({ message });
/** @type {Anthropic.MessageParam[]} */
const messages = [{ role: 'user', content: message }];
for (let round = 0; round < 5; round += 1) {
  const { content, stop_reason } = await client.messages.create({ ...about, tools, messages });
  if (stop_reason !== 'tool_use') break;
  const results = await Promise.all(content.map((block) => answerToolUse(tools, block)));
  const answered = results.filter((result) => result !== null);
  for (const result of answered) console.log(result.content);
  messages.push({ role: 'assistant', content }, { role: 'user', content: answered });
}

const question = 'Remember with the tool: my boat is blue.';
const last = await client.beta.messages.toolRunner({
  ...about,
  tools: await memory.tools({ message: question }),
  messages: [{ role: 'user', content: question }],
});
console.log(last.stop_reason);
console.log((await memory.read()).keyFacts.map(({ text }) => text).join(' | '));
await memory.close();
