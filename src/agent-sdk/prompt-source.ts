import { open, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Author } from '../chat/agent-session.ts';
import { errnoOf } from '../errors.ts';
import { parseRecord } from '../memory/json.ts';
import type { HookInput } from './types.ts';

/** How a prompt was entered, in a transcript of the SDK 0.3.329, where it is a person's or the caller's. */
const OWN_SOURCES = new Set(['typed', 'queued', 'suggestion_accepted', 'user', 'sdk']);
/** What began the turn, there. */
const OWN_ORIGINS = new Set(['human', 'sdk']);

/** The prompt stands at the beginning of what is read, in bytes: a prompt and what is put before it. */
const STRETCH = 4 * 1024 * 1024;

/** The SDK writes its transcript behind the run: it is looked for again and again, in ms. */
const PATIENCE = 5_000;
const PAUSE = 10;

/**
 * Finds out who wrote a prompt whose hook does not say so, as those of the SDK 0.3.329 do not: from
 * the transcript, where it stands a moment later. `unknown` where none says it within 5 s.
 */
export async function authorLater(input: HookInput): Promise<() => Promise<Author>> {
  const { transcript_path: file, prompt_id: prompt } = input;
  if (typeof file !== 'string' || typeof prompt !== 'string') return async () => 'unknown';
  const from = await sizeOf(file);
  return async () => {
    const end = performance.now() + PATIENCE;
    for (;;) {
      const lines = (await stretchOf(file, from)).split('\n');
      const entry = lines.map(parseRecord).find((fields) => {
        return fields?.type === 'user' && fields.promptId === prompt;
      });
      if (entry) return authorOf(entry);
      if (performance.now() > end) return 'unknown';
      await wait(PAUSE);
    }
  };
}

function authorOf({ promptSource, turnOrigin, isMeta }: Record<string, unknown>): Author {
  if (typeof promptSource !== 'string') return 'unknown';
  const isOwn = OWN_SOURCES.has(promptSource) && isMeta !== true;
  const begunByOwn = typeof turnOrigin !== 'string' || OWN_ORIGINS.has(turnOrigin);
  return isOwn && begunByOwn ? 'user' : 'machine';
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

async function stretchOf(file: string, from: number): Promise<string> {
  if ((await sizeOf(file)) <= from) return '';
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(STRETCH), 0, STRETCH, from);
    return buffer.subarray(0, bytesRead).toString();
  } finally {
    await handle.close();
  }
}
