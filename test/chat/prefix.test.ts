import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Session } from '../../src/chat/session.ts';
import { openSession } from '../../src/chat/session.ts';
import { AnthropicModel } from '../../src/model/anthropic/model.ts';
import { say } from '../support/chat-world.ts';
import {
  type Answer,
  type ApiBody,
  type ApiRequest,
  isStructured,
  type MessagesApi,
  startMessagesApi,
} from '../support/messages-api.ts';
import { chatter, exchange, fillers, old, RecallWorld } from '../support/recall-world.ts';
import { added } from '../support/scripted-model.ts';

let api: MessagesApi;
let world: RecallWorld;
beforeEach(() => {
  world = new RecallWorld();
});
afterEach(() => api.close());

/** Nothing in it may be touched on its way back. */
const SIGNATURE = 'EqQBCkYIBxgCKkA+/=\u2028é🦚\\"';

const SUBJECTS = ['bee hives', 'quinces', 'ferrets', 'telescopes', 'canoes', 'accordions'];
const NUMBERS = ['seven', 'eight', 'nine'];

const known = SUBJECTS.map((subject, index) =>
  old(`Keeps ${NUMBERS[index % 3]} ${subject} behind the chapel`, { id: `f-${index}` }),
);

const MESSAGES = [
  'How many bee hives do I keep behind the chapel?',
  'ok',
  'And how many quinces behind the chapel?',
  'Remember that I bought a drum for the chapel.',
  'What did I say of ferrets, in 2021?',
  'thanks!',
  'Tell me of telescopes behind the chapel 🦚.',
  'Remember that I sold a canoe by the chapel.',
  'yes please',
  'How many accordions are there?',
  'Which canoes do I keep behind the chapel?',
  'continue',
  'And the quinces, once more?',
  'Where do I live?',
];

/** Thinks, calls tools in every third turn, twice in every sixth, and answers. */
function reply({ body, number }: ApiRequest): Answer {
  const round = roundOf(body);
  const asked = body.messages.length;
  const last = body.messages.at(-1 - 2 * round)?.content;
  const words = typeof last === 'string' ? last : '';
  const bought = /I (?:bought|sold) a \w+ (?:for|by) the chapel/u.exec(words)?.[0];
  const thinking = `Hm\u2028 ${number} 🦚`;
  if (round === 0 && bought !== undefined) {
    const input = {
      text: `${bought.replace('I b', 'B').replace('I s', 'S')}`,
      quote: bought,
      topic: 'chapel',
    };
    return {
      thinking,
      signature: SIGNATURE,
      calls: [{ id: `toolu_${number}`, name: 'remember', input }],
    };
  }
  if (round < 2 && asked % 3 === 0) {
    const calls = [1, 2].map((call) => ({
      id: `toolu_${number}_${call}`,
      name: 'recall_memory',
      input: { query: `ladder glacier ${number} ${call}` },
    }));
    return {
      thinking,
      signature: SIGNATURE,
      blocks: [{ type: 'redacted_thinking', data: 'EmwKAhgB' }],
      text: 'Let me look.',
      calls,
    };
  }
  return { thinking, signature: SIGNATURE, text: ['Well, ', `so it is, ${number}.`] };
}

/** How many rounds of tools stand at the end of a request. */
function roundOf({ messages }: ApiBody): number {
  const said = messages.findLastIndex(
    ({ role, content }) => role === 'user' && typeof content === 'string',
  );
  return (messages.length - 1 - said) / 2;
}

