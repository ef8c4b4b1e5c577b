import type { Fact } from './types.ts';

/** Facts that one request lists at most, and the characters of their texts. */
const MAX_FACTS = 60;
const MAX_CHARACTERS = 8_000;

/** Requests of one consolidation, at most. */
const MAX_BATCHES = 10;

/** Facts of a request each, and how many there was no room for. */
export interface Batches {
  batches: Fact[][];
  left: number;
}

/**
 * The facts in batches, those of one topic together as far as they fit: at most 60 facts and 8,000
 * characters in one, at most 10 batches, the largest topics first, for there is most to tidy. A fact
 * alone is no batch: there is nothing to tidy it with.
 */
export function batchesOf(facts: readonly Fact[]): Batches {
  const batches: Fact[][] = [];
  let batch: Fact[] = [];
  let room = MAX_CHARACTERS;
  let left = 0;
  for (const topic of topicsOf(facts)) {
    const needed = topic.reduce((sum, fact) => sum + sizeOf(fact), 0);
    const fits = batch.length + topic.length <= MAX_FACTS && needed <= room;
    if (!fits && batch.length > 0) {
      batches.push(batch);
      batch = [];
      room = MAX_CHARACTERS;
    }
    for (const fact of topic) {
      const size = sizeOf(fact);
      if (size > MAX_CHARACTERS) {
        left += 1;
        continue;
      }
      if (batch.length === MAX_FACTS || size > room) {
        batches.push(batch);
        batch = [];
        room = MAX_CHARACTERS;
      }
      batch.push(fact);
      room -= size;
    }
  }
  batches.push(batch);
  const full = batches.filter(({ length }) => length > 1);
  left += full.slice(MAX_BATCHES).flat().length;
  return { batches: full.slice(0, MAX_BATCHES), left };
}

function sizeOf({ tag, text }: Fact): number {
  return tag.length + text.length;
}

function topicsOf(facts: readonly Fact[]): Fact[][] {
  const topics = new Map<string, Fact[]>();
  for (const fact of facts) {
    const topic = topics.get(fact.tag);
    if (topic === undefined) topics.set(fact.tag, [fact]);
    else topic.push(fact);
  }
  return [...topics.values()].sort((a, b) => b.length - a.length);
}
