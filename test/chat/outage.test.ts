import { describe, expect, it } from 'vitest';
import type { Ports } from '../../src/chat/ports.ts';
import { openSession, type Session } from '../../src/chat/session.ts';
import { exitCodeOf } from '../../src/errors.ts';
import { FallbackJournal } from '../../src/store/fallback-journal.ts';
import { InMemoryTranscript } from '../../src/store/in-memory.ts';
import type { Journal, Notice, Transcript } from '../../src/store/port.ts';
import { ChatWorld, say } from '../support/chat-world.ts';
import { MapJournal } from '../support/map-journal.ts';
import { Outage } from '../support/outage.ts';
import { added, extraction } from '../support/scripted-model.ts';

const JOURNAL = ['save', 'remove', 'read', 'adopt', 'rewrite'] as const;
const TRANSCRIPT = ['append', 'import', 'recent', 'read', 'rewrite'] as const;

/** Sessions of alice over a server that may stop to answer, with a journal on this machine. */
class OutageWorld {
  readonly world = new ChatWorld();
  readonly outage = new Outage();
  readonly local = new MapJournal();
  readonly notices: Notice[] = [];

  async open(): Promise<Session> {
    const { world, outage } = this;
    const journal = new FallbackJournal({
      remote: outage.over<Journal>(world.journal, JOURNAL),
      local: this.local,
      onNotice: (notice) => this.notices.push(notice),
    });
    const ports: Ports = {
      ...world,
      store: outage.over(world.store, ['read', 'commit', 'purge', 'remove']),
      transcript: outage.over<Transcript>(world.transcript, TRANSCRIPT),
      journal,
    };
    const session = await openSession(ports, {
      user: 'alice',
      models: { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' },
      onWarning: (error) => world.warnings.push(error),
    });
    session.onReceipt((receipt) => world.receipts.push(receipt));
    return session;
  }

  /** The process ends: what it has left belongs to nobody. */
  stop(): void {
    this.local.abandon();
    this.world.journal.abandon();
  }

  /** How often each turn came into the memory, and into the transcript. */
  async kept() {
    const memory = await this.world.store.read('alice');
    const { exchanges } = await this.world.transcript.read('alice', null);
    return {
      applied: memory?.appliedTurns ?? [],
      said: exchanges.map(({ user }) => user),
      waiting: [...this.local.turns.keys(), ...this.world.journal.turns.keys()],
    };
  }
}

function arrange() {
  const here = new OutageWorld();
  here.world.model.extract = () => extraction();
  return { here, world: here.world, outage: here.outage };
}

describe('a store that does not answer when a chat begins', () => {
  it('is a clear error with exit code 69, and nothing is half done', async () => {
    const { here, world, outage } = arrange();
    outage.code = 'store-unavailable';
    const failure = await here.open().catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: 'The store at postgres://db does not answer.' });
    expect(exitCodeOf(failure)).toBe(69);
    expect(outage.refused).toBe(1);
    expect([world.model.chats, world.warnings, here.notices]).toEqual([[], [], []]);
    outage.code = null;
    expect(await here.kept()).toEqual({ applied: [], said: [], waiting: [] });
  });
});

