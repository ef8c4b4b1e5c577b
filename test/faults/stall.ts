import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FileStore } from '../../src/store/file-store.ts';
import { placeOf } from '../../src/store/paths.ts';
import { update } from '../../src/store/update.ts';
import { memory, worldIn } from '../store/temporary.ts';
import { acknowledgedIn, countAs, judgeCounting, textOf, type Verdict } from './judge.ts';
import type { Programs } from './programs.ts';
import {
  type Call,
  callsBelow,
  type Injection,
  injecting,
  injectionAt,
  linesOf,
  start,
} from './strace.ts';
import { copyStore } from './sweep.ts';
import { KNOWN_USER } from './worlds.ts';

/** A lock that is held for longer (ms) is taken from its holder. */
const STALE = 2000;
/** The pause between two commits of others (ms). */
const PAUSE = 150;

/** What came of a commit that stood still at one of its calls. */
export interface Stalled extends Verdict {
  /** Whether the others were done before it was. */
  isOvertaken: boolean;
  /** Whether the user's file was behind until the next reader came. */
  isHealed: boolean;
}

/** A process that stands still in the middle of one commit, while others commit. */
export interface Stalls {
  /** The calls with which that commit changes the store. */
  calls(): Promise<Call[]>;
  /** The call takes so many milliseconds longer; others make `others` commits. */
  delayed(call: Call, others: number, ms: number): Promise<Stalled>;
  /** The process is stopped at the call, until its lock is stale. */
  stopped(call: Call, others: number): Promise<Stalled>;
  /** It loses a race, and then stands still while it holds the lock, until that is stale. */
  holdingTheLock(): Promise<Stalled>;
}

export function stallsOf(programs: Programs, folder: () => string): Stalls {
  const job = (directory: string) => programs.worker('count', directory, 'slow', '1');
  let template: Promise<string> | null = null;
  const copy = async () => {
    template ??= made(path.join(folder(), 'store'));
    const directory = path.join(folder(), 'store');
    copyStore(await template, directory);
    return directory;
  };

  async function stalled(at: Where, meet: Meet): Promise<Stalled> {
    const directory = await copy();
    const content = textOf(path.join(directory, 'alice.json'));
    const trace = path.join(path.dirname(directory), 'trace');
    const slow = start({ command: injecting(at(directory), job(directory), trace) });
    let isOver = false;
    const ended = slow.ended.finally(() => {
      isOver = true;
    });
    const ids = await meet(directory, { pid: slow.pid, trace });
    const isOvertaken = !isOver;
    const own = acknowledgedIn(linesOf(await ended));
    const acknowledged = [...own, ...ids];
    const isHealed = await heal(directory);
    const verdict = await judgeCounting(KNOWN_USER, content, directory, acknowledged);
    if (own.length === 0) verdict.problems.push('the slow one never was acknowledged');
    return { ...verdict, isOvertaken, isHealed };
  }

  return {
    calls: async () => {
      const directory = await copy();
      const calls = await callsBelow(directory, { command: job(directory) });
      return calls.filter(({ isChange }) => isChange);
    },
    delayed: (call, others, ms) =>
      stalled(at(call, `delay_enter=${ms * 1000}`), async (directory, { trace }) => {
        // Its first line is the call that waits, or one before it.
        await until(() => (textOf(trace) ?? '') !== '');
        return commitOthers(directory, others);
      }),
    stopped: (call, others) =>
      stalled(at(call, 'signal=STOP'), async (directory, { pid, trace }) => {
        await until(() => (textOf(trace) ?? '').includes('stopped by SIGSTOP'));
        const ids = await commitOthers(directory, others);
        await wait(STALE);
        for (const child of childrenOf(pid)) process.kill(child, 'SIGCONT');
        return ids;
      }),
    holdingTheLock: () =>
      stalled(
        () => ({ name: 'link', fault: 'delay_enter=800000', when: '1+' }),
        async (directory, { pid }) => {
          const { store } = worldIn(directory);
          const { lock } = placeOf(directory, 'alice');
          const ids: string[] = [];
          // Whoever keeps losing takes the lock: it comes too late each time.
          while (!fs.existsSync(lock) && ids.length < 300) {
            ids.push(await commitOne(store, `first-${ids.length}`));
            await wait(50);
          }
          if (!fs.existsSync(lock)) throw new Error('It never took the lock.');
          for (const child of childrenOf(pid)) process.kill(child, 'SIGSTOP');
          ids.push(...(await commitOthers(directory, 5, 'second')));
          await wait(STALE);
          ids.push(...(await commitOthers(directory, 5, 'third')));
          for (const child of childrenOf(pid)) process.kill(child, 'SIGCONT');
          return ids;
        },
      ),
  };
}

/** Where the process stands still, told of its store. */
type Where = (directory: string) => Injection;

function at(call: Call, fault: string): Where {
  return (directory) => injectionAt(call, fault, directory);
}

/** What the others do meanwhile; resolves to the ids of what they committed. */
type Meet = (directory: string, slow: { pid: number; trace: string }) => Promise<string[]>;

async function made(directory: string): Promise<string> {
  await KNOWN_USER.prepare(directory);
  return directory;
}

/** Commits by a process that has lost some races, so that it takes the lock where it can. */
async function commitOthers(directory: string, commits: number, name = 'other'): Promise<string[]> {
  const { store } = worldIn(directory);
  const late = memory('alice', 0);
  for (let races = 0; races < 5; races++) await store.commit('alice', late);
  const ids: string[] = [];
  for (let n = 0; n < commits; n++) {
    ids.push(await commitOne(store, `${name}-${n}`));
    await wait(PAUSE);
  }
  return ids;
}

async function commitOne(store: FileStore, id: string): Promise<string> {
  await update(store, 'alice', countAs(id));
  return id;
}

function childrenOf(pid: number): number[] {
  const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.trim().split(' ').map(Number);
}

/** Reads until the user's file is the newest revision, as far as a reader makes it so. */
async function heal(directory: string): Promise<boolean> {
  const { store, at } = worldIn(directory);
  const isBehind = async () => {
    const memory = await store.read('alice');
    const published: unknown = JSON.parse(fs.readFileSync(at('alice.json'), 'utf8'));
    return JSON.stringify(published) !== JSON.stringify(memory);
  };
  if (!(await isBehind())) return false;
  // A writer that lives brings it up to date by itself; a reader lets it try for so long.
  await wait(STALE + 100);
  await store.read('alice');
  if (await isBehind()) throw new Error('The user’s file stays behind the newest revision.');
  return true;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let looks = 0; looks < 1000 && !isSo(); looks++) await wait(20);
}
