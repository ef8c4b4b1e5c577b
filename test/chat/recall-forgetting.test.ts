import { beforeEach, describe, expect, it } from 'vitest';
import type { Session } from '../../src/chat/session.ts';
import { say } from '../support/chat-world.ts';
import { exchange, old, RecallWorld } from '../support/recall-world.ts';
import { added, extraction } from '../support/scripted-model.ts';

let world: RecallWorld;
beforeEach(() => {
  world = new RecallWorld();
});

const QUESTION = 'What is the marmalade kept in, the greenhouse cellar?';
const marmalade = old('Keeps the marmalade in the greenhouse cellar', {
  id: 'f-marmalade',
  tag: 'pantry',
});

const jars = old('Made nine jars of marmalade with wax lids', {
  id: 'f-jars',
  validTo: '2025-01-01',
});

/** Everything of a request; what the user asks in it themselves is left out. */
function lastRequest(): string {
  return JSON.stringify(world.model.chats.at(-1)).replaceAll(QUESTION, '');
}

/** A session with a fact, a turn and a reply that bear on the question, all of which are recalled. */
async function recalling(): Promise<Session> {
  await world.said(
    exchange('Aunt Ottilie likes marmalade from the cellar', { turn: 't-a', session: 's-a' }),
    exchange('And the greenhouse?', {
      turn: 't-b',
      session: 's-b',
      reply: 'It has a cellar with marmalade.',
    }),
  );
  const session = await world.crowded([marmalade]);
  await say(session, QUESTION);
  expect(lastRequest()).toMatch(/marmalade/iu);
  await session.settle(5000);
  return session;
}

describe('forgetting', () => {
  it.each(['this', 'another'])(
    'in %s session takes it out of what is recalled, the window and /why at once',
    async (which) => {
      const session = await recalling();
      const forgetter = which === 'this' ? session : await world.open();
      await forgetter.own.forget({ kind: 'query', query: 'marmalade' });
      expect(JSON.stringify(await session.why())).not.toMatch(/marmalade/iu);
      expect(JSON.stringify(await session.own.search('marmalade cellar'))).not.toMatch(
        /marmalade|forgotten/iu,
      );
      // Nor what stands in its place.
      expect(await session.own.search('forgotten')).toEqual([]);
      await say(session, QUESTION);
      expect(lastRequest()).not.toMatch(/marmalade/iu);
      expect(JSON.stringify(await session.why())).not.toMatch(/marmalade/iu);
    },
  );

  it('of a fact takes it out, and leaves what else was recalled', async () => {
    const session = await recalling();
    await session.own.forget({ kind: 'fact', id: 'f-marmalade' });
    await say(session, QUESTION);
    expect(lastRequest()).not.toContain('Keeps the marmalade');
  });

  it('takes it out of what tools answered, and a tool finds it no more', async () => {
    const session = await recalling();
    world.model.reply = calling('recall_memory', { query: 'marmalade cellar' });
    await say(session, 'Look it up with the tool.');
    expect(lastRequest()).toMatch(/tool_result|Notes from memory/u);
    expect(lastRequest()).toMatch(/marmalade/iu);
    const other = await world.open();
    await other.own.forget({ kind: 'query', query: 'marmalade' });
    expect(JSON.stringify(await session.why())).not.toMatch(/marmalade/iu);
    world.model.reply = calling('recall_memory', { query: 'cellar of aunt Ottilie' });
    await say(session, 'Look up the cellar.');
    expect(lastRequest()).not.toMatch(/marmalade/iu);
  });

  it('while the reply comes: what was recalled for it is not sent with the next message', async () => {
    const session = await recalling();
    const other = await world.open();
    world.model.reply = async function* () {
      await other.own.forget({ kind: 'query', query: 'marmalade' });
      yield 'In the cellar: the marmalade.';
    };
    await say(session, QUESTION);
    world.model.reply = () => ['I see.'];
    await say(session, QUESTION);
    expect(lastRequest()).not.toMatch(/marmalade/iu);
    await session.settle(5000);
    expect(JSON.stringify(await world.transcript.read('alice', null))).not.toContain(
      'In the cellar: the',
    );
  });

  it('of everything leaves nothing to tell of, and the next message begins from nothing', async () => {
    const session = await recalling();
    await world.know({ ...(await session.memory()), summary: 'Makes marmalade.', retired: [jars] });
    const other = await world.open();
    await say(other, 'How many jars of marmalade with wax lids were there?');
    await other.settle(5000);
    const why = await other.why();
    expect(why).toMatchObject({ summary: 'Makes marmalade.', recalled: [{ id: 'f-jars' }] });
    await session.own.forgetAll();
    await world.transcript.rewrite('alice', () => null);
    expect(JSON.stringify(await other.why())).not.toMatch(/marmalade/iu);
    await say(other, QUESTION);
    expect(lastRequest()).not.toMatch(/marmalade/iu);
  });
});