describe('a store that stops to answer in the middle of a chat', () => {
  it('is warned of once, the chat goes on, and the next turn catches up', async () => {
    const { here, world, outage } = arrange();
    const session = await here.open();
    await say(session, 'I like tea.');
    await session.settle(5000);
    outage.code = 'store-unavailable';
    for (const text of ['I like milk.', 'I like cake.']) {
      expect(await say(session, text)).toMatchObject({ status: 'answered', problem: null });
      expect(await session.settle(5000)).toBe('pending');
    }
    expect(world.warnings.map(({ message }) => message)).toEqual([
      'The store at postgres://db does not answer.',
    ]);
    expect(here.notices.map(({ code }) => code)).toEqual(['journaled-here']);
    const failed = world.receipts.filter(({ problem }) => problem !== null);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every(({ told }) => told)).toBe(true);
    outage.code = null;
    await say(session, 'I like pie.');
    expect(await session.settle(5000)).toBe('nothing');
    expect(await here.kept()).toEqual({
      applied: ['t-2', 't-3', 't-4', 't-5'],
      said: ['I like tea.', 'I like milk.', 'I like cake.', 'I like pie.'],
      waiting: [],
    });
    outage.code = 'store-unavailable';
    await say(session, 'I like jam.');
    await session.settle(5000);
    expect(world.warnings).toHaveLength(2);
    expect(here.notices).toHaveLength(2);
  });

  it('is caught up when the chat ends, where it answers again', async () => {
    const { here, outage } = arrange();
    const session = await here.open();
    outage.code = 'store-unavailable';
    await say(session, 'I like milk.');
    expect(await session.settle(5000)).toBe('pending');
    outage.code = null;
    expect(await session.settle(5000)).toBe('nothing');
    expect(await here.kept()).toEqual({ applied: ['t-2'], said: ['I like milk.'], waiting: [] });
  });

  it('is caught up by the next start, where it did not answer again', async () => {
    const { here, world, outage } = arrange();
    const session = await here.open();
    world.model.reply = async function* () {
      yield 'All ';
      outage.code = 'store-unavailable';
      yield 'right.';
    };
    await say(session, 'I like milk.');
    await session.settle(5000);
    expect((await here.kept()).waiting).toEqual(['t-2', 't-2']);
    here.stop();
    outage.code = null;
    const next = await here.open();
    expect(await next.settle(5000)).toBe('nothing');
    expect(await here.kept()).toEqual({ applied: ['t-2'], said: ['I like milk.'], waiting: [] });
    const { exchanges } = await world.transcript.read('alice', null);
    expect(exchanges).toMatchObject([{ reply: 'All right.', status: 'answered' }]);
  });

  it('applies a turn once whose commit was made and not answered', async () => {
    const { here, world, outage } = arrange();
    world.model.extract = () => extraction({ facts: [added('Likes milk', 'I like milk')] });
    const session = await here.open();
    const commit = world.store.commit.bind(world.store);
    world.store.commit = async (...given) => {
      const made = await commit(...given);
      if (given[1].revision === 1) {
        outage.code = 'store-unavailable';
        throw outage.error;
      }
      return made;
    };
    await say(session, 'I like milk.');
    expect(await session.settle(5000)).toBe('pending');
    outage.code = null;
    expect(await session.settle(5000)).toBe('nothing');
    expect(world.model.extractions).toHaveLength(1);
    const memory = await world.store.read('alice');
    expect(memory).toMatchObject({ sessionCount: 1, revision: 1, appliedTurns: ['t-2'] });
    expect(memory?.keyFacts).toHaveLength(1);
    expect((await here.kept()).waiting).toEqual([]);
  });

  it('loses no line of the transcript that it did not take', async () => {
    const { here, world, outage } = arrange();
    const append = world.transcript.append.bind(world.transcript);
    world.transcript.append = async () => {
      world.transcript.append = append;
      outage.code = 'store-unavailable';
      const { error } = outage;
      outage.code = null;
      throw error;
    };
    const session = await here.open();
    await say(session, 'I like milk.');
    await session.settle(5000);
    await say(session, 'I like cake.');
    expect(await session.settle(5000)).toBe('nothing');
    expect(await here.kept()).toEqual({
      applied: ['t-2', 't-3'],
      said: ['I like milk.', 'I like cake.'],
      waiting: [],
    });
  });

  it('has the line of a turn that another process puts away at the same moment', async () => {
    const { here, world } = arrange();
    const append = world.transcript.append.bind(world.transcript);
    world.transcript.append = async (turn) => {
      await append(turn);
      await world.journal.remove('alice', turn.id);
    };
    const session = await here.open();
    await say(session, 'I like milk.');
    expect(await session.settle(5000)).toBe('nothing');
    expect(await here.kept()).toEqual({ applied: ['t-2'], said: ['I like milk.'], waiting: [] });
  });

  it('is asked for nothing that could be recalled, until it answers again', async () => {
    const { here, world, outage } = arrange();
    const past = new InMemoryTranscript();
    world.transcript.read = past.read.bind(past);
    world.transcript.recent = past.recent.bind(past);
    const exchange = { session: 's-0', at: '2026-01-01T00:00:00Z', typed: '', reply: null };
    await past.import('alice', [
      {
        ...exchange,
        turn: 'id:1',
        user: 'The hives stand in Rotterdam.',
        speaker: 'Bob',
        status: 'answered',
      },
    ]);
    const session = await here.open();
    const ask = async () => {
      await say(session, 'Where do the hives stand?');
      await session.settle(5000);
      return JSON.stringify(world.model.chats.at(-1)?.messages.at(-1));
    };
    outage.code = 'store-unavailable';
    expect(await ask()).not.toContain('Rotterdam');
    outage.code = null;
    expect(await ask()).toContain('Rotterdam');
  });

  it('does not keep a reply that may hold what was forgotten elsewhere meanwhile', async () => {
    const { here, world, outage } = arrange();
    const session = await here.open();
    await say(session, 'Good morning to you.');
    await session.settle(5000);
    world.model.reply = async function* () {
      outage.code = 'store-unavailable';
      yield 'You told me of Bello.';
    };
    await say(session, 'What do you know of me?');
    await session.settle(5000);
    const memory = await world.store.read('alice');
    if (memory === null) throw new Error('nothing is remembered');
    const { revision } = memory;
    const forgottenAt = '2026-11-20T10:00:00.000Z';
    await world.store.commit('alice', { ...memory, revision: revision + 1, forgottenAt });
    outage.code = null;
    expect(await session.settle(5000)).toBe('nothing');
    const { exchanges } = await world.transcript.read('alice', null);
    expect(exchanges.map(({ user, reply }) => [user, reply])).toEqual([
      ['Good morning to you.', 'All right.'],
      ['What do you know of me?', null],
    ]);
    const prompts = world.model.extractions.map(({ prompt }) => prompt).join();
    expect(prompts).toContain('What do you know of me?');
    expect(prompts).not.toContain('Bello');
  });
});
