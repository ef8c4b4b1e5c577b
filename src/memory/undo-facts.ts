import type { Refusal } from './changes.ts';
import { duplicateOf } from './dedupe.ts';
import { contentOf, type Standing, standings } from './standing.ts';
import { type Keyed, putBack, reversalOf } from './three-way.ts';
import type { Fact, Memory } from './types.ts';

type Facts = Pick<Memory, 'keyFacts' | 'retired'>;

/**
 * The facts of `now` with what was changed from `before` to `after` taken back. Facts that replaced
 * one another in that change go back together or not at all: otherwise both would hold, or neither.
 */
export function undoFacts(
  before: Memory,
  after: Memory,
  now: Memory,
): Facts & { undone: boolean; left: Refusal[] } {
  const { open, changedSince } = reversalOf(...contents([before, after, now]));
  const reasons = new Map<string, string>();
  for (const id of changedSince) reasons.set(id, whatHappened(id, now));
  const since = happenedSince(after, now);
  for (const id of open) {
    const reason = problemOf(id, before, now, since);
    if (reason !== null) reasons.set(id, reason);
  }
  for (const id of linkedTo([...reasons.keys()], [...open, ...changedSince], [before, after])) {
    if (!reasons.has(id)) reasons.set(id, 'it belongs together with a fact that has changed since');
  }
  const back = new Set(open.filter((id) => !reasons.has(id)));
  return {
    ...withBack(before, now, back),
    undone: back.size > 0,
    left: [...reasons].map(([id, reason]) => ({ text: textOf(id, [now, after, before]), reason })),
  };
}

function contents([before, after, now]: [Memory, Memory, Memory]): [
  Keyed<unknown>,
  Keyed<unknown>,
  Keyed<unknown>,
] {
  const of = (memory: Memory) =>
    standings(memory).map(
      ([id, { active, fact }]) => [id, { active, content: contentOf(fact) }] as const,
    );
  return [of(before), of(after), of(now)];
}

function whatHappened(id: string, { keyFacts, retired }: Memory): string {
  const gone = retired.find((fact) => fact.id === id);
  if (gone !== undefined) {
    return gone.supersededBy === null ? 'it was retired since' : 'it was replaced since';
  }
  const there = keyFacts.some((fact) => fact.id === id);
  return there ? 'it has changed again since' : 'it was deleted since';
}

interface Since {
  /** Ids of the facts in whose favour others were retired. */
  favoured: ReadonlySet<string>;
  /** Facts that hold now and did not then. */
  fresh: Fact[];
}

function happenedSince(after: Memory, now: Memory): Since {
  const links = new Set(factsOf(after).map(linkOf));
  const added = factsOf(now).filter((fact) => !links.has(linkOf(fact)));
  const held = new Set(after.keyFacts.map(({ id }) => id));
  return {
    favoured: new Set(added.flatMap(({ supersededBy }) => supersededBy ?? [])),
    fresh: now.keyFacts.filter(({ id }) => !held.has(id)),
  };
}

/** Why a fact that nobody has changed cannot go back all the same, or null. */
function problemOf(id: string, before: Memory, now: Memory, since: Since): string | null {
  const then = before.keyFacts.find((fact) => fact.id === id);
  if (then === undefined) {
    return since.favoured.has(id) ? 'another fact gave way to it since' : null;
  }
  if (now.keyFacts.some((fact) => fact.id === id)) return null;
  return duplicateOf(then.text, since.fresh) === undefined ? null : 'it was remembered anew since';
}

/** The ids among `ids` that are linked to one of `from` by replacing, over any number of steps. */
function linkedTo(
  from: readonly string[],
  ids: readonly string[],
  memories: readonly Memory[],
): Set<string> {
  const known = new Set(ids);
  const links = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]));
  for (const { id, supersededBy } of memories.flatMap(factsOf)) {
    if (supersededBy === null || !known.has(id) || !known.has(supersededBy)) continue;
    links.get(id)?.add(supersededBy);
    links.get(supersededBy)?.add(id);
  }
  const reached = new Set(from);
  // A set hands out what is added to it while it is walked.
  for (const id of reached) for (const other of links.get(id) ?? []) reached.add(other);
  return reached;
}

function withBack(before: Memory, now: Memory, back: ReadonlySet<string>): Facts {
  const recalls = new Map(factsOf(now).map((fact) => [fact.id, recallsOf(fact)]));
  const facts = putBack<Standing>(standings(now), standings(before), back).map(
    ([id, { active, fact }]) => ({
      active,
      fact: back.has(id) ? { ...fact, ...recalls.get(id) } : fact,
    }),
  );
  return {
    keyFacts: facts.filter(({ active }) => active).map(({ fact }) => fact),
    retired: facts.filter(({ active }) => !active).map(({ fact }) => fact),
  };
}

function factsOf({ keyFacts, retired }: Memory): Fact[] {
  return [...keyFacts, ...retired];
}

function linkOf({ id, supersededBy }: Fact): string {
  return JSON.stringify([id, supersededBy]);
}

function recallsOf({ recallCount, lastRecalledAt }: Fact): Partial<Fact> {
  return { recallCount, lastRecalledAt };
}

function textOf(id: string, memories: readonly Memory[]): string {
  for (const memory of memories) {
    const fact = factsOf(memory).find((one) => one.id === id);
    if (fact !== undefined) return fact.text;
  }
  return id;
}
