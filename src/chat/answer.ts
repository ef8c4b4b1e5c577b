import { MemchatError } from '../errors.ts';
import { BrokenReplyError } from '../model/output-error.ts';
import type { ChatRequest, Stop } from '../model/port.ts';
import { noUsage } from '../model/prices.ts';
import type { TurnEnd, TurnEvent } from './events.ts';
import type { Ports } from './ports.ts';
import { hashUser } from './user-hash.ts';

/** Room for a reply and for the thinking before it, in tokens. */
const MAX_TOKENS = 32_000;

export interface Question extends Pick<ChatRequest, 'model' | 'system' | 'messages'> {
  user: string;
  signal: AbortSignal | undefined;
}

/** The end of a reply before it has the id of its turn. */
export type AnswerEvent = Exclude<TurnEvent, TurnEnd> | Omit<TurnEnd, 'turn'>;

/**
 * Streams the model's reply. Never throws what the model or the network did: that is the `problem`
 * of the `end`, with the status that says how far the reply came.
 */
export async function* answer(
  ports: Pick<Ports, 'model' | 'price'>,
  question: Question,
): AsyncGenerator<AnswerEvent> {
  const { user, ...request } = question;
  let reply = '';
  try {
    const events = ports.model.stream({
      ...request,
      maxTokens: MAX_TOKENS,
      userHash: hashUser(user),
    });
    for await (const event of events) {
      if (event.type === 'text') reply += event.text;
      if (event.type !== 'end') {
        if (event.type !== 'tool') yield event;
        continue;
      }
      // No tools are offered: a reply that calls one all the same does not go on.
      const stop = event.stop === 'tools' ? 'truncated' : event.stop;
      const empty = stop === 'answered' && reply.trim() === '';
      yield {
        type: 'end',
        status: empty ? 'failed' : stop,
        reply,
        usage: event.usage,
        costUsd: ports.price(event.model, event.usage),
        problem: empty ? emptyReply() : problemOf(stop),
      };
      return;
    }
    throw new MemchatError('The reply broke off without an end. Say it again.', 'api-unavailable');
  } catch (error) {
    const problem = error instanceof Error ? error : new Error(String(error));
    const spent =
      problem instanceof BrokenReplyError
        ? { usage: problem.usage, costUsd: ports.price(problem.model, problem.usage) }
        : { usage: noUsage(), costUsd: 0 };
    yield { type: 'end', status: 'failed', reply, ...spent, problem };
  }
}

function emptyReply(): MemchatError {
  return new MemchatError(
    'The model answered with nothing. What you said is kept; say it again, or put it differently.',
    'model-output',
  );
}

function problemOf(stop: Stop): Error | null {
  if (stop === 'refused') {
    return new MemchatError(
      'The model declined to answer this. What you said is kept; put it differently to go on.',
      'model-output',
    );
  }
  if (stop === 'truncated') {
    return new MemchatError(
      'The reply was cut at its length limit. Say "go on" for the rest.',
      'model-output',
    );
  }
  return null;
}
