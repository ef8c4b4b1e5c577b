import fs from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { decodeMemory } from '../../src/memory/codec.ts';
import type { Memory } from '../../src/memory/types.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from '../store/contract.ts';
import { worldIn } from '../store/temporary.ts';
import type { World } from './worlds.ts';

/** What a fault did. Everything but `acknowledged` ought to be zero and empty. */
export interface Verdict {
  /** Writes that the program said were done. */
  acknowledged: number;
  /** Of these, the ones that are not there. */
  lost: number;
  /** Writes that are there more than once. */
  twice: number;
  /** Files and readings that were neither the old memory nor a new one. */
  corrupt: number;
  /** Whatever else is wrong, in words. */
  problems: string[];
}

/** Whether nothing is wrong. */
export function isClean({ lost, twice, corrupt, problems }: Verdict): boolean {
  return lost === 0 && twice === 0 && corrupt === 0 && problems.length === 0;
}

/** The ids that `count` of `test/store/worker.ts` said. */
export function acknowledgedIn(lines: readonly string[]): string[] {
  return lines.filter((line) => /^\w+-\d+ /.test(line)).map((line) => line.split(' ')[0] ?? '');
}

/** A change that counts one update, under an id. */
export function countAs(id: string): (current: Memory | null) => Memory {
  return (current) => {
    const { recentMessages, ...counted } = countOne(current);
    const message = { role: 'user', text: id, at: counted.createdAt, turn: id } as const;
    return { ...counted, recentMessages: [...recentMessages, message] };
  };
}

/**
 * Looks at what a process that was counting in `world` has left, and commits once more. `content`
 * is alice.json as it was before that process came, null for none.
 */
export async function judgeCounting(
  { kept: before, notices: expected }: World,
  content: string | null,
  directory: string,
  acknowledged: readonly string[],
): Promise<Verdict> {
  const { store, another, notices, at } = worldIn(directory);
  const problems: string[] = [];
  const published = textOf(at('alice.json'));
  const isWhole = published === content || isMemory(published);
  const seen = await store.read('alice');
  const ids = seen?.recentMessages.map(({ turn }) => turn) ?? [];
  const lost = acknowledged.filter((id) => !ids.includes(id)).length;
  const repeated = ids.length - new Set(ids).size;
  if ((seen?.sessionCount ?? 0) !== ids.length) problems.push('a part of an update is there');
  const base = before?.revision ?? 0;
  if (seen !== null && seen.revision !== base + ids.length) problems.push('a commit too many');
  const isKept = before === null || (seen !== null && isSame(seen, before));
  const next = await update(store, 'alice', countOne);
  if (next?.sessionCount !== ids.length + 1) problems.push('the next commit does not go on');
  const after = await another().read('alice');
  if (!isDeepStrictEqual(after, next)) problems.push('the next commit is not read');
  const last = decodeMemory(textOf(at('alice.json')) ?? '', 'alice');
  if (last.state !== 'valid' || last.memory.revision !== next?.revision) {
    problems.push('the next commit is not published');
  }
  for (const { code, message } of notices) if (!expected.includes(code)) problems.push(message);
  const corrupt = (isWhole ? 0 : 1) + (isKept ? 0 : 1);
  return { acknowledged: acknowledged.length, lost, twice: repeated, corrupt, problems };
}

/** Whether it is the memory of `before`, but for what counting changes. */
function isSame(seen: Memory, before: Memory): boolean {
  const { revision, sessionCount, recentMessages } = before;
  return (
    JSON.stringify({ ...seen, revision, sessionCount, recentMessages }) === JSON.stringify(before)
  );
}

/** Whether a text is a whole memory of alice. */
export function isMemory(text: string | null): boolean {
  return text !== null && decodeMemory(text, 'alice').state === 'valid';
}

/** The text of a file, null if it is not there. */
export function textOf(file: string): string | null {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
}
