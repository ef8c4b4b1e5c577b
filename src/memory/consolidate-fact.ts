import type { NewId } from './clock.ts';
import { bareQuote, fold } from './fold.ts';
import { later } from './iso-time.ts';
import { stands } from './provenance.ts';
import type { Fact, FactOrigin, Memory } from './types.ts';
import { sharesTopic } from './words.ts';

/** From what the user said to what was only guessed. */
const ORIGINS: readonly FactOrigin[] = ['stated', 'confirmed', 'imported', 'inferred'];

/** Tags that say nothing of what a fact is about. */
const CATCH_ALL = new Set(['other', 'general', 'misc']);

/** What is needed to write down a merged fact. */
export interface MergeMeans {
  now: string;
  newId: NewId;
}

/** Facts that become one; of one alone, that it gets another text. */
export type Sources = readonly [Fact, ...Fact[]];

/** Whether two facts may become one as far as what they are goes, whatever they say. */
export function problemOfPair(a: Fact, b: Fact): string | null {
  const events = [a, b].filter(({ kind }) => kind === 'episodic').length;
  if (events === 1) return 'one of them happened, the other is so';
  if (events === 2 && a.validFrom.slice(0, 10) !== b.validFrom.slice(0, 10)) {
    return 'they happened on different days';
  }
  const isNear = (a.tag === b.tag && !CATCH_ALL.has(a.tag)) || sharesTopic(a.text, b.text);
  return isNear || isSame(a.text, b.text) ? null : 'they are not about the same thing';
}

/** Whether two texts are one but for case, spaces and the end mark. */
export function isSame(a: string, b: string): boolean {
  return bareText(a) === bareText(b);
}

/** Whether the text holds the fact word for word. */
export function holdsWholly(text: string, fact: Fact): boolean {
  return stands(bareQuote(fact.text), fold(text));
}

/** How sure an origin is: the higher, the less. */
export function weaknessOf({ origin }: Fact): number {
  return ORIGINS.indexOf(origin);
}

/** Whether one fact stays at least as long as another. */
export function lastsAsLong({ expiresAt: a }: Fact, { expiresAt: b }: Fact): boolean {
  return a === null || (b !== null && later(a, b) === a);
}

/**
 * The memory with one fact in place of the sources, which are retired in its favour. It is as old as
 * the oldest, lasts as long as the longest and is as sure as the least sure of them; only a source
 * that says the whole text on its own vouches for it alone. Kind, tag and quote are the newest's.
 */
export function mergeFacts(
  memory: Memory,
  sources: Sources,
  text: string,
  { now, newId }: MergeMeans,
): Memory {
  const merged: Fact = {
    ...newestOf(vouchersOf(sources, text)),
    id: newId('fact'),
    text,
    origin: originOf(sources, text),
    validFrom: earliest(sources.map(({ validFrom }) => validFrom)),
    validTo: null,
    recordedAt: earliest(sources.map(({ recordedAt }) => recordedAt)),
    // Nobody has said it anew: what is retired for its age would stay for ever otherwise.
    updatedAt: sources.map(({ updatedAt }) => updatedAt).reduce(later),
    expiresAt: sources.reduce((a, b) => (lastsAsLong(a, b) ? a : b)).expiresAt,
    lastRecalledAt: latest(sources.flatMap(({ lastRecalledAt }) => lastRecalledAt ?? [])),
    recallCount: sources.reduce((sum, { recallCount }) => sum + recallCount, 0),
    pinned: sources.some(({ pinned }) => pinned),
    supersededBy: null,
  };
  const gone = new Set<Fact>(sources);
  const place = memory.keyFacts.findIndex((fact) => gone.has(fact));
  const left = memory.keyFacts.filter((fact) => !gone.has(fact));
  return {
    ...memory,
    keyFacts: left.toSpliced(place, 0, merged),
    retired: [...memory.retired, ...sources.map((fact) => retired(fact, merged.id, now))],
  };
}

/** The fact as it stands among the retired ones. */
export function retired(fact: Fact, supersededBy: string, now: string): Fact {
  return { ...fact, validTo: later(now, fact.validFrom), supersededBy, updatedAt: now };
}

/** The text but for case, spaces and the end mark. */
export function bareText(text: string): string {
  return fold(text).replace(/[.!。]+$/u, '');
}

/** The surest of the sources that say the whole text, if any does; else all of them. */
function vouchersOf(sources: Sources, text: string): readonly Fact[] {
  const whole = sources.filter((fact) => isSame(fact.text, text));
  const surest = Math.min(...whole.map(weaknessOf));
  return whole.length === 0 ? sources : whole.filter((fact) => weaknessOf(fact) === surest);
}

function originOf(sources: Sources, text: string): FactOrigin {
  const weakest = Math.max(...vouchersOf(sources, text).map(weaknessOf));
  return ORIGINS[weakest] ?? sources[0].origin;
}

function newestOf(facts: readonly Fact[]): Fact {
  return facts.reduce((a, b) => (later(b.updatedAt, a.updatedAt) === b.updatedAt ? b : a));
}

function earliest(times: readonly string[]): string {
  return times.reduce((a, b) => (later(a, b) === a ? b : a));
}

function latest(times: readonly string[]): string | null {
  return times.length === 0 ? null : times.reduce(later);
}
