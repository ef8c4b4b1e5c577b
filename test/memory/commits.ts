import fc from 'fast-check';
import { withRecent } from '../../src/memory/recent.ts';
import type { Fact, Memory, Preference, Proposal } from '../../src/memory/types.ts';
import { fact, memory, NOW, turn } from './world.ts';

/** What may happen to a memory; `pick` chooses what it happens to, `id` was never given before. */
type Deed = (memory: Memory, pick: number, id: string) => Memory;

/** As extraction, recall and the owner's editor do it. */
const DEEDS: Readonly<Record<string, Deed>> = {
  add: (m, _, id) => but(m, { keyFacts: [...m.keyFacts, learned(id)] }),
  edit: (m, pick, id) => onFact(m, pick, (one) => ({ ...one, text: `Edited ${id}` })),
  confirm: (m, pick, id) =>
    onFact(m, pick, (one) => ({ ...one, updatedAt: NOW, source: { ...one.source, turn: id } })),
  recall: (m, pick) =>
    onFact(m, pick, (one) => ({
      ...one,
      recallCount: one.recallCount + 1,
      lastRecalledAt: NOW,
    })),
  retire: (m, pick) => retire(m, pick, null),
  replace: (m, pick, id) => {
    const place = pick % Math.max(m.keyFacts.length, 1);
    if (m.keyFacts[place] === undefined) return m;
    const left = retire(m, pick, id);
    return but(left, { keyFacts: left.keyFacts.toSpliced(place, 0, learned(id)) });
  },
  giveWay: (m, pick, id) => {
    const heir = chosen(m.keyFacts, pick + 1);
    if (heir === undefined || heir === chosen(m.keyFacts, pick)) return m;
    const left = retire(m, pick, heir.id);
    return onFact(left, left.keyFacts.indexOf(heir), (one) => ({
      ...one,
      source: { ...one.source, turn: id },
    }));
  },
  delete: (m, pick) =>
    but(m, { keyFacts: m.keyFacts.filter((one) => one !== chosen(m.keyFacts, pick)) }),
  deletePast: (m, pick) =>
    but(m, { retired: m.retired.filter((one) => one !== chosen(m.retired, pick)) }),
  name: (m, pick, id) => but(m, { name: pick % 3 === 0 ? null : id }),
  summary: (m, pick, id) => but(m, { summary: pick % 3 === 0 ? '' : `About ${id}.` }),
  prefer: (m, pick, id) =>
    but(m, { preferences: { ...m.preferences, [keyOf(pick)]: preference(id) } }),
  forgetPreference: (m, pick) =>
    but(m, {
      preferences: Object.fromEntries(
        Object.entries(m.preferences).filter(([key]) => key !== keyOf(pick)),
      ),
    }),
  propose: (m, _, id) => but(m, { review: [...m.review, proposal(id)] }),
  answerProposal: (m, pick) =>
    but(m, { review: m.review.filter((one) => one !== chosen(m.review, pick)) }),
  talk: (m, pick, id) => {
    const reply = pick % 4 === 0 ? null : 'I see.';
    const said = turn(id, `Said ${id}`, { reply, at: timeOf(m.appliedTurns.length) });
    const recentMessages = withRecent(m.recentMessages, [said]);
    return but(m, { recentMessages, appliedTurns: [...m.appliedTurns, id] });
  },
  field: (m, pick, id) => Object.assign({}, m, { [`field-${pick % 3}`]: { id, list: [pick] } }),
};

/** What one commit does: one to four deeds, named so that a counterexample can be read. */
const commit = fc.array(
  fc.record({ deed: fc.constantFrom(...Object.keys(DEEDS)), pick: fc.nat(20) }),
  { minLength: 1, maxLength: 4 },
);

/** The memories after so many commits each: the one it began with, then one after each commit. */
export function histories(commits: number): fc.Arbitrary<Memory[]> {
  const some = fc.array(commit, { minLength: 6, maxLength: 6 });
  const all = fc.array(commit, { minLength: commits, maxLength: commits });
  return fc.tuple(some, all).map(([earlier, later]) => {
    let ids = 0;
    const after = (current: Memory, deeds: (typeof later)[number]) =>
      deeds.reduce((so, { deed, pick }) => {
        ids += 1;
        return DEEDS[deed]?.(so, pick, `n-${ids}`) ?? so;
      }, current);
    const start = earlier.reduce(after, memory({ keyFacts: [learned('n-a'), learned('n-b')] }));
    const memories = [{ ...start, revision: 10 }];
    for (const deeds of later) {
      const current = memories.at(-1) ?? start;
      const next = after(current, deeds);
      memories.push({ ...next, revision: current.revision + 1, sessionCount: ids });
    }
    return memories;
  });
}

function but(current: Memory, fields: Partial<Memory>): Memory {
  return { ...current, ...fields };
}

function learned(id: string): Fact {
  return fact(id, `Knows the word ${id.replace('-', '')}`);
}

function chosen<T>(things: readonly T[], pick: number): T | undefined {
  return things[pick % Math.max(things.length, 1)];
}

function onFact(current: Memory, pick: number, change: (one: Fact) => Fact): Memory {
  const target = chosen(current.keyFacts, pick);
  return but(current, {
    keyFacts: current.keyFacts.map((one) => (one === target ? change(one) : one)),
  });
}

function retire(current: Memory, pick: number, supersededBy: string | null): Memory {
  const target = chosen(current.keyFacts, pick);
  if (target === undefined) return current;
  return but(current, {
    keyFacts: current.keyFacts.filter((one) => one !== target),
    retired: [...current.retired, { ...target, supersededBy, validTo: NOW }],
  });
}

function keyOf(pick: number): string {
  return ['tone', 'answer length', 'toString'][pick % 3] ?? 'tone';
}

function preference(value: string): Preference {
  const source = { turn: 't-0', role: 'user' as const, quote: value };
  return { value, origin: 'stated', source, updatedAt: NOW };
}

function proposal(id: string): Proposal {
  return { id, at: NOW, turn: 't-1', reason: 'a doubt', text: `May be ${id}`, operation: null };
}

function timeOf(minute: number): string {
  return new Date(Date.parse(NOW) + minute * 60_000).toISOString();
}
