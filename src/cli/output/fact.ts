import type { Why } from '../../chat/why.ts';
import { HOST_TURN, IMPORTED_TURN, TOLD_TURN } from '../../memory/no-turns.ts';
import type {
  Fact,
  FactOrigin,
  Memory,
  Preference,
  PreferenceOrigin,
  Source,
} from '../../memory/types.ts';
import { dateOf, preferenceText } from './memory.ts';
import { recalledFrom, recalledText } from './recalled.ts';
import { sanitiseLine } from './sanitise.ts';
import { GLYPHS, quote as quoted, type Signs } from './signs.ts';
import { dim } from './terminal.ts';

/** A fact with what it replaced, newest first, and what replaced it. */
export interface FactStory {
  fact: Fact;
  replaced: Fact[];
  replacedBy: Fact | null;
}

/** The story of a fact of this memory. */
export function storyOf({ keyFacts, retired }: Memory, fact: Fact): FactStory {
  const replaced: Fact[] = [];
  const heirs = new Set([fact.id]);
  // By the chain of heirs, at most once each: a file that was edited may run in circles.
  for (let found = true; found; ) {
    found = false;
    for (const past of retired) {
      if (past.supersededBy === null || !heirs.has(past.supersededBy)) continue;
      if (heirs.has(past.id)) continue;
      heirs.add(past.id);
      replaced.push(past);
      found = true;
    }
  }
  replaced.sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1));
  const heir = [...keyFacts, ...retired].find(({ id }) => id === fact.supersededBy);
  return { fact, replaced, replacedBy: heir ?? null };
}

/** Everything that is known of one fact. Ends without a line break. */
export function renderFact(
  { fact, replaced, replacedBy }: FactStory,
  colour: boolean,
  signs: Signs = GLYPHS,
): string {
  const rows: [string, string][] = [
    ['id', fact.id],
    ['topic', fact.tag],
    ['kind', fact.kind],
    [
      'true',
      `from ${dateOf(fact.validFrom)}${fact.validTo === null ? '' : ` to ${dateOf(fact.validTo)}`}`,
    ],
    ['written', datesOf(fact)],
    ['source', sourceOf(fact.origin, fact.source, signs)],
  ];
  if (isSpoken(fact.source)) rows.push(['turn', fact.source.turn]);
  if (fact.pinned) rows.push(['pinned', 'yes: it is always kept']);
  if (fact.expiresAt !== null) rows.push(['expires', dateOf(fact.expiresAt)]);
  if (fact.recallCount > 0) rows.push(['recalled', timesOf(fact)]);
  for (const past of replaced) rows.push(['replaced', linkOf(past)]);
  if (replacedBy !== null) rows.push(['now', linkOf(replacedBy)]);
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(
    ([label, value]) => `  ${dim(label.padEnd(width), colour)}  ${sanitiseLine(value)}`,
  );
  return [sanitiseLine(fact.text), ...lines].join('\n');
}

function datesOf({ recordedAt, updatedAt }: Fact): string {
  const [written, changed] = [dateOf(recordedAt), dateOf(updatedAt)];
  return written === changed ? written : `${written}, last confirmed or changed ${changed}`;
}

function timesOf({ recallCount, lastRecalledAt }: Fact): string {
  const times = recallCount === 1 ? 'once' : `${recallCount} times`;
  return lastRecalledAt === null ? times : `${times}, last ${dateOf(lastRecalledAt)}`;
}

function linkOf({ id, text, validFrom, validTo }: Fact): string {
  return `${text} (${dateOf(validFrom)}${validTo === null ? '' : ` to ${dateOf(validTo)}`}, ${id})`;
}

/** Whether it was said in a turn of a conversation. */
function isSpoken({ turn }: Source): boolean {
  return turn !== '' && ![TOLD_TURN, IMPORTED_TURN, HOST_TURN].includes(turn);
}

/** How it came to be known, with the words that say so. */
function sourceOf(
  origin: FactOrigin | PreferenceOrigin,
  { turn, role, quote }: Source,
  signs: Signs,
): string {
  if (turn === TOLD_TURN) return 'you told it by a command';
  const words = quote === '' ? '' : quoted(quote, signs);
  if (turn === HOST_TURN) {
    const noted = words === '' ? 'another program noted it' : `another program noted it: ${words}`;
    return origin === 'confirmed' ? `${noted}, you confirmed` : noted;
  }
  if (origin === 'imported') return words === '' ? 'imported' : `imported: ${words}`;
  if (origin === 'inferred') return words === '' ? 'inferred' : `inferred from ${words}`;
  const how = origin === 'confirmed' ? 'you confirmed' : 'you said';
  if (words === '') return how;
  return role === 'assistant' ? `the assistant said ${words}, ${how}` : `${how} ${words}`;
}

/** What of the memory the last prompt carried, and where each comes from. */
export function renderWhy(why: Why, colour: boolean, signs: Signs = GLYPHS): string {
  const { name, summary, facts, preferences, recalled } = why;
  const lines: string[] = [];
  if (name !== null) lines.push(`name: ${sanitiseLine(name)}`);
  for (const [key, preference] of preferences) {
    lines.push(...renderPreference(key, preference, colour, signs).split('\n'));
  }
  if (summary !== '') lines.push(`summary: ${sanitiseLine(summary)}`);
  for (const fact of facts) {
    lines.push(sanitiseLine(fact.text));
    const id = sanitiseLine(fact.id);
    const from = originLine(fact.origin, fact.source, fact.recordedAt, signs);
    lines.push(dim(`  ${from}${signs.between}${id}`, colour));
  }
  for (const found of recalled) {
    lines.push(recalledText(found, ''));
    lines.push(dim(`  looked up${signs.between}${recalledFrom(found, signs)}`, colour));
  }
  if (lines.length === 0) {
    return 'Nothing of the memory was in the last prompt, only what was said in this conversation.';
  }
  return [
    'In the prompt of your last message, beside the conversation:',
    ...lines.map((line) => `  ${line}`),
  ].join('\n');
}

/** A preference and where it comes from. Ends without a line break. */
export function renderPreference(
  key: string,
  preference: Preference,
  colour: boolean,
  signs: Signs = GLYPHS,
): string {
  const { origin, source, updatedAt } = preference;
  const from = dim(`  ${originLine(origin, source, updatedAt, signs)}`, colour);
  return `${preferenceText(key, preference)}\n${from}`;
}

function originLine(
  origin: FactOrigin | PreferenceOrigin,
  source: Source,
  at: string,
  signs: Signs,
): string {
  const parts = [sanitiseLine(sourceOf(origin, source, signs)), dateOf(at)];
  if (isSpoken(source)) parts.push(`turn ${sanitiseLine(source.turn)}`);
  return parts.join(signs.between);
}
