import { isoDate } from './english/dates.ts';
import { firstPerson } from './english/person.ts';
import { capitalize, contentStems } from './english/words.ts';
import type { Claim } from './statements/claim.ts';
import { clauses } from './statements/clause.ts';
import { claimIn } from './statements/grammar.ts';

/** A fact as a prompt lists it, with what the grammar reads in it. */
export interface KnownFact {
  /** Its number in the prompt; null when it was said since. */
  number: number | null;
  tag: string;
  date: string | null;
  /** The day on which it was over, where that is told. */
  until?: string | undefined;
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
  /** Facts that are over, or that something said since has taken the place of, oldest first. */
  past: KnownFact[];
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
    past: [],
  };
}

/** A listed fact, read. */
export function readFact(
  line: Pick<KnownFact, 'number' | 'tag' | 'date' | 'text'>,
  name: string | null,
): KnownFact {
  const said = owned(line.tag, firstPerson(line.text, name));
  const claim = clauses(said, null)
    .map(claimIn)
    .find((one) => one !== null);
  return { ...line, said, claim: claim ?? null, stems: contentStems(line.text) };
}

/** "Shoe size is 42" under the tag "size" is the user's own: "my shoe size is 42". */
function owned(tag: string, said: string): string {
  const head = /^((?:[\p{L}\d'-]+ ){0,4}?[\p{L}\d'-]+) (?:is|are) /u.exec(said)?.[1];
  if (head === undefined || /^(?:I|my)\b/u.test(said)) return said;
  if (head.toLowerCase().split(' ').at(-1) !== tag) return said;
  return `my ${/^\p{Lu}\p{Ll}*(?: |$)/u.test(head) ? capitalize(said, false) : said}`;
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

const ENTRY = /^(?:-|(\d{1,4})\.) \[(.{0,200}?)(?: · ([^\]]{0,40}))?\] (.+)$/u;

/**
 * Reads a `<memory>` or `<known>` block, line by line. Lines of another form are left out.
 */
export function readBlock(block: string): Knowledge {
  const known = nothingKnown();
  const entries: Parameters<typeof readFact>[0][] = [];
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
  const facts = entries.map((entry) => readFact(entry, known.name));
  // A numbered list is oldest first already, and has dates for events only.
  if (facts.some(({ number }) => number === null)) {
    facts.sort((a, b) => (a.date ?? '').localeCompare(b.date ?? ''));
  }
  return { ...known, facts };
}

function readPreference(line: string, known: Knowledge): void {
  const [, key, value] = /^- ([^:]{1,200}): (.+)$/u.exec(line) ?? [];
  if (key !== undefined && value !== undefined) known.preferences.set(key.toLowerCase(), value);
}

function readEntry(line: string, entries: Parameters<typeof readFact>[0][]): void {
  const [, number, tag, date = '', text] = ENTRY.exec(line) ?? [];
  if (tag === undefined || text === undefined) return;
  entries.push({
    number: number === undefined ? null : Number(number),
    tag,
    date: isoDate(date),
    text: text.trim(),
  });
}
