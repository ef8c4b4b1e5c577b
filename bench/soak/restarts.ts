import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod/mini';
import { ageRevisions, type Files, filesBelow } from './files.ts';
import { taught, teaches } from './script.ts';

/** Processes at a time, all of one user's. */
const AT_ONCE = 2;
const AGES_EVERY = 100;
const USER = 'alice';

export interface Restarts {
  starts: number;
  /** Of each start, in ms, from its beginning to its end. */
  took: number[];
  /** A process that failed, an answer that was wrong, something that is missing or left. */
  mistakes: string[];
  facts: number;
  sessionCount: number;
  files: Record<string, Files>;
}

const memory = z.object({
  sessionCount: z.number(),
  keyFacts: z.array(z.object({ text: z.string() })),
  retired: z.array(z.object({ text: z.string() })),
});
const line = z.object({ turn: z.string() });

/**
 * The real program, started again and again for one message each, two at a time: each has to answer,
 * and in the end nothing may be missing and nothing may wait.
 */
export async function restarts(folder: string, starts: number): Promise<Restarts> {
  const sessions = path.join(folder, 'sessions');
  fs.mkdirSync(sessions, { recursive: true });
  const took: number[] = [];
  const mistakes: string[] = [];
  const start = async (n: number): Promise<void> => {
    const began = performance.now();
    const { code, stdout, stderr } = await say(folder, sessions, messageOf(n));
    took[n] = performance.now() - began;
    if (code !== 0) mistakes.push(`start ${n} ended with ${code}: ${stderr}`);
    if (!stdout.includes(wantedOf(n)))
      mistakes.push(`start ${n} answered ${JSON.stringify(stdout)}`);
  };
  await start(0);
  let next = 1;
  const runner = async (): Promise<void> => {
    while (next < starts) {
      const n = next;
      next += 1;
      await start(n);
      if (n % AGES_EVERY === 0) ageRevisions(sessions, USER);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runner));
  const kept = memory.parse(json(path.join(sessions, `${USER}.json`)));
  mistakes.push(...missing(sessions, kept, starts));
  const { keyFacts, sessionCount } = kept;
  const files = filesBelow(sessions, USER);
  return { starts, took, mistakes, facts: keyFacts.length, sessionCount, files };
}

/** The name first; then now and then a fact, or the question for the name. */
function messageOf(n: number): string {
  if (n === 0) return 'My name is Alice.';
  return teaches(n) ? taught(n) : n % 5 === 1 ? "What's my name?" : `It is day ${n} of the trip.`;
}

function wantedOf(n: number): string {
  return n > 0 && !teaches(n) && n % 5 === 1 ? 'Alice' : '';
}

function missing(sessions: string, kept: z.infer<typeof memory>, starts: number): string[] {
  const mistakes: string[] = [];
  const texts = [...kept.keyFacts, ...kept.retired].map(({ text }) => text).join('\n');
  for (let n = 1; n < starts; n++) {
    // Facts are kept in the user's words; what was merged still names its box.
    if (teaches(n) && !new RegExp(`\\bbox ${n}\\b`, 'i').test(texts)) {
      mistakes.push(`the fact of start ${n} is missing`);
    }
  }
  if (kept.sessionCount !== starts) {
    mistakes.push(`${kept.sessionCount} sessions are counted of ${starts}`);
  }
  const house = path.join(sessions, `.${USER}`);
  const lines = fs.readFileSync(path.join(house, 'transcript.jsonl'), 'utf8').split('\n');
  const turns = lines.filter(Boolean).map((one) => line.parse(JSON.parse(one)).turn);
  if (turns.length !== starts || new Set(turns).size !== starts) {
    mistakes.push(`the transcript has ${turns.length} lines of ${new Set(turns).size} turns`);
  }
  const pending = path.join(house, 'pending');
  const waiting = fs.existsSync(pending) ? fs.readdirSync(pending) : [];
  if (waiting.length > 0) mistakes.push(`${waiting.length} turns wait`);
  return mistakes;
}

interface Said {
  code: number | null;
  stdout: string;
  stderr: string;
}

function say(folder: string, sessions: string, message: string): Promise<Said> {
  const args = ['-u', USER, '--offline', '-q', '-p', message];
  const child = spawn(process.execPath, [path.resolve('bin/memchat.js'), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, MEMCHAT_SESSIONS: sessions },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  const said: Said = { code: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...said, code }));
  });
}

function json(file: string): unknown {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}