async function open(): Promise<Session> {
  let extractions = 0;
  api = await startMessagesApi({
    reply,
    extraction: ({ body }) => {
      extractions += 1;
      const typed = /<user>\n(.*)\n<\/user>/u.exec(String(body.messages[0]?.content))?.[1] ?? '';
      const isTelling = /^(?:Tell|Remember)/u.test(typed);
      return {
        reasoning: '',
        summary: `Asks of the chapel, ${extractions} times.`,
        name: null,
        facts: isTelling
          ? [added(`Asked: ${typed.replace(/[.🦚 ]+$/u, '')}`, typed, 'chapel')]
          : [],
        preferences: [],
      };
    },
  });
  await world.said(...chatter(60), exchange('I had nine ferrets in the barn, and one bit me'));
  await world.remember(...known, ...fillers(60));
  const model = new AnthropicModel({
    apiKey: 'test',
    authToken: null,
    profile: null,
    baseUrl: api.url,
    capabilities: 'anthropic',
  });
  const { store, journal, transcript, clock, newId, price } = world;
  const ports = { store, journal, transcript, clock, newId, price, model };
  return openSession(ports, {
    user: 'alice',
    models: { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' },
    onWarning: (error) => world.warnings.push(error),
  });
}

const chats = () =>
  api.requests.filter((request) => !isStructured(request)).map(({ body }) => body);

/** The request as the API's cache sees it: all but where the last breakpoint stands. */
function cachedPart({ cache_control: _, messages, ...rest }: ApiBody) {
  return { prefix: JSON.stringify(rest), messages: messages.map((one) => JSON.stringify(one)) };
}

/** Where a request does not begin with all of the one before; none: []. */
function breaks(bodies: readonly ApiBody[]): number[] {
  return bodies.slice(1).flatMap((body, index) => {
    const before = bodies[index];
    if (before === undefined) return [];
    const [a, b] = [cachedPart(before), cachedPart(body)];
    const isKept =
      a.prefix === b.prefix &&
      a.messages.length < b.messages.length &&
      a.messages.join() === b.messages.slice(0, a.messages.length).join();
    return isKept ? [] : [index + 2];
  });
}

describe('from turn to turn', () => {
  it('each request begins with all of the one before, byte for byte', async () => {
    const session = await open();
    for (const message of MESSAGES) {
      await say(session, message);
      // In some turns the memory is written before the next message, in others behind it.
      if (message.length % 2 === 0) await session.settle(5000);
    }
    await session.settle(5000);
    expect(world.warnings).toEqual([]);
    const bodies = chats();
    expect(breaks(bodies)).toEqual([]);

    // The session had all of that in it.
    const text = JSON.stringify(bodies.at(-1)?.messages);
    expect(text.match(/<recalled>/gu)?.length).toBeGreaterThan(2);
    expect(text.match(/"tool_result"/gu)?.length).toBeGreaterThan(5);
    expect(text.split(JSON.stringify(SIGNATURE)).length).toBeGreaterThan(5);
    expect(text).toContain('Noted: Bought a drum for the chapel');
    const memory = await session.memory();
    expect(memory.summary).toMatch(/^Asks of the chapel/u);
    expect(memory.keyFacts.map((one) => one.text)).toContain('Sold a canoe by the chapel');
    expect(bodies.length).toBeGreaterThan(MESSAGES.length + 4);
    for (const { system, cache_control } of bodies) {
      expect(Array.isArray(system) && system.map((block) => block.cache_control)).toEqual([
        undefined,
        { type: 'ephemeral' },
      ]);
      expect(cache_control).toEqual({ type: 'ephemeral' });
    }
  });

  it('it does not when what was recalled is left out of the window', async () => {
    const session = await open();
    for (const message of MESSAGES) await say(session, message);
    const dropped = chats().map((body) => ({
      ...body,
      messages: body.messages.map((message, index) =>
        typeof message.content === 'string' && index < body.messages.length - 1
          ? {
              ...message,
              content: message.content.replace(/^<recalled>[\s\S]*<\/recalled>\n\n/u, ''),
            }
          : message,
      ),
    }));
    expect(breaks(dropped).length).toBeGreaterThan(2);
  });

  it('begins anew when the memory is edited, and holds from there', async () => {
    const session = await open();
    for (const message of MESSAGES.slice(0, 4)) await say(session, message);
    await session.settle(5000);
    const before = chats().length;
    await session.own.add({ text: 'Sails a dinghy' });
    for (const message of MESSAGES.slice(4, 8)) await say(session, message);
    const bodies = chats();
    expect(breaks(bodies)).toEqual([before + 1]);
    expect(JSON.stringify(bodies.at(-1)?.system)).toContain('Sails a dinghy');
    const [a, b] = [bodies[before - 1], bodies[before]];
    // What was said stands as it was: only the memory in the system prompt is another.
    expect(b?.messages.slice(0, a?.messages.length)).toEqual(a?.messages);
    expect(b?.tools).toEqual(a?.tools);
    expect(b?.system?.[0]).toEqual(a?.system?.[0]);
  });

  it('begins anew when the window is trimmed, and only then', async () => {
    const session = await open();
    const breaksAt: number[] = [];
    for (let turn = 0; turn < 30; turn += 1) {
      const length = chats().length;
      await say(
        session,
        `${MESSAGES[turn % MESSAGES.length]} ${'Lorem ipsum. '.repeat(120)}${turn}`,
      );
      const at = breaks(chats()).filter((place) => place > length);
      if (at.length > 0) breaksAt.push(turn);
    }
    await session.settle(5000);
    // 24,000 characters hold some 14 such turns, and half of them stay.
    expect(breaksAt.length).toBeGreaterThan(0);
    expect(breaksAt.length).toBeLessThan(6);
    const gaps = breaksAt.slice(1).map((turn, index) => turn - (breaksAt[index] ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThan(2);
  });
});
