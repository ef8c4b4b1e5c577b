import type { Keyed } from './three-way.ts';
import type { Fact, Memory } from './types.ts';

/** A fact, and whether it holds now. */
export interface Standing {
  active: boolean;
  fact: Fact;
}

/** What a fact says, without how often it was recalled. */
export type Content = Omit<Fact, 'recallCount' | 'lastRecalledAt'>;

export function contentOf({ recallCount: _, lastRecalledAt: __, ...content }: Fact): Content {
  return content;
}

/** All facts of a memory by their ids: those that hold first, then the retired ones. */
export function standings(memory: Pick<Memory, 'keyFacts' | 'retired'>): Keyed<Standing> {
  const { keyFacts, retired } = memory;
  return [
    ...keyFacts.map((fact) => [fact.id, { active: true, fact }] as const),
    ...retired.map((fact) => [fact.id, { active: false, fact }] as const),
  ];
}
