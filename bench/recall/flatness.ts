import type { Usage } from '../../src/model/port.ts';
import { addUsage, costUsd, noUsage } from '../../src/model/prices.ts';
import type { Row } from '../table.ts';
import { type LongChat, longChat, usage } from './long-chat.ts';

const TURNS = 10_000;
/** So many of the first and of the last turns are said; what the others did is put in place. */
const SAID = 300;
const SESSION = 100;

const CHAT_MODEL = 'claude-sonnet-5-5';
const MEMORY_MODEL = 'claude-haiku-5-5';

/** What requests carry after 10,000 turns as against the first ones, and what all of them cost. */
export async function flatnessBench(): Promise<Row[]> {
  const first = await longChat(0, SAID);
  const last = await longChat(TURNS - SAID, SAID);
  const largest = ({ request }: LongChat, from: number, to?: number) =>
    Math.max(...request.slice(from, to));
  const replay = replayOf([first, last]);
  const sent = last.request.at(-1) ?? Number.NaN;
  return [
    characters(
      'system prompt at turn 10,000, against turn 10',
      last.system.at(-1) ?? Number.NaN,
      first.system[9] ?? Number.NaN,
      1.05,
    ),
    characters(
      'largest request of turns 9,901–10,000, against turns 1–100',
      largest(last, -SESSION),
      largest(first, 0, SESSION),
      1.05,
    ),
    characters('request of turn 10,000, against the whole history', sent, replay.lastRequest),
    cost('cost of 10,000 turns, against the whole history', [first, last], 'whole', replay.whole),
    cost('the same, with prompt caching of both', [first, last], 'cached', replay.cached),
  ];
}

function characters(name: string, value: number, against: number, atMost?: number): Row {
  const render = (count: number) => `${count.toLocaleString('en')} characters`;
  return {
    name,
    value: render(value),
    against: render(against),
    ratio: value / against,
    goal: atMost === undefined ? undefined : { atMost },
  };
}

/** The memory model's requests are never cached: each is about new turns. */
function cost(
  name: string,
  chats: readonly LongChat[],
  how: 'whole' | 'cached',
  replay: Usage,
): Row {
  const share = TURNS / (chats.length * SAID);
  const dollars = chats
    .map((chat) => dollarsOf(CHAT_MODEL, chat[how]) + dollarsOf(MEMORY_MODEL, chat.memory))
    .reduce((sum, each) => sum + each * share, 0);
  const against = dollarsOf(CHAT_MODEL, replay);
  return {
    name,
    value: `$${dollars.toFixed(2)}, extraction included`,
    against: `$${against.toFixed(2)}`,
    ratio: dollars / against,
  };
}

/** The same turns over and over, each sent with all before it, under the system prompt of the first. */
function replayOf(chats: readonly LongChat[]): {
  whole: Usage;
  cached: Usage;
  lastRequest: number;
} {
  const said = chats.flatMap((chat) => chat.said);
  const replied = chats.flatMap((chat) => chat.replied);
  let whole = noUsage();
  let cached = noUsage();
  let history = chats[0]?.system[0] ?? 0;
  let lastRequest = 0;
  for (let turn = 0; turn < TURNS; turn++) {
    const reply = replied[turn % replied.length] ?? 0;
    lastRequest = history + (said[turn % said.length] ?? 0);
    whole = addUsage(whole, usage(lastRequest, reply));
    cached = addUsage(cached, usage(lastRequest, reply, turn === 0 ? 0 : history));
    history = lastRequest + reply;
  }
  return { whole, cached, lastRequest };
}

function dollarsOf(model: string, spent: Usage): number {
  return costUsd(model, spent) ?? Number.NaN;
}
