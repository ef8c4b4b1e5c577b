import type { Session } from '../../src/chat/session.ts';
import type { Memory } from '../../src/memory/types.ts';
import type { ChatRequest, Usage } from '../../src/model/port.ts';
import { addUsage, noUsage } from '../../src/model/prices.ts';
import { ChatWorld, say } from '../../test/support/chat-world.ts';
import { fact, memoryOf } from '../../test/support/memories.ts';
import { added, extraction } from '../../test/support/scripted-model.ts';
import { aTurn } from '../../test/support/turns.ts';
import { Talk } from './talk.ts';

const SESSION_TURNS = 100;
/** Known before the first turn, more than a prompt holds: as after an import from elsewhere. */
const KNOWN_FACTS = 150;
/** Of the turns, one in so many teaches a fact. */
const TEACHES = 20;

/** Tokens are estimated: 4 characters each. */
function tokensOf(characters: number): number {
  return characters / 4;
}

export interface LongChat {
  /** Of each turn in characters: its system prompt, and its whole request. */
  system: number[];
  request: number[];
  /** Of each turn in characters: what was said, and what was replied. */
  said: number[];
  replied: number[];
  /** Of all chat requests, as the API would count them: each sent whole, or its prefix cached. */
  whole: Usage;
  cached: Usage;
  /** Of all requests of the memory model. */
  memory: Usage;
}

/**
 * Says invented turns to real sessions over stores in memory and a scripted model: the last `turns`
 * after `before` others, which are in the transcript and have taught their facts.
 */
export async function longChat(before: number, turns: number): Promise<LongChat> {
  const world = new ChatWorld();
  const talk = new Talk((before + turns) * 2);
  const text = (place: number) => talk.turns[place]?.text ?? '';
  const reply = (turn: number) => text(before + turns + turn);
  await world.store.commit('alice', grownMemory(before, text));
  for (let turn = 0; turn < before; turn++) {
    const message = [{ origin: 'typed' as const, text: text(turn) }];
    await world.transcript.append(aTurn({ id: `b-${turn}`, message, reply: reply(turn) }));
  }
  const chat: LongChat = {
    system: [],
    request: [],
    said: [],
    replied: [],
    whole: noUsage(),
    cached: noUsage(),
    memory: noUsage(),
  };
  let previous: string[] = [];
  world.model.reply = (request) => {
    const answer = reply(before + chat.replied.length);
    previous = count(chat, request, previous, answer);
    return [answer];
  };
  world.model.extract = ({ system, prompt }) => {
    const said = text(before + chat.said.length - 1);
    const isTaught = chat.said.length % TEACHES === 0;
    const answer = extraction({ facts: isTaught ? [added(said.slice(0, 200))] : [] });
    chat.memory = addUsage(chat.memory, usage(charactersOf(system) + prompt.length, answer.length));
    return answer;
  };
  let session: Session | undefined;
  for (let turn = 0; turn < turns; turn++) {
    if (session === undefined || turn % SESSION_TURNS === 0) session = await world.open();
    const message = text(before + turn);
    chat.said.push(message.length);
    await say(session, message);
    await session.settle(10_000);
    // It keeps all that it was asked, which would be hundreds of megabytes.
    world.model.chats.length = 0;
    world.model.extractions.length = 0;
  }
  return chat;
}

/** A memory after so many turns: the newest facts are active, the others retired. */
function grownMemory(turns: number, text: (place: number) => string): Memory {
  const known = Array.from({ length: KNOWN_FACTS + turns / TEACHES }, (_, n) =>
    fact(`Fact ${n}: ${text(n).slice(0, 100)}`, { id: `f-${n}` }),
  );
  const retired = known.slice(0, known.length - KNOWN_FACTS);
  const keyFacts = known.slice(retired.length);
  const sessionCount = 10 + turns / SESSION_TURNS;
  return memoryOf({ keyFacts, retired, sessionCount, revision: 0 });
}

/** Adds a request to the figures; returns its parts. */
function count(chat: LongChat, request: ChatRequest, previous: string[], reply: string): string[] {
  const parts = [...request.system, ...request.messages].map(({ text }) => text);
  const system = charactersOf(request.system);
  const all = parts.reduce((sum, part) => sum + part.length, 0);
  const changed = parts.findIndex((part, place) => part !== previous[place]);
  const same = parts.slice(0, changed < 0 ? parts.length : changed);
  const read = same.reduce((sum, part) => sum + part.length, 0);
  chat.system.push(system);
  chat.request.push(all);
  chat.replied.push(reply.length);
  chat.whole = addUsage(chat.whole, usage(all, reply.length));
  chat.cached = addUsage(chat.cached, usage(all, reply.length, read));
  return parts;
}

/** From characters; with `read`, so many of the input were cached before, and the rest is now. */
export function usage(input: number, output: number, read?: number): Usage {
  return {
    requests: 1,
    input: read === undefined ? tokensOf(input) : 0,
    output: tokensOf(output),
    cacheRead: tokensOf(read ?? 0),
    cacheWrite: read === undefined ? 0 : tokensOf(input - read),
  };
}

function charactersOf(blocks: readonly { text: string }[]): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0);
}
