import { withoutMarks } from '../../memory/privacy.ts';
import { sharesTopic } from '../../memory/words.ts';
import { listsWith } from './ending.ts';
import { thirdPerson } from './english/person.ts';
import { factOf, type Knowledge, type KnownFact, readFact } from './knowledge.ts';
import { matchesOf } from './match.ts';
import type { Claim } from './statements/claim.ts';
import { clauses } from './statements/clause.ts';
import { claimsIn } from './statements/grammar.ts';
import { joined } from './statements/listing.ts';
import { type NameClaim, nameIn } from './statements/name.ts';
import { type PreferenceClaim, preferencesIn } from './statements/preferences.ts';
import { isIntroduced, resolved, type Spoken, spokenOf } from './statements/reference.ts';

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
/** Statements about the user read of one message. */
const MOST_READ = 200;

/** Reads a message of the user and brings `known` up to date; returns what changed. */
export function learn(known: Knowledge, text: string): Lesson {
  const lesson: Lesson = { name: null, changes: [], preferences: learnPreferences(known, text) };
  const quoted = lesson.preferences.map(({ quote }) => quote.toLowerCase());
  const groups: Claim[][] = [];
  const asides: Claim[][] = [];
  const people: { claim: Claim | null }[] = [...known.facts];
  let last: Spoken | null = null;
  for (const clause of clauses(text, known.today)) {
    const name = nameIn(clause, known.name);
    if (name !== null) {
      if (name.value !== known.name) lesson.name = name;
      known.name = name.value;
    } else if (quoted.some((quote) => quote.includes(clause.quote.toLowerCase()))) continue;
    const rest = name === null ? clause : name.rest;
    if (rest === null || withoutMarks(rest.said) !== rest.said) continue;
    if (groups.length >= MOST_READ) break;
    const claims = claimsIn(resolved(rest, people, last));
    if (claims.length === 0) continue;
    groups.push(claims.filter(({ aside }) => !aside));
    asides.push(claims.filter((claim) => claim.aside && !isIntroduced(claim, people)));
    people.push(...claims.map((claim) => ({ claim })));
    last = claims.map(spokenOf).findLast((spoken) => spoken !== null) ?? last;
  }
  const all = [...groups, ...asides];
  let waiting = all.filter((claims) => hasFresh(claims, known)).length;
  for (const group of all) {
    if (hasFresh(group, known)) waiting = Math.max(0, waiting - 1);
    const room = Math.max(1, MOST_NEW - added(lesson.changes) - waiting);
    for (const claim of inRoom(group, known, room)) apply(known, claim, lesson.changes);
  }
  return lesson;
}

function isFresh(claim: Claim, known: Knowledge): boolean {
  const { same, over } = matchesOf(claim, known.facts);
  return same === null && over.length === 0 && !claim.ended && !claim.forget;
}

function hasFresh(claims: readonly Claim[], known: Knowledge): boolean {
  return claims.some((claim) => isFresh(claim, known));
}

/** The claims of a clause with at most `room` new ones: the last items of a list come as one. */
function inRoom(claims: readonly Claim[], known: Knowledge, room: number): Claim[] {
  const fresh = claims.filter((claim) => isFresh(claim, known));
  const items = fresh.filter(({ item }) => item !== null);
  const beside = fresh.length - items.length;
  const most = Math.max(1, room - beside);
  if (items.length <= most) return [...claims];
  const late = items.slice(most - 1);
  return [...claims.filter((claim) => !late.includes(claim)), ...joined(late)];
}

function added(changes: readonly Change[]): number {
  return changes.filter(({ op }) => op === 'add').length;
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
    const { same } = matches;
    const noted = changes.some(({ op, result }) => op === 'confirm' && result === same);
    if (matches.stale.length > 0 || claim.aside || noted) return;
    changes.push({ op: 'confirm', target: same, result: same, claim, text: null });
    return;
  }
  if (ends) {
    if (!claim.forget) known.ended.push(claim);
    for (const fact of matches.over) end(known, fact, claim, changes);
  }
  const parts = takeFromLists(known, claim, changes);
  if (ends || (parts && /^I (?:no longer|do not)\b/u.test(claim.said))) {
    const done = parts || matches.over.length > 0 || claim.forget || claim.slot === 'any';
    if (!done) add(known, claim, changes);
    return;
  }
  const [target, ...others] = matches.over;
  if (target === undefined) add(known, claim, changes);
  else replace(known, target, claim, changes);
  for (const fact of others) retire(known, fact, claim, changes);
}

/** Takes what a claim ends or turns around out of the remembered lists that hold it. */
function takeFromLists(known: Knowledge, claim: Claim, changes: Change[]): boolean {
  const found = listsWith(claim, known.facts);
  for (const { fact, said, item } of found) {
    const ended = `${said} but no longer ${item}`;
    replaceBy(known, fact, claim.forget ? said : ended, claim, changes);
  }
  return found.length > 0;
}

function add(known: Knowledge, claim: Claim, changes: Change[]): void {
  const text = thirdPerson(claim.said);
  const result = factOf(claim, text, null, known.today);
  if (added(changes) >= MOST_NEW) return;
  known.facts.push(result);
  changes.push({ op: 'add', target: null, result, claim, text });
}

function replace(known: Knowledge, target: KnownFact, claim: Claim, changes: Change[]): void {
  const text = thirdPerson(claim.said);
  const result = { ...factOf(claim, text, target.number, known.today), tag: target.tag };
  leave(known, target, result);
  changes.push({ op: 'replace', target, result, claim, text });
}

function replaceBy(
  known: Knowledge,
  target: KnownFact,
  said: string,
  claim: Claim,
  changes: Change[],
): void {
  const text = thirdPerson(said);
  const result: KnownFact = { ...readFact({ ...target, text }, null), said };
  leave(known, target, result);
  changes.push({ op: 'replace', target, result, claim, text });
}

/** Ends a fact: where the words of the user do not name it ("I quit my job"), they take its place. */
function end(known: Knowledge, target: KnownFact, claim: Claim, changes: Change[]): void {
  if (claim.forget || sharesTopic(target.text, claim.quote)) retire(known, target, claim, changes);
  else replace(known, target, claim, changes);
}

function retire(known: Knowledge, target: KnownFact, claim: Claim, changes: Change[]): void {
  leave(known, target, null);
  changes.push({ op: 'retire', target, result: null, claim, text: null });
}

function leave(known: Knowledge, target: KnownFact, result: KnownFact | null): void {
  known.past.push(target);
  known.facts = known.facts.filter((fact) => fact !== target);
  if (result !== null) known.facts.push(result);
}
