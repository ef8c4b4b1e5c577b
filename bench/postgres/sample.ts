import { emptyMemory } from '../../src/memory/codec.ts';
import type { Fact, Memory } from '../../src/memory/types.ts';

const NOW = '2026-03-01T10:00:00.000Z';
const WORDS =
  'Lisbon tea guitar compiler garden sister marathon harbour kitchen novel server bicycle winter museum deadline'.split(
    ' ',
  );

/** A memory with so many facts; 18 are about 10 KB, the size after some weeks of use. */
export function sample(user: string, facts: number): Memory {
  return {
    ...emptyMemory(user, NOW),
    summary: 'Works on compilers in Lisbon, has two cats and prefers short answers.',
    keyFacts: Array.from({ length: facts }, (_, n) => factOf(n, n)),
  };
}

/** What most turns do to it: nothing is learned, and the turn is known. */
export function talked(memory: Memory, turn: number): Memory {
  return {
    ...memory,
    revision: memory.revision + 1,
    sessionCount: memory.sessionCount + 1,
    appliedTurns: [...memory.appliedTurns.slice(-255), `t-${turn}`],
  };
}

/** What a turn does to it that teaches something: one fact is another one. */
export function taught(memory: Memory, turn: number): Memory {
  const keyFacts = [...memory.keyFacts];
  keyFacts[turn % keyFacts.length] = factOf(turn % keyFacts.length, turn);
  return { ...talked(memory, turn), keyFacts };
}

function factOf(id: number, seed: number): Fact {
  const words = [3, 5, 7, 11].map((prime) => WORDS[(seed * prime + id) % WORDS.length]);
  return {
    id: `f-${id}`,
    kind: 'semantic',
    tag: 'work',
    text: `Fact number ${seed} about the ${words.join(' and the ')} of the user.`,
    source: { turn: `t-${seed}`, role: 'user', quote: `I told you fact number ${seed}` },
    origin: 'stated',
    validFrom: NOW,
    validTo: null,
    recordedAt: NOW,
    updatedAt: NOW,
    expiresAt: null,
    lastRecalledAt: null,
    recallCount: 0,
    pinned: false,
    supersededBy: null,
  };
}
