import type { ApiRequest } from '../test/support/messages-api.ts';
import { renderTiming, type Timing, timingOf } from './interleaved.ts';
import type { Row } from './table.ts';
import { type Conversation, MESSAGES, type Other } from './turns.ts';
import { LATENCY, type Purpose, purposeOf, REPLY, schemaTokensOf, tokensOf } from './turns-api.ts';

/** One thing that was measured of each program. */
interface Measure {
  name: string;
  unit: string;
  digits: number;
  of: (conversation: Conversation) => readonly number[];
  /** Beside the figure of memchat. */
  note?: (conversation: Conversation) => string;
  goal?: (memchat: Timing) => Row['goal'];
}

const EXCHANGE = REPLY.join('').length + MESSAGES.join('').length / MESSAGES.length;

const MEASURES: Measure[] = [
  {
    name: 'wait behind a reply, until the next message can be said',
    unit: 'ms',
    digits: 1,
    of: ({ turns }) => turns.map(({ behind }) => behind),
    // An extraction takes three times as long here: who is done by then has not waited for one.
    goal: ({ median }) => ({ atMost: LATENCY.extraction / 3, figure: median }),
  },
  {
    name: `wait from a message to the reply's first words, of which the API's ${LATENCY.chat} ms`,
    unit: 'ms',
    digits: 1,
    of: ({ turns }) => turns.map(({ first }) => first),
  },
  {
    name: 'start of a program, until the first message can be said',
    unit: 'ms',
    digits: 0,
    of: ({ ready }) => ready,
  },
  {
    name: `memory of a program after ${MESSAGES.length} turns`,
    unit: 'MB',
    digits: 0,
    of: ({ megabytes }) => megabytes,
  },
  {
    name: 'requests a turn: the chat, the extraction, embeddings',
    unit: 'requests',
    digits: 1,
    of: ({ requests, embeddings, turnsSaid }) => [
      (requests.filter((request) => purposeOf(request) !== 'upkeep').length + embeddings) /
        turnsSaid,
    ],
    note: ({ requests, turnsSaid }) =>
      `and ${(requests.filter((request) => purposeOf(request) === 'upkeep').length / turnsSaid).toFixed(1)} for preferences`,
    goal: ({ median }) => ({ atMost: 2, figure: median, unit: 'requests' }),
  },
  {
    name: 'extraction input beside the exchange',
    unit: 'tokens',
    digits: 0,
    of: ({ requests }) => tokens(requests, 'extraction').map((all) => all - EXCHANGE / 4),
    note: ({ requests }) => {
      const schema = timingOf(requests.map(schemaTokensOf).filter((size) => size > 0)).median;
      return `the schema of the answer, ${schema.toFixed(0)}, not counted`;
    },
    goal: ({ samples }) => ({ atMost: 500, figure: Math.max(...samples), unit: 'tokens' }),
  },
  {
    name: 'input tokens of a turn, all requests to the Messages API',
    unit: 'tokens',
    digits: 0,
    of: ({ requests, turnsSaid }) => [
      requests.reduce((sum, request) => sum + tokensOf(request) + schemaTokensOf(request), 0) /
        turnsSaid,
    ],
  },
];

/** Each thing that was measured, memchat beside each of the others. */
export function turnRows(
  memchat: Conversation,
  others: Record<Other, Conversation | string>,
): Row[] {
  return MEASURES.flatMap((measure) =>
    Object.entries(others).map(([name, other]) => rowOf(measure, memchat, name, other)),
  );
}

function rowOf(
  { name, unit, digits, of, note, goal }: Measure,
  memchat: Conversation,
  against: string,
  other: Conversation | string,
): Row {
  const ours = timingOf(of(memchat));
  const value = `${render(ours, unit, digits)}${note === undefined ? '' : `; ${note(memchat)}`}`;
  const row = { name, value, goal: goal?.(ours) };
  if (typeof other === 'string') {
    return {
      ...row,
      against: `${against}: ${other}`,
      ratio: null,
      samples: { memchat: ours.samples },
    };
  }
  const theirs = timingOf(of(other));
  return {
    ...row,
    against: `${against}: ${render(theirs, unit, digits)}`,
    ratio: ours.median / theirs.median,
    samples: { memchat: ours.samples, [against]: theirs.samples },
  };
}

function render(timing: Timing, unit: string, digits: number): string {
  return timing.samples.length > 1
    ? renderTiming(timing, unit, digits)
    : `${timing.median.toFixed(digits)} ${unit}`;
}

function tokens(requests: readonly ApiRequest[], purpose: Purpose): number[] {
  return requests.filter((request) => purposeOf(request) === purpose).map(tokensOf);
}
