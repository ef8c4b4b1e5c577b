import { type Changes, type Entry, noChanges } from './changes.ts';
import { unknownFields } from './known-fields.ts';
import { proposalText } from './propose.ts';
import { same } from './same.ts';
import { contentOf, type Standing, standings } from './standing.ts';
import type { Fact, Memory, Preference } from './types.ts';

/** Details of a fact that a person may change beside its text. */
const DETAILS = ['kind', 'tag', 'validFrom', 'validTo', 'expiresAt', 'origin', 'pinned'] as const;

/**
 * What a person would call the change from one memory to another. A fact that replaced another is
 * in `replaced` alone; a proposal that waits from now on, or waits with other words, is in
 * `proposed`, one that waits no more in `refused`; fields that memchat does not know are named,
 * without their content. Nothing of the bookkeeping: messages, times, counts, applied turns.
 */
export function difference(before: Memory, after: Memory): Changes {
  const changes = noChanges();
  addText(changes, 'name', before.name ?? '', after.name ?? '');
  addFacts(changes, before, after);
  addPreferences(changes, before, after);
  addText(changes, 'summary', before.summary, after.summary);
  addProposals(changes, before, after);
  const [was, is] = [before, after].map((memory) => new Map(unknownFields(memory)));
  for (const key of new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])) {
    if (same(was?.get(key), is?.get(key))) continue;
    const kind = was?.has(key) ? (is?.has(key) ? 'replaced' : 'retired') : 'added';
    changes[kind].push({ id: `field:${key}`, text: key });
  }
  return changes;
}

/** Whether there is nothing to show. */
export function isQuiet(changes: Changes): boolean {
  return Object.values(changes).every((entries) => entries.length === 0);
}

function addText(changes: Changes, id: string, before: string, after: string): void {
  if (before === after) return;
  const kind = before === '' ? 'added' : after === '' ? 'retired' : 'replaced';
  changes[kind].push({ id, text: after || before });
}

function addFacts(changes: Changes, before: Memory, after: Memory): void {
  const was = byId(before);
  const is = byId(after);
  const replaced = new Set<string>();
  for (const [id, { active, fact }] of was) {
    const now = is.get(id);
    const heir = now?.fact.supersededBy ?? null;
    const gaveWay = active && now?.active === false && heir !== null;
    if (gaveWay && is.get(heir)?.active && !was.has(heir)) replaced.add(heir);
    else if (active && !now?.active) changes.retired.push(entryOf(fact));
    else if (now === undefined) changes.retired.push(entryOf(fact, 'past fact'));
  }
  for (const [id, now] of is) {
    const then = was.get(id);
    if (now.active && !then?.active) {
      changes[replaced.has(id) ? 'replaced' : 'added'].push(entryOf(now.fact));
    } else if (then === undefined) {
      changes.retired.push(entryOf(now.fact));
    } else if (then.active === now.active) {
      addEdit(changes, then, now);
    }
  }
}

/** A fact that its owner copied without a new id is there twice: each stands under its own key. */
function byId(memory: Memory): Map<string, Standing> {
  const facts = new Map<string, Standing>();
  const copies = new Map<string, number>();
  for (const [id, standing] of standings(memory)) {
    const copy = copies.get(id) ?? 0;
    copies.set(id, copy + 1);
    facts.set(copy === 0 ? id : `${id}\u0000${copy}`, standing);
  }
  return facts;
}

function addEdit(changes: Changes, then: Standing, { active, fact }: Standing): void {
  if (same(contentOf(then.fact), contentOf(fact))) return;
  const past = active ? [] : ['past fact'];
  const details = DETAILS.filter((detail) => fact[detail] !== then.fact[detail]);
  const isConfirmed = details.every((detail) => detail === 'expiresAt' || detail === 'origin');
  if (then.fact.text !== fact.text) {
    changes.replaced.push(entryOf(fact, ...past));
  } else if (isConfirmed && Date.parse(fact.updatedAt) > Date.parse(then.fact.updatedAt)) {
    changes.confirmed.push(entryOf(fact, ...past));
  } else {
    const notes = details.map((detail) => `${detail}: ${fact[detail] ?? 'none'}`);
    changes.replaced.push(entryOf(fact, ...past, ...notes));
  }
}

function entryOf({ id, text }: Fact, ...notes: string[]): Entry {
  return { id, text: notes.length === 0 ? text : `${text} (${notes.join(', ')})` };
}

function addPreferences(changes: Changes, before: Memory, after: Memory): void {
  const was = held(before);
  const is = held(after);
  for (const [key, { value }] of was) {
    if (!is.has(key)) changes.retired.push({ id: `preference:${key}`, text: `${key}: ${value}` });
  }
  for (const [key, preference] of is) {
    const then = was.get(key);
    if (same(then, preference)) continue;
    const entry = { id: `preference:${key}`, text: `${key}: ${preference.value}` };
    changes[then === undefined ? 'added' : howOf(then, preference)].push(entry);
  }
}

/** Without those that were declined: they only say what not to infer again. */
function held({ preferences }: Memory): Map<string, Preference> {
  return new Map(Object.entries(preferences).filter(([, { origin }]) => origin !== 'declined'));
}

function howOf(then: Preference, now: Preference): 'confirmed' | 'replaced' {
  const later = Date.parse(now.updatedAt) > Date.parse(then.updatedAt);
  return then.value === now.value && later ? 'confirmed' : 'replaced';
}

function addProposals(changes: Changes, before: Memory, after: Memory): void {
  const was = new Map(before.review.map((proposal) => [proposal.id, proposal]));
  const is = new Map(after.review.map((proposal) => [proposal.id, proposal]));
  for (const [id, { text }] of was) {
    if (!is.has(id)) changes.refused.push({ text, reason: 'it waits in review no more' });
  }
  for (const [id, proposal] of is) {
    if (!same(was.get(id), proposal)) changes.proposed.push({ id, text: proposalText(proposal) });
  }
}
