import type { ExchangeGiven, Remembered } from '../chat/exchange-memory.ts';
import { MemchatError } from '../errors.ts';
import { type Changes, joinChanges } from '../memory/changes.ts';
import { MAX_MESSAGE, type TurnEnding } from '../memory/turn.ts';
import { type Extract, FunctionModel } from '../model/function-model.ts';
import type { Model, Usage } from '../model/port.ts';
import { addUsage, noUsage } from '../model/prices.ts';
import { numberOf, oneOf, passagesOf, recordOf, textOf, timeOf, wordsOf } from './arguments.ts';
import { type ModelGiven, modelOf } from './models.ts';

export interface ExchangeOptions {
  /** Reads the exchange, in place of the memory's own model. */
  model?: ModelGiven;
  /** Reads the exchange: any model as a function. At most one of the two is given. */
  extract?: Extract;
  /** Waits at most so long, in ms. Default 120,000. */
  timeoutMs?: number;
  /** Stops the waiting. */
  signal?: AbortSignal;
}

/** What was remembered of an exchange. */
export interface ExchangeOutcome {
  /** The id of the turn that it became: facts name it as their source. */
  turn: string;
  /** It was remembered before; nothing was done. */
  known: boolean;
  /** Of all passes that ran meanwhile. */
  changes: Changes;
  usage: Usage;
  /** US dollars; null where no price is known. */
  costUsd: number | null;
}

const ENDINGS: readonly TurnEnding[] = [
  'answered',
  'interrupted',
  'refused',
  'truncated',
  'failed',
];

/** @throws MemchatError `usage` for an exchange that is not valid. */
export function givenOf(exchange: ExchangeGiven): ExchangeGiven {
  const { message, reply, id, session, at, status, seen } = recordOf('exchange', exchange);
  return {
    message: passagesOf('message', message),
    reply: reply === null || reply === undefined ? null : textOf('reply', reply, MAX_MESSAGE),
    ...(id !== undefined && { id: wordsOf('id', id, 256) }),
    ...(session !== undefined && { session: wordsOf('session', session, 256) }),
    ...(at !== undefined && { at: timeOf('at', at) }),
    ...(status !== undefined && { status: oneOf('status', status, ENDINGS) }),
    ...(seen !== undefined && { seen: timeOf('seen', seen) }),
  };
}

/**
 * The model that reads an exchange; undefined: the memory's own.
 * @throws MemchatError `usage` for what is none, or for two.
 */
export function readerOf(options: ExchangeOptions, memoryModel: string): Model | undefined {
  const { model, extract, timeoutMs = 0 } = options;
  numberOf('timeoutMs', timeoutMs, 0, 2_147_483_647);
  if (extract === undefined) return model === undefined ? undefined : modelOf(model, memoryModel);
  if (typeof extract === 'function' && model === undefined) return new FunctionModel(extract);
  throw new MemchatError('Give "model" or "extract", and "extract" as a function.', 'usage');
}

/** @throws what kept the exchange from the memory. */
export function outcomeOf({ turn, known, receipts, problem }: Remembered): ExchangeOutcome {
  if (problem !== null) throw problem;
  const costs = receipts.map(({ costUsd }) => costUsd);
  return {
    turn,
    known,
    changes: joinChanges(receipts.map(({ changes }) => changes)),
    usage: receipts.reduce((sum, { usage }) => addUsage(sum, usage), noUsage()),
    costUsd: costs.reduce((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0),
  };
}
