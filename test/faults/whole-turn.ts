import fs from 'node:fs';
import path from 'node:path';
import { parseRecord } from '../../src/memory/json.ts';
import { filesBelow, worldIn } from '../store/temporary.ts';
import { BIN } from '../support/bin.ts';
import { isMemory, textOf, type Verdict } from './judge.ts';
import { type Program, run, struckAt } from './strace.ts';

/** What alice says in the turn that is at stake. */
const SAID = 'My name is Alice. I live in Lisbon.';
const LATER = 'Good to see you again.';

/** memchat as its users run it: one turn of alice, offline. The store lies in her home. */
function memchat(directory: string, message: string): Program {
  const home = path.dirname(directory);
  const options = ['-u', 'alice', '--offline', '--sessions', directory];
  return {
    command: [process.execPath, BIN, ...options, '-p', message],
    env: { PATH: process.env.PATH, HOME: home },
    cwd: home,
    input: null,
  };
}

/** The turn at stake. */
export const introduce = (directory: string) => memchat(directory, SAID);

/** The turn of a process that takes over what was left. */
export const greet = (directory: string) => memchat(directory, 'Hello!');

/** A process that was killed when the reply had been shown and nothing extracted from it. */
export async function leaveIntroduction(directory: string): Promise<void> {
  const firstCommit = { name: 'link', path: null, n: 1 };
  const { stdout, isHit } = await struckAt(
    firstCommit,
    'signal=KILL',
    directory,
    introduce(directory),
  );
  if (!isHit || stdout === '' || pendingIn(directory).length === 0) {
    throw new Error('No turn was left behind between its reply and its extraction.');
  }
}

/** Looks, with one more run of memchat, at what killed ones have left of the turn at stake. */
export async function judgeTurn(
  directory: string,
  { isShown, killed }: { isShown: boolean; killed: number },
): Promise<Verdict> {
  const { at } = worldIn(directory);
  const problems: string[] = [];
  const published = textOf(at('alice.json'));
  const isOnDisk = pendingIn(directory).length > 0 || (published ?? '').includes(SAID);
  const later = await run(memchat(directory, LATER));
  if (later.code !== 0 || later.stdout === '') problems.push(`memchat fails: ${later.stderr}`);
  if (/damaged|cannot be read|set aside|in use/.test(later.stderr)) problems.push(later.stderr);

  const memory = await worldIn(directory).store.read('alice');
  const sessions = memory?.sessionCount ?? 0;
  if (sessions < 1 || sessions > killed + 1) problems.push(`${sessions} sessions`);
  problems.push(...pendingIn(directory).map((file) => `${file} waits still`));
  if (exchanges(directory, LATER) !== 1) problems.push('the next turn is not in the transcript');

  const facts = [...(memory?.keyFacts ?? []), ...(memory?.retired ?? [])];
  const counts = [
    facts.filter(({ text }) => text.includes('Lisbon')).length,
    memory?.name === 'Alice' ? 1 : 0,
    memory?.recentMessages.filter(({ text }) => text === SAID).length ?? 0,
    exchanges(directory, SAID),
  ];
  const isPromised = isShown || isOnDisk;
  return {
    acknowledged: isPromised ? 1 : 0,
    lost: isPromised && counts.includes(0) ? 1 : 0,
    twice: counts.some((count) => count > 1) ? 1 : 0,
    corrupt: published === null || isMemory(published) ? 0 : 1,
    problems,
  };
}

/** The turns that wait; what is unfinished was never acknowledged. */
function pendingIn(directory: string): string[] {
  const files = fs.existsSync(directory) ? filesBelow(directory) : [];
  return files.filter((file) => /^\.alice\/pending\/[^.].*\.json$/.test(file));
}

/** How often the transcript has an exchange that began so. */
function exchanges(directory: string, said: string): number {
  const lines = textOf(path.join(directory, '.alice', 'transcript.jsonl'))?.split('\n') ?? [];
  return lines.filter((line) => parseRecord(line)?.user === said).length;
}
