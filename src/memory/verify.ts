import { MAX_KEPT_QUOTE } from './caps.ts';
import { joinChanges, noChanges } from './changes.ts';
import type { NewId } from './clock.ts';
import type { Written } from './facts.ts';
import { bareQuote, fold, oneLine } from './fold.ts';
import { later } from './iso-time.ts';
import { isAverse, isNegated, isPast } from './polarity.ts';
import { redact } from './privacy.ts';
import { propose, retirementOf } from './propose.ts';
import { stands } from './provenance.ts';
import type { Fact, Memory } from './types.ts';
import { speaksOfTopic } from './verify-topics.ts';
import { contentWords, sharesTopic, words } from './words.ts';

/** What the user typed in one exchange. */
export interface Saying {
  turn: string;
  /** When they said it, ISO 8601 UTC. */
  at: string;
  typed: string;
}

/** A fact, by its id, that a model takes to be over, and the user's words that say so. */
export interface Stale {
  target: string;
  quote: string;
}

/** Characters of the user's words that are shown beside a proposal. */
const MAX_SHOWN = 160;

/**
 * What becomes of the memory when facts are held against what the user said since: those that a
 * quote speaks against wait in review to be retired, pinned ones as well. The quote must stand in
 * what the user typed after the fact was written or confirmed last, have two words, be about the same topic, and not
 * merely say the fact again. The rest is refused with its reason. Retires nothing. Never throws.
 */
export function verifyFacts(
  memory: Memory,
  stale: readonly Stale[],
  sayings: readonly Saying[],
  means: { now: string; newId: NewId },
): Written {
  const heard = sayings.map((saying) => ({ ...saying, folded: fold(saying.typed) }));
  let current = memory;
  const changes = [noChanges()];
  for (const { target, quote } of stale) {
    const fact = memory.keyFacts.find(({ id }) => id === target);
    const written =
      fact === undefined
        ? refuse(current, 'No longer: a fact', 'it is not in memory any more')
        : judge(current, fact, quote, heard, means);
    current = written.memory;
    changes.push(written.changes);
  }
  return { memory: current, changes: joinChanges(changes) };
}

interface Heard extends Saying {
  folded: string;
}

function judge(
  memory: Memory,
  fact: Fact,
  quote: string,
  heard: readonly Heard[],
  means: { now: string; newId: NewId },
): Written {
  const said = groundsOf(fact, quote, heard, memory);
  return typeof said === 'string'
    ? refuse(memory, `No longer: ${fact.text}`, said)
    : propose(memory, suggestionOf(fact, quote, said), means);
}

function refuse(memory: Memory, text: string, reason: string): Written {
  return { memory, changes: { ...noChanges(), refused: [{ text, reason }] } };
}

/** What the user said that speaks against the fact, or why nothing does. */
function groundsOf(
  fact: Fact,
  quote: string,
  heard: readonly Heard[],
  memory: Memory,
): Saying | string {
  const core = bareQuote(quote);
  const said = core === '' ? undefined : heard.findLast(({ folded }) => stands(core, folded));
  if (said === undefined) return 'you did not say these words';
  if (words(core).length < 2) return 'one word is too little to go by';
  const isNewer = Date.parse(said.at) > Date.parse(later(fact.updatedAt, fact.validFrom));
  if (!isNewer || said.turn === fact.source.turn) return 'you said it before the fact was noted';
  if (!isAbout(fact, quote, said, memory)) return 'your words are about something else';
  return saysAgain(quote, fact.text) ? 'your words say it again' : said;
}

/**
 * Whether the quote shares a word with the fact or its tag, speaks of the topic of the tag, or what
 * was learned from it is filed under the same tag and shares a word with it.
 */
function isAbout({ tag, text }: Fact, quote: string, { turn }: Saying, memory: Memory): boolean {
  if ([text, tag].some((topic) => sharesTopic(topic, quote))) return true;
  if (speaksOfTopic(tag, quote)) return true;
  return memory.keyFacts.some(
    (other) => other.tag === tag && other.source.turn === turn && sharesTopic(other.text, quote),
  );
}

function saysAgain(quote: string, text: string): boolean {
  const said = new Set(contentWords(quote));
  return (
    contentWords(text).every((word) => said.has(word)) &&
    isNegated(quote) === isNegated(text) &&
    isAverse(quote) === isAverse(text) &&
    isPast(quote) === isPast(text)
  );
}

function suggestionOf(fact: Fact, quote: string, { turn, at }: Saying) {
  const clean = redact(oneLine(quote));
  return {
    turn,
    reason: `you said “${shown(clean)}” on ${at.slice(0, 10)}`,
    text: `No longer: ${fact.text}`,
    operation: retirementOf(fact, { quote: clean.slice(0, MAX_KEPT_QUOTE), happenedOn: at }),
  };
}

function shown(text: string): string {
  if (text.length <= MAX_SHOWN) return text;
  return `${text.slice(0, MAX_SHOWN).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}
