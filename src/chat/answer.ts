import { MemchatError } from '../errors.ts';
import { BrokenReplyError } from '../model/output-error.ts';
import type {
  ChatMessage,
  ChatRequest,
  ReplyEnd,
  ToolCall,
  ToolResult,
  ToolResultsMessage,
} from '../model/port.ts';
import { emptyReply, problemOf, stillCalling } from './answer-problems.ts';
import type { TurnEnd, TurnEvent } from './events.ts';
import type { Ports } from './ports.ts';
import { nothingSpent, type Spent, spentOn } from './spent.ts';
import { hashUser } from './user-hash.ts';

/** Room for a reply and for the thinking before it, in tokens. */
const MAX_TOKENS = 32_000;

/** How often a reply may stop to have tools called. */
const MOST_ROUNDS = 5;

const LAST_ROUND = 'No more tools in this turn: answer now with what you have.';

export interface Question
  extends Pick<ChatRequest, 'model' | 'system' | 'messages' | 'tools' | 'cacheConversation'> {
  user: string;
  signal: AbortSignal | undefined;
  /** Carries out a call of one of `tools`. Never rejects. */
  call: (call: ToolCall) => Promise<ToolResult>;
}

/** The end of a reply before it has the id of its turn. */
export interface AnswerEnd extends Omit<TurnEnd, 'turn'> {
  /** The model's calls and what was answered, as they were sent: they come before the last text. */
  rounds: ChatMessage[];
  /** The text behind the last of them. */
  lastText: string;
}

export type AnswerEvent = Exclude<TurnEvent, TurnEnd> | AnswerEnd;

/**
 * Streams the model's reply, and has the tools called that it asks for, in at most five rounds.
 * Never throws what the model or the network did: that is the `problem` of the `end`, with the
 * status that says how far the reply came.
 */
export async function* answer(
  ports: Pick<Ports, 'model' | 'price'>,
  question: Question,
): AsyncGenerator<AnswerEvent> {
  const reply = new Reply();
  let spent = nothingSpent();
  try {
    for (;;) {
      const end = yield* stream(ports, question, reply);
      spent = spentOn(spent, priced(ports, end));
      if (end.stop !== 'tools') {
        const empty = end.stop === 'answered' && reply.text.trim() === '';
        const problem = empty ? emptyReply() : problemOf(end.stop);
        yield {
          type: 'end',
          status: empty ? 'failed' : end.stop,
          ...reply.parts,
          ...spent,
          problem,
        };
        return;
      }
      if (reply.rounds.length >= 2 * MOST_ROUNDS) {
        yield {
          type: 'end',
          status: 'truncated',
          ...reply.parts,
          ...spent,
          problem: stillCalling(),
        };
        return;
      }
      const isLast = reply.rounds.length === 2 * (MOST_ROUNDS - 1);
      const results = await callAll(end.calls, question, isLast);
      reply.addRound([end.message, results]);
      if (question.signal?.aborted === true) {
        yield { type: 'end', status: 'interrupted', ...reply.parts, ...spent, problem: null };
        return;
      }
    }
  } catch (error) {
    const problem = error instanceof Error ? error : new Error(String(error));
    if (problem instanceof BrokenReplyError) spent = spentOn(spent, priced(ports, problem));
    yield { type: 'end', status: 'failed', ...reply.parts, ...spent, problem };
  }
}

/** One request: passes on what comes, and returns how it ended. */
async function* stream(
  { model }: Pick<Ports, 'model'>,
  { user, call: _, ...request }: Question,
  reply: Reply,
): AsyncGenerator<Exclude<TurnEvent, TurnEnd>, ReplyEnd> {
  const events = model.stream({
    ...request,
    // Within the turn the next request begins with all of this one.
    cacheConversation: request.cacheConversation === true || reply.rounds.length > 0,
    messages: [...request.messages, ...reply.rounds],
    maxTokens: MAX_TOKENS,
    userHash: hashUser(user),
  });
  for await (const event of events) {
    if (event.type === 'end') return event;
    if (event.type === 'tool') yield { type: isLook(event.name) ? 'recalling' : 'remembering' };
    else if (event.type === 'text') yield { type: 'text', text: reply.add(event.text) };
    else yield event;
  }
  throw new MemchatError('The reply broke off without an end. Say it again.', 'api-unavailable');
}

function priced(
  ports: Pick<Ports, 'price'>,
  { model, usage }: Pick<ReplyEnd, 'model' | 'usage'>,
): Spent {
  return { usage, costUsd: ports.price(model, usage) };
}

/** One after the other: what the first writes, the second finds. */
async function callAll(
  calls: readonly ToolCall[],
  { call, signal }: Question,
  isLast: boolean,
): Promise<ToolResultsMessage> {
  const results: ToolResult[] = [];
  for (const one of calls) {
    results.push(
      signal?.aborted === true
        ? { call: one.id, text: 'The user has stopped this.', isError: true }
        : await call(one),
    );
  }
  const last = results.at(-1);
  if (isLast && last !== undefined) {
    results.splice(-1, 1, { ...last, text: `${last.text}\n${LAST_ROUND}` });
  }
  return { role: 'user', text: results.map(({ text }) => text).join('\n'), results };
}

function isLook(name: string): boolean {
  return name === 'recall_memory';
}

/** A reply that comes in pieces, with tools called in between. */
class Reply {
  readonly rounds: ChatMessage[] = [];
  #text = '';
  #lastText = '';

  get text(): string {
    return this.#text;
  }

  get parts(): Pick<AnswerEnd, 'reply' | 'rounds' | 'lastText'> {
    return { reply: this.#text, rounds: this.rounds, lastText: this.#lastText };
  }

  /** Adds a piece; what is to be shown for it: text from before a round stands in a paragraph of its own. */
  add(piece: string): string {
    const isApart = this.#lastText === '' && this.#text.trim() !== '' && piece !== '';
    const shown = isApart ? `\n\n${piece}` : piece;
    this.#lastText += piece;
    this.#text += shown;
    return shown;
  }

  addRound(messages: readonly ChatMessage[]): void {
    this.rounds.push(...messages);
    this.#lastText = '';
  }
}
