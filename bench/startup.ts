import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startMessagesApi } from '../test/support/messages-api.ts';
import { type Start, untilExit, untilShown } from './child.ts';
import { interleaved, renderTiming, type Timing } from './interleaved.ts';
import { peer } from './peers.ts';
import type { Row } from './table.ts';

const ROUNDS = 25;
/** Of the Agent SDK, which takes far longer. */
const AGENT_ROUNDS = 10;
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

/** Node reads a file of certificates at each start when this names one. */
const CERTIFICATES = 'NODE_EXTRA_CA_CERTS';

/**
 * How long the program takes to start, as multiples of `node -e 0`, and to answer one message, also
 * beside the Agent SDK. Where extra certificates are set for Node all of it is measured without them,
 * and once more with them: they make a bare start several times as long, and every ratio smaller.
 */
export async function startupBench(): Promise<Row[]> {
  const without = await startsWith({ [CERTIFICATES]: undefined }, '');
  if (process.env[CERTIFICATES] === undefined) return without;
  return [...without, ...(await startsWith({}, `, with ${CERTIFICATES}`))];
}

/** The store is a new folder, and the API a server in this process that answers at once. */
async function startsWith(env: Start['env'], said: string): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'memchat-bench-'));
  const server = await startMessagesApi();
  const bin = resolve('bin/memchat.js');
  const start: Start = {
    cwd: folder,
    env: {
      ...env,
      ANTHROPIC_API_KEY: 'bench',
      ANTHROPIC_BASE_URL: server.url,
      MEMCHAT_SESSIONS: join(folder, 'sessions'),
    },
  };
  const memchat = (...args: string[]) => untilExit(process.execPath, [bin, ...args], start);
  const turn = () => memchat('-u', 'bench', '-p', 'I like tea.');
  const empty = join(folder, 'empty.mjs');
  try {
    await writeFile(empty, '');
    await turn();
    const timing = await interleaved(ROUNDS, {
      bare: () => untilExit(process.execPath, ['-e', '0'], start),
      module: () => untilExit(process.execPath, [empty], start),
      terminal: () => untilShown(`'${process.execPath}' -e 0; echo '${PROMPT}'`, PROMPT, start),
      requests: () =>
        untilExit(process.execPath, ['--input-type=module', '-e', TWO_REQUESTS], start),
      version: () => memchat('--version'),
      list: () => memchat('memory', 'list', '-u', 'bench'),
      prompt: () => untilShown(`'${process.execPath}' '${bin}' -u bench`, PROMPT, start),
      turn,
    });
    const bare = { name: 'node -e 0', timing: timing('bare') };
    // What a program of modules has to start with: `node -e` loads none.
    const module = { name: 'an empty ES module', timing: timing('module') };
    const terminal = { name: 'node -e 0 on a terminal', timing: timing('terminal') };
    const requests = { name: 'two bare fetch requests', timing: timing('requests') };
    return [
      row(`--version${said}`, timing('version'), bare, 1.2),
      row(`--version${said}`, timing('version'), module),
      row(`memory list${said}`, timing('list'), bare, 1.4),
      row(`first prompt, on a terminal${said}`, timing('prompt'), terminal, 1.4),
      row(`one -p turn, two requests${said}`, timing('turn'), bare, 3),
      row(`one -p turn, two requests${said}`, timing('turn'), requests),
      await agentRow({ ...start, env }, server.url, turn, said),
    ];
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same message through `query()` of the Agent SDK, in a process of its own. */
async function agentRow(
  start: Start,
  baseUrl: string,
  memchat: () => Promise<number>,
  said: string,
): Promise<Row> {
  const name = `one -p turn${said}`;
  const { home, problem } = peer('agent-sdk');
  if (home === null) {
    const against = `Claude Agent SDK: ${problem}`;
    return { name, value: '', against, ratio: null, goal: { atMost: 0.33 } };
  }
  const given = { home, baseUrl, cwd: start.cwd, prompt: 'I like tea.', reply: 'Hello.' };
  const program = [resolve('bench/peers/agent-sdk.mjs'), JSON.stringify(given)];
  const timing = await interleaved(AGENT_ROUNDS, {
    memchat,
    agent: () => untilExit(process.execPath, program, start),
  });
  const agent = { name: 'Claude Agent SDK, query()', timing: timing('agent') };
  return row(name, timing('memchat'), agent, 0.33);
}

function row(
  name: string,
  timing: Timing,
  against: { name: string; timing: Timing },
  atMost?: number,
): Row {
  return {
    name,
    value: renderTiming(timing),
    against: `${against.name}: ${renderTiming(against.timing)}`,
    ratio: timing.median / against.timing.median,
    ...(atMost === undefined ? {} : { goal: { atMost } }),
    samples: { memchat: timing.samples, [against.name]: against.timing.samples },
  };
}
