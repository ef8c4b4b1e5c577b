import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// One message through the Claude Agent SDK, as its README does it, but without tools, settings and
// what else it would send: its last argument is { home, baseUrl, cwd, prompt,
// reply } as JSON.
const { home, baseUrl, cwd, prompt, reply } = JSON.parse(process.argv[2] ?? '');
const file = join(home, 'node_modules/@anthropic-ai/claude-agent-sdk/sdk.mjs');
const { query } = await import(pathToFileURL(file).href);

const env = {
  PATH: process.env.PATH ?? '',
  HOME: cwd,
  ANTHROPIC_BASE_URL: baseUrl,
  ANTHROPIC_API_KEY: 'bench',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  DISABLE_TELEMETRY: '1',
  DISABLE_ERROR_REPORTING: '1',
  DISABLE_AUTOUPDATER: '1',
};
const options = { cwd, env, model: 'claude-sonnet-5-5', settingSources: [], tools: [] };
let result = '';
for await (const message of query({ prompt, options })) {
  if (message.type === 'result') result = message.result ?? message.subtype;
}
if (result !== reply) throw new Error(`The Agent SDK has answered ${JSON.stringify(result)}.`);
