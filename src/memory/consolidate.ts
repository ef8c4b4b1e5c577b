import type { Refusal } from './changes.ts';
import {
  bareText,
  holdsWholly,
  isSame,
  type MergeMeans,
  mergeFacts,
  problemOfPair,
  type Sources,
} from './consolidate-fact.ts';
import { type Retirement, retireFact } from './consolidate-retire.ts';
import { problemOfMerged } from './consolidate-texts.ts';
import { difference } from './difference.ts';
import type { Written } from './facts.ts';
import { oneLine } from './fold.ts';
import { redact } from './privacy.ts';
import { age } from './retention.ts';
import { applySummary } from './summary.ts';
import { groundOf } from './support.ts';
import type { Fact, Memory } from './types.ts';

/** What a model asks for when it tidies up; targets are ids of facts. Code decides. */
export interface Consolidation {
  merges: { targets: string[]; text: string }[];
  rewrites: { target: string; text: string }[];
  retire: Retirement[];
  /** null: unchanged. */
  summary: string | null;
}

export interface ConsolidationMeans extends MergeMeans {
  /** Facts neither updated nor recalled for so many days are retired; null: never. */
  retainDays: number | null;
}

/** Facts that one consolidation proposes to retire, at most: a person has to decide about each. */
export const MAX_PROPOSED_RETIREMENTS = 10;

export function noConsolidation(): Consolidation {
  return { merges: [], rewrites: [], retire: [], summary: null };
}

/**
 * What becomes of the memory when it is tidied up. What has expired is retired first. A merge or a
 * rewrite is done when its text says what the facts say and nothing else, see `problemOfMerged`; the
 * facts are retired in favour of the new one. A retirement is done when another fact says the same,
 * and waits in review otherwise. Facts with the same words become one unasked. Pinned facts stay,
 * word for word. Each operation is judged alone, the refused ones with a reason. Nothing that the
 * active facts say is lost, and there are never more of them than before. Never throws.
 */
export function consolidate(
  memory: Memory,
  { merges, rewrites, retire, summary }: Consolidation,
  means: ConsolidationMeans,
): Written {
  const refused: Refusal[] = [];
  let current = age(memory, means.now, means.retainDays);
  const take = (step: Step) => {
    const done = step(current);
    current = done.memory;
    refused.push(...done.refused);
  };
  for (const operation of retire) {
    const hasRoom = current.review.length - memory.review.length < MAX_PROPOSED_RETIREMENTS;
    take((now) => retireFact(now, operation, hasRoom, means));
  }
  for (const { targets, text } of merges) take((now) => merge(now, targets, text, means));
  for (const { target, text } of rewrites) take((now) => rewrite(now, target, text, means));
  take((now) => ({ memory: mergeSame(now, means), refused: [] }));
  if (summary !== null) take((now) => sumUp(now, summary, means));
  return { memory: current, changes: { ...difference(memory, current), refused } };
}

type Step = (current: Memory) => { memory: Memory; refused: Refusal[] };

function merge(
  memory: Memory,
  targets: readonly string[],
  asked: string,
  means: MergeMeans,
): ReturnType<Step> {
  const text = redact(oneLine(asked));
  const refuse = (reason: string) => ({ memory, refused: [{ text, reason }] });
  const ids = [...new Set(targets)];
  const found = ids.flatMap((id) => memory.keyFacts.find((fact) => fact.id === id) ?? []);
  if (found.length < ids.length) return refuse('a fact it is about is not in memory any more');
  const [first, ...rest] = found;
  if (first === undefined || rest.length === 0) return refuse('it takes two facts to merge');
  const sources: Sources = [first, ...rest];
  const problem = problemOfSources(sources, text) ?? problemOfMerged(text, textsOf(sources));
  return problem === null
    ? { memory: mergeFacts(memory, sources, text, means), refused: [] }
    : refuse(problem);
}

function problemOfSources(sources: Sources, text: string): string | null {
  for (const [index, a] of sources.entries()) {
    for (const b of sources.slice(index + 1)) {
      const problem = problemOfPair(a, b);
      if (problem !== null) return problem;
    }
  }
  return sources.every((fact) => !fact.pinned || holdsWholly(text, fact))
    ? null
    : 'one of the facts is pinned, and would not keep its words';
}

function rewrite(
  memory: Memory,
  target: string,
  asked: string,
  means: MergeMeans,
): ReturnType<Step> {
  const text = redact(oneLine(asked));
  const refuse = (reason: string) => ({ memory, refused: [{ text, reason }] });
  const fact = memory.keyFacts.find(({ id }) => id === target);
  if (fact === undefined) return refuse('the fact it is about is not in memory any more');
  if (fact.pinned) return refuse('the fact it is about is pinned');
  if (isSame(text, fact.text)) return refuse('it changes nothing');
  if (text.length > fact.text.length) return refuse('it is longer than before');
  const problem = problemOfMerged(text, [fact.text]);
  return problem === null
    ? { memory: mergeFacts(memory, [fact], text, means), refused: [] }
    : refuse(problem);
}

/** Facts that say the same in the same words are one, unless they are events of different days. */
function mergeSame(memory: Memory, means: MergeMeans): Memory {
  const groups = new Map<string, [Fact, ...Fact[]]>();
  for (const fact of memory.keyFacts) {
    const day = fact.kind === 'episodic' ? fact.validFrom.slice(0, 10) : '';
    const key = `${day} ${bareText(fact.text)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [fact]);
    else group.push(fact);
  }
  let current = memory;
  for (const group of groups.values()) {
    if (group.length === 1) continue;
    const { text } = group.find(({ pinned }) => pinned) ?? group[0];
    current = mergeFacts(current, group, text, means);
  }
  return current;
}

/** The summary may only say what is active: what is retired is not so any more. */
function sumUp(memory: Memory, summary: string, { now }: MergeMeans): ReturnType<Step> {
  const hearing = { heard: [], ground: groundOf(memory.name ?? '') };
  const written = applySummary({ ...memory, retired: [] }, summary, hearing, now);
  const { refused } = written.changes;
  const isSameSummary = written.memory.summary === memory.summary;
  return {
    memory: isSameSummary ? memory : { ...memory, summary: written.memory.summary },
    refused,
  };
}

function textsOf(facts: readonly Fact[]): string[] {
  return facts.map(({ text }) => text);
}
