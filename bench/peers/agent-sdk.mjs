import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// One message through the Claude Agent SDK, as its README does it, but without tools, settings and
// what else it would send: its last argument is { home, baseUrl, cwd, prompt,
// reply } as JSON. Prints { megabytes }, the largest resident set of both processes, or null where the
// system does not tell.
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
  if (message.type !== 'result') continue;
  result = message.result ?? message.subtype;
  process.stdout.write(`${JSON.stringify({ megabytes: megabytes() })}\n`);
}
if (result !== reply) throw new Error(`The Agent SDK has answered ${JSON.stringify(result)}.`);

/** The SDK runs an executable of its own, which is there until the last message was read. */
function megabytes() {
  try {
    const { pid } = process;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    const kilobytes = [String(pid), ...children].map((one) => {
      const [, most] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${one}/status`, 'utf8')) ?? [];
      return Number(most);
    });
    return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
  } catch {
    return null;
  }
}
