import fs from 'node:fs';
import path from 'node:path';
import type { Check, Finding } from '../../src/finding.ts';
import type { Turn } from '../../src/memory/turn.ts';
import { type ExamineOptions, examineStore } from '../../src/store/examine/examine.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { currentOwner, type Owner } from '../../src/store/owner.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';
import { clock, NOW, type World, worldIn } from './temporary.ts';

/** What an examination of a store finds. */
export function examine(directory: string, over: Partial<ExamineOptions> = {}): Promise<Finding[]> {
  return examineStore({
    directory,
    why: 'for a test',
    user: null,
    clock,
    uid: process.getuid?.() ?? null,
    memchat: (user, words) => ['memchat', ...words, '-u', user].join(' '),
    ...over,
  });
}

/** The findings of one check that are not ok. */
export function wrong(findings: readonly Finding[], check: Check): Finding[] {
  return findings.filter((one) => one.check === check && one.status !== 'ok');
}

/** All that is not in order, but for the disk of the machine that tests. */
export function allWrong(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ status, check }) => status !== 'ok' && check !== 'file-system');
}

/** A store in which each of the users has a memory of two revisions. */
export async function storeOf(directory: string, ...users: string[]): Promise<World> {
  fs.chmodSync(directory, 0o700);
  const world = worldIn(directory);
  for (const user of users) {
    await update(world.store, user, (current) => ({ ...countOne(current), user }));
  }
  return world;
}

/** A turn that waits in the journal, of this process or of another one. */
export async function pendingTurn(
  directory: string,
  user: string,
  id: string,
  owner: Owner = currentOwner(),
): Promise<void> {
  const turn: Turn = {
    id,
    user,
    session: 's-1',
    at: NOW,
    message: [{ origin: 'typed', text: 'Hello.' }],
    reply: null,
    status: 'asked',
    attempts: 0,
  };
  await new FileJournal({ directory, owner, clock, onNotice: () => {} }).save(turn);
}

/** Everything that tells one state of a folder from another, but for when it was last read. */
export function stateOf(folder: string): unknown[] {
  const names = ['.', ...fs.readdirSync(folder, { recursive: true }).map(String)].sort();
  return names.map((name) => {
    const file = path.join(folder, name);
    const { ino, mode, uid, gid, size, nlink, mtimeNs, ctimeNs } = fs.lstatSync(file, {
      bigint: true,
    });
    const isFile = fs.lstatSync(file).isFile();
    const content = isFile ? fs.readFileSync(file).toString('base64') : null;
    return { name, ino, mode, uid, gid, size, nlink, mtimeNs, ctimeNs, content };
  });
}
