import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession, type Session } from '../src/chat/session.ts';
import { composePorts } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { say } from '../test/support/chat-world.ts';
import { fact, memoryOf } from '../test/support/memories.ts';
import { added, extraction, ScriptedModel } from '../test/support/scripted-model.ts';
import { aTurn } from '../test/support/turns.ts';
import { renderTiming, timingOf } from './interleaved.ts';
import { Talk } from './recall/talk.ts';
import type { Row } from './table.ts';

const TURNS = 60;
/** Turns before the figures count. */
const WARM = 5;
/** One turn in so many teaches a fact. */
const TEACHES = 10;
/** What was said before: facts for a memory of 10 KB, and a transcript of some weeks. */
const KNOWN_FACTS = 18;
const PAST_TURNS = 500;
const WRITTEN = 'x'.repeat(10_000);

/**
 * memchat's own work in a turn of a running conversation: the parts of the program on real files, and
 * a model that answers at once. In turn with it, two fsynced atomic writes of 10 KB.
 */
export async function turnBench(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'memchat-bench-'));
  try {
    const talk = new Talk(2 * (PAST_TURNS + TURNS));
    const text = (place: number) => talk.turns[place]?.text ?? '';
    const apart = { ms: 0 };
    const session = await opened(join(folder, 'sessions'), text, apart);
    const whole: number[] = [];
    const own: number[] = [];
    const writes: number[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      const message = text(2 * PAST_TURNS + turn);
      apart.ms = 0;
      const began = performance.now();
      await say(session, message);
      const left = await session.settle(10_000);
      const took = performance.now() - began;
      if (left !== 'nothing') throw new Error(`a turn was not remembered: ${left}`);
      const beside = twoWrites(folder);
      if (turn < WARM) continue;
      whole.push(took);
      own.push(took - apart.ms);
      writes.push(beside);
    }
    await session.close();
    const name = "memchat's own work in a turn";
    return [
      { ...row(`${name}: load, recall, prompt, commit`, own, writes), goal: { atMost: 1 } },
      row(`${name}, with journal and transcript`, whole, writes),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function row(name: string, ours: readonly number[], writes: readonly number[]): Row {
  const [memchat, two] = [timingOf(ours), timingOf(writes)];
  return {
    name,
    value: renderTiming(memchat),
    against: `two fsynced atomic writes of 10 KB: ${renderTiming(two)}`,
    ratio: memchat.median / two.median,
    samples: { memchat: ours, 'two writes': writes },
  };
}

/** A session in the middle of a long acquaintance; `apart` sums up what journal and transcript take. */
async function opened(
  sessions: string,
  text: (place: number) => string,
  apart: { ms: number },
): Promise<Session> {
  const model = new ScriptedModel();
  let extractions = 0;
  model.extract = ({ prompt }) => {
    extractions += 1;
    const said = /<user>\n(.*)\n<\/user>/.exec(prompt)?.[1] ?? '';
    return extraction({ facts: extractions % TEACHES === 0 ? [added(said.slice(0, 200))] : [] });
  };
  const config = await readConfig({ user: 'alice', sessions, offline: true });
  const ports = await composePorts(config, () => {}, { model });
  const keyFacts = Array.from({ length: KNOWN_FACTS }, (_, n) =>
    fact(`Fact ${n}: ${text(n).slice(0, 100)}`, { id: `f-${n}` }),
  );
  await ports.store.commit('alice', memoryOf({ keyFacts, revision: 0 }));
  for (let turn = 0; turn < PAST_TURNS; turn++) {
    const message = [{ origin: 'typed' as const, text: text(2 * turn) }];
    await ports.transcript.append(aTurn({ id: `b-${turn}`, message, reply: text(2 * turn + 1) }));
  }
  const options = { user: config.user, models: config.models };
  return openSession(
    {
      ...ports,
      journal: timed(ports.journal, apart),
      transcript: timed(ports.transcript, apart, ['append']),
    },
    options,
  );
}

/** The same object, and what its methods, or those that are named, take until their promise settles. */
function timed<Port extends object>(port: Port, sum: { ms: number }, only?: string[]): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]): Promise<unknown> => {
        const began = performance.now();
        try {
          return await Reflect.apply(member, target, args);
        } finally {
          if (only?.includes(String(name)) ?? true) sum.ms += performance.now() - began;
        }
      };
    },
  });
}

function twoWrites(folder: string): number {
  const file = join(folder, 'written.json');
  const began = performance.now();
  for (let write = 0; write < 2; write++) {
    fs.writeFileSync(`${file}.new`, WRITTEN, { flush: true });
    fs.renameSync(`${file}.new`, file);
  }
  return performance.now() - began;
}
