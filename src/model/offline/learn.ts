import { thirdPerson } from './english/person.ts';
import { factOf, type Knowledge, type KnownFact } from './knowledge.ts';
import { matchesOf } from './match.ts';
import type { Claim } from './statements/claim.ts';
import { type Clause, clauses } from './statements/clause.ts';
import { claimsIn } from './statements/grammar.ts';
import { type NameClaim, nameIn } from './statements/name.ts';
import { type PreferenceClaim, preferencesIn } from './statements/preferences.ts';

/** A change to the facts; `result` is the fact that it leaves behind. */
export interface Change {
  op: 'add' | 'replace' | 'retire' | 'confirm';
  target: KnownFact | null;
  result: KnownFact | null;
  claim: Claim;
  text: string | null;
}

/** What one message of the user teaches. */
export interface Lesson {
  name: NameClaim | null;
  changes: Change[];
  preferences: PreferenceClaim[];
}

/** New facts taken from one message. */
const MOST_NEW = 3;

/** Reads a message of the user and brings `known` up to date; returns what changed. */
export function learn(known: Knowledge, text: string): Lesson {
  const lesson: Lesson = { name: null, changes: [], preferences: learnPreferences(known, text) };
  const quoted = lesson.preferences.map(({ quote }) => quote.toLowerCase());
  for (const clause of clauses(text, known.today)) {
    const name = nameIn(clause, known.name);
    if (name !== null) {
      if (name.value !== known.name) lesson.name = name;
      known.name = name.value;
      if (name.rest !== null) learnClause(known, name.rest, lesson.changes);
      continue;
    }
    if (quoted.some((quote) => quote.includes(clause.quote.toLowerCase()))) continue;
    learnClause(known, clause, lesson.changes);
  }
  return lesson;
}

function learnClause(known: Knowledge, clause: Clause, changes: Change[]): void {
  for (const claim of claimsIn(clause)) apply(known, claim, changes);
}

function learnPreferences(known: Knowledge, text: string): PreferenceClaim[] {
  const found = preferencesIn(text).filter(
    ({ key, value }) => (known.preferences.get(key) ?? null) !== value,
  );
  for (const { key, value } of found) {
    if (value === null) known.preferences.delete(key);
    else known.preferences.set(key, value);
  }
  return found;
}

/** Applies one claim to `known` and adds the changes that it makes to `changes`. */
export function apply(known: Knowledge, claim: Claim, changes: Change[]): void {
  const matches = matchesOf(claim, known.facts);
  const ends = claim.ended || claim.forget;
  if (matches.same !== null && !ends) {
    for (const fact of matches.stale) retire(known, fact, claim, changes);
    if (matches.stale.length === 0)
      changes.push({
        op: 'confirm',
        target: matches.same,
        result: matches.same,
        claim,
        text: null,
      });
    return;
  }
  if (ends) {
    known.ended.push(claim);
    for (const fact of matches.over) retire(known, fact, claim, changes);
    if (matches.over.length > 0 || claim.forget || claim.slot === 'any') return;
    add(known, claim, changes);
    return;
  }
  const [target, ...others] = matches.over;
  if (target === undefined) {
    add(known, claim, changes);
    return;
  }
  replace(known, target, claim, changes);
  for (const fact of others) retire(known, fact, claim, changes);
}

function add(known: Knowledge, claim: Claim, changes: Change[]): void {
  const text = thirdPerson(claim.said);
  const result = factOf(claim, text, null, known.today);
  if (changes.filter(({ op }) => op === 'add').length >= MOST_NEW) return;
  known.facts.push(result);
  changes.push({ op: 'add', target: null, result, claim, text });
}

function replace(known: Knowledge, target: KnownFact, claim: Claim, changes: Change[]): void {
  const text = thirdPerson(claim.said);
  const result = factOf(claim, text, target.number, known.today);
  known.facts = [...known.facts.filter((fact) => fact !== target), result];
  changes.push({ op: 'replace', target, result, claim, text });
}

function retire(known: Knowledge, target: KnownFact, claim: Claim, changes: Change[]): void {
  known.facts = known.facts.filter((fact) => fact !== target);
  changes.push({ op: 'retire', target, result: null, claim, text: null });
}
