import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod/mini';
import { timingOf } from './interleaved.ts';
import { peer } from './peers.ts';
import type { Row } from './table.ts';
import type { Conversation } from './turns.ts';
import { REPLY, startTurnsApi } from './turns-api.ts';

const printed = z.object({ megabytes: z.nullable(z.number()) });

/** What one message through the Agent SDK takes of memory, beside a conversation of memchat. */
export async function agentRow(memchat: Conversation): Promise<Row> {
  const ours = timingOf(memchat.megabytes);
  const theirs = await oneMessage();
  const render = (figure: number) => `${figure.toFixed(0)} MB`;
  const against = typeof theirs === 'string' ? theirs : render(theirs);
  return {
    name: 'memory of a program, with the processes that it starts',
    value: render(ours.median),
    against: `Claude Agent SDK, one message: ${against}`,
    ratio: typeof theirs === 'string' ? null : ours.median / theirs,
    samples: { memchat: ours.samples },
  };
}

/** In megabytes; a text where that is not known. */
async function oneMessage(): Promise<number | string> {
  const { home, problem } = peer('agent-sdk');
  if (home === null) return problem;
  const api = await startTurnsApi();
  const cwd = await mkdtemp(join(tmpdir(), 'memchat-bench-'));
  try {
    const baseUrl = api.messages.url;
    const given = { home, baseUrl, cwd, prompt: 'I like tea.', reply: REPLY.join('') };
    const args = [resolve('bench/peers/agent-sdk.mjs'), JSON.stringify(given)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, timeout: 60_000 });
    return printed.parse(JSON.parse(stdout)).megabytes ?? 'this system does not tell';
  } finally {
    await api.close();
    await rm(cwd, { recursive: true, force: true });
  }
}
