import { emptyMemory } from '../../src/memory/codec.ts';
import type { Fact, Memory } from '../../src/memory/types.ts';

export const NOW = '2026-11-20T09:00:00.000Z';

/** A fact as extraction would have written it, with what matters to the test on top. */
export function fact(text: string, over: Partial<Fact> = {}): Fact {
  const at = over.recordedAt ?? '2026-11-01T09:00:00.000Z';
  return {
    id: `f-${text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 30)}`,
    kind: 'semantic',
    tag: 'general',
    text,
    source: { turn: 't-0', role: 'user', quote: text },
    origin: 'stated',
    validFrom: at,
    validTo: null,
    recordedAt: at,
    updatedAt: at,
    expiresAt: null,
    lastRecalledAt: null,
    recallCount: 0,
    pinned: false,
    supersededBy: null,
    ...over,
  };
}

/** A memory of alice with what the test needs in it. */
export function memoryOf(over: Partial<Memory> = {}): Memory {
  return { ...emptyMemory('alice', '2026-10-01T09:00:00.000Z'), ...over };
}