describe('a write of the model', () => {
  const words = 'Remember that I keep the plums in the attic';
  const plums = { text: 'Keeps the plums in the attic', quote: 'I keep the plums in the attic' };

  it('is refused when something is forgotten meanwhile by another process', async () => {
    const session = await recalling();
    const other = await world.open();
    world.model.reply = calling('remember', { ...plums, topic: 'pantry' }, () =>
      other.own.forget({ kind: 'query', query: 'marmalade' }),
    );
    await say(session, words);
    expect(lastRequest()).toContain('Nothing was written: something was forgotten meanwhile.');
    expect(JSON.stringify((await session.memory()).keyFacts)).not.toContain('plums');
  });

  it('is refused when all is forgotten meanwhile: nothing of the user comes back', async () => {
    const session = await recalling();
    const other = await world.open();
    world.model.reply = calling('remember', { ...plums, topic: 'pantry' }, async () => {
      await other.own.forgetAll();
      // In files the journal goes with the rest.
      world.journal.turns.clear();
    });
    await say(session, words);
    expect(lastRequest()).toContain('Nothing was written');
    expect(await world.store.read('alice')).toBeNull();
  });
});

describe('undo', () => {
  it('of a turn takes it out of the window, and it is not looked up again', async () => {
    world.model.extract = () =>
      extraction({ facts: [added('Lives in Rome', 'I live in Rome with nine parrots', 'home')] });
    const session = await world.open();
    await say(session, 'I live in Rome with nine parrots');
    await session.settle(5000);
    world.model.extract = () => extraction();
    await session.own.undo();
    await say(session, 'How many parrots live with me in Rome?');
    const [{ messages = [] } = {}] = world.model.chats.slice(-1);
    expect(messages.map(({ text }) => text)).toEqual(['How many parrots live with me in Rome?']);
  });

  it('of what the model noted itself takes that turn out of the window as well', async () => {
    const session = await recalling();
    world.model.reply = calling('remember', {
      text: 'Keeps the plums in the attic',
      quote: 'I keep the plums in the attic',
      topic: 'pantry',
    });
    await say(session, 'Remember that I keep the plums in the attic');
    await session.settle(5000);
    expect(JSON.stringify((await session.memory()).keyFacts)).toContain('plums');
    expect(world.receipts.map(({ pass }) => pass)).toContain('tool');
    const { changes } = await session.own.undo();
    expect(changes.retired).toMatchObject([{ text: 'Keeps the plums in the attic' }]);
    expect(JSON.stringify((await session.memory()).keyFacts)).not.toContain('plums');
    world.model.reply = () => ['I see.'];
    await say(session, 'Which fruit is up there?');
    expect(lastRequest()).not.toContain('plums');
  });
});

/** Calls a tool in the first round of a turn, after `before` where it is given, then answers. */
function calling(name: string, input: unknown, before?: () => Promise<unknown>) {
  let calls = 0;
  return async function* (request: { messages: readonly object[] }) {
    const last = request.messages.at(-1);
    if (last !== undefined && 'results' in last) {
      yield 'So it is.';
      return;
    }
    calls += 1;
    await before?.();
    yield { id: `toolu_${name}_${calls}`, name, input };
  };
}
