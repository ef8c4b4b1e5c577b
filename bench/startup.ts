import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startMessagesApi } from '../test/support/messages-api.ts';
import { type Start, untilExit, untilShown } from './child.ts';
import { interleaved, renderTiming, type Timing } from './interleaved.ts';
import type { Row } from './table.ts';

const ROUNDS = 25;
const PROMPT = 'you>';

/** The two requests of a turn without a program around them: what a turn cannot be faster than. */
const TWO_REQUESTS = `
for (const stream of [true, false]) {
  const message = { role: 'user', content: 'I like tea.' };
  const body = JSON.stringify({ model: 'm', max_tokens: 9, stream, messages: [message] });
  await (await fetch(process.env.ANTHROPIC_BASE_URL + '/v1/messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
    body,
  })).text();
}`;

/**
 * How long the program takes to start, as multiples of `node -e 0`. Its store is a new folder and
 * its API a server in this process.
 */
export async function startupBench(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'memchat-bench-'));
  const server = await startMessagesApi();
  const bin = resolve('bin/memchat.js');
  const start: Start = {
    cwd: folder,
    env: {
      ANTHROPIC_API_KEY: 'bench',
      ANTHROPIC_BASE_URL: server.url,
      MEMCHAT_SESSIONS: join(folder, 'sessions'),
    },
  };
  const memchat = (...args: string[]) => untilExit(process.execPath, [bin, ...args], start);
  try {
    await memchat('-u', 'bench', '-p', 'I like tea.');
    const timing = await interleaved(ROUNDS, {
      bare: () => untilExit(process.execPath, ['-e', '0'], start),
      terminal: () => untilShown(`'${process.execPath}' -e 0; echo '${PROMPT}'`, PROMPT, start),
      requests: () =>
        untilExit(process.execPath, ['--input-type=module', '-e', TWO_REQUESTS], start),
      version: () => memchat('--version'),
      prompt: () => untilShown(`'${process.execPath}' '${bin}' -u bench`, PROMPT, start),
      turn: () => memchat('-u', 'bench', '-p', 'I like tea.'),
    });
    const bare = timing('bare');
    return [
      row('--version', timing('version'), bare, 1.2),
      row('first prompt, on a terminal', timing('prompt'), timing('terminal'), 1.4),
      row('one -p turn', timing('turn'), bare, 3),
      row('two bare fetch requests', timing('requests'), bare),
    ];
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function row(name: string, timing: Timing, bare: Timing, atMost?: number): Row {
  return {
    name,
    value: renderTiming(timing),
    against: `node -e 0: ${renderTiming(bare)}`,
    ratio: timing.median / bare.median,
    ...(atMost === undefined ? {} : { goal: { atMost } }),
  };
}
