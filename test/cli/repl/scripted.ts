import type { Receipt, TurnEnd } from '../../../src/chat/events.ts';
import type { RecalledTurn } from '../../../src/chat/recalled.ts';
import type { Why } from '../../../src/chat/why.ts';
import type { Memory, Proposal, ProposedOperation } from '../../../src/memory/types.ts';

const AT = '2026-03-01T10:00:00.000Z';
const USAGE = { requests: 1, input: 300, output: 12, cacheRead: 0, cacheWrite: 0 };

export function end(status: TurnEnd['status'], problem?: string): TurnEnd {
  return {
    type: 'end',
    turn: 't-1',
    status,
    reply: '',
    usage: USAGE,
    costUsd: 0.001,
    problem: problem === undefined ? null : new Error(problem),
  };
}

export function aReceipt(added: readonly string[], problem?: string): Receipt {
  return {
    pass: 'extraction',
    turns: ['t-1'],
    changes: {
      added: added.map((text, index) => ({ id: `f-${index}`, text })),
      replaced: [],
      retired: [],
      confirmed: [],
      proposed: [],
      refused: [],
    },
    usage: USAGE,
    costUsd: 0.0004,
    problem: problem === undefined ? null : new Error(problem),
    told: false,
  };
}

export function aMemory(changes: Partial<Memory> = {}): Memory {
  const source = { turn: 't-1', role: 'user', quote: 'I live in Hamburg' } as const;
  return {
    version: 1,
    user: 'alice',
    revision: 7,
    name: 'Alice',
    summary: 'Alice plans a move.',
    preferences: {
      tone: { value: 'dry \x1b[31mhumour', origin: 'inferred', source, updatedAt: AT },
    },
    keyFacts: [
      {
        id: 'f-1',
        kind: 'semantic',
        tag: 'home',
        text: 'Lives in Hamburg',
        source,
        origin: 'stated',
        validFrom: AT,
        validTo: null,
        recordedAt: AT,
        updatedAt: AT,
        expiresAt: null,
        lastRecalledAt: null,
        recallCount: 0,
        pinned: false,
        supersededBy: null,
      },
    ],
    retired: [],
    review: [],
    recentMessages: [],
    sessionCount: 3,
    createdAt: AT,
    lastSeen: AT,
    appliedTurns: [],
    ...changes,
  };
}

/** What waits for alice's yes; an operation of its own unless another is given. */
export function aProposal(
  id: string,
  text: string,
  operation: ProposedOperation | null = {
    op: 'add',
    target: null,
    kind: 'semantic',
    tag: 'tastes',
    text,
    quote: `I say: ${text}`,
    answers: null,
    happenedOn: null,
    expiresInDays: null,
  },
): Proposal {
  return { id, at: AT, turn: 't-1', reason: 'you are asked before', text, operation };
}

/** A prompt that carried all of the memory. */
export function aWhy({ name, summary, keyFacts, preferences } = aMemory()): Why {
  const stated = Object.entries(preferences);
  return { name, summary, facts: keyFacts, preferences: stated, recalled: [] };
}

/** A turn of the past that was recalled. */
export function recalledTurn(over: Partial<RecalledTurn> = {}): RecalledTurn {
  const text = 'My sister keeps bees.';
  const shared = { kind: 'turn', turn: 't-9', session: 's-1', speaker: 'user', score: 1 } as const;
  return { ...shared, id: 't-9', text, date: AT, ...over };
}
