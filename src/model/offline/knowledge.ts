import { isoDate } from './english/dates.ts';
import { firstPerson } from './english/person.ts';
import { contentStems } from './english/words.ts';
import type { Claim } from './statements/claim.ts';
import { clauses } from './statements/clause.ts';
import { claimsIn } from './statements/grammar.ts';

/** A fact as a prompt lists it, with what the grammar reads in it. */
export interface KnownFact {
  /** Its number in the prompt; null when it was said since. */
  number: number | null;
  tag: string;
  date: string | null;
  text: string;
  /** In the first person. */
  said: string;
  /** Null when the grammar cannot read it. */
  claim: Claim | null;
  stems: string[];
}

/** All that a request says about the user. */
export interface Knowledge {
  today: string | null;
  name: string | null;
  summary: string;
  /** "3, last seen 2026-11-19", or null. */
  sessions: string | null;
  preferences: Map<string, string>;
  /** Oldest first, as far as the prompt shows an order. */
  facts: KnownFact[];
  /** What the user said is no longer so. */
  ended: Claim[];
}

/** Knowledge of nothing. */
export function nothingKnown(): Knowledge {
  return {
    today: null,
    name: null,
    summary: '',
    sessions: null,
    preferences: new Map(),
    facts: [],
    ended: [],
  };
}

/** A listed fact, read. */
function knownFact(
  line: { number: number | null; tag: string; date: string | null; text: string },
  name: string | null,
): KnownFact {
  const said = firstPerson(line.text, name);
  const [claim] = clauses(said, null).flatMap(claimsIn);
  return { ...line, said, claim: claim ?? null, stems: contentStems(line.text) };
}

/** The fact that a claim becomes. */
export function factOf(
  claim: Claim,
  text: string,
  number: number | null,
  today: string | null,
): KnownFact {
  return {
    number,
    tag: claim.tag,
    date: today,
    text,
    said: claim.said,
    claim,
    stems: contentStems(claim.said),
  };
}

const ENTRY = /^(?:-|(\d{1,4})\.) \[(.{0,200}?) · ([^\]]{0,40})\] (.+)$/u;

/**
 * Reads a `<memory>` or `<known>` block, line by line. Lines of another form are left out.
 */
export function readBlock(block: string): Knowledge {
  const known = nothingKnown();
  const entries: Parameters<typeof knownFact>[0][] = [];
  let inPreferences = false;
  for (const line of block.split('\n')) {
    const [, label, value = ''] = /^(Today|Name|Sessions so far|Summary): (.+)$/u.exec(line) ?? [];
    if (label === 'Today') known.today = isoDate(value);
    else if (label === 'Name') known.name = value.trim();
    else if (label === 'Sessions so far') known.sessions = value.trim();
    else if (label === 'Summary') known.summary = value.trim();
    else if (/^Preferences\b/u.test(line)) inPreferences = true;
    else if (/^(?:Key facts|Facts):/u.test(line)) inPreferences = false;
    else if (inPreferences) readPreference(line, known);
    else readEntry(line, entries);
  }
  const facts = entries.map((entry) => knownFact(entry, known.name));
  facts.sort((a, b) => (a.date ?? '').localeCompare(b.date ?? ''));
  return { ...known, facts };
}

function readPreference(line: string, known: Knowledge): void {
  const [, key, value] = /^- ([^:]{1,200}): (.+)$/u.exec(line) ?? [];
  if (key !== undefined && value !== undefined) known.preferences.set(key.toLowerCase(), value);
}

function readEntry(line: string, entries: Parameters<typeof knownFact>[0][]): void {
  const [, number, tag, date = '', text] = ENTRY.exec(line) ?? [];
  if (tag === undefined || text === undefined) return;
  entries.push({
    number: number === undefined ? null : Number(number),
    tag,
    date: isoDate(date),
    text: text.trim(),
  });
}
