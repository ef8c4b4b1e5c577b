import { saysNothing } from '../memory/everyday-words.ts';
import { fold } from '../memory/fold.ts';
import type { Memory } from '../memory/types.ts';
import { recalledBlock, recalledLines } from '../prompt/recalled.ts';
import { excerpt } from '../recall/excerpt.ts';
import { asksAboutOneself, isSmallTalk } from '../recall/small-talk.ts';
import { thinned } from '../recall/thin.ts';
import { timeRanges } from '../recall/time.ts';
import { keyOf, noteOf, type Recalled } from './recalled.ts';
import type { Found, Recollection } from './recollection.ts';
import { EXCERPT, type Shown } from './shown.ts';

// Who looks something up needs both: apart, they would load as four files.
export { Recollection } from './recollection.ts';

export interface RecallRequest {
  query: string;
  memory: Memory;
  shown: Shown;
  /** ISO 8601. */
  now: string;
}

/** What was recalled, as text for the model, and what of it the text holds. */
export interface Recall {
  text: string;
  recalled: Recalled[];
}

/** Candidates before they are thinned and put under the budget. */
const CANDIDATES = 20;

/**
 * What scores less is not put into a prompt unasked. Of the questions of LoCoMo nine in ten find a turn
 * of their evidence above it; questions about somebody else stay below it three times in four.
 */
const THRESHOLD = 0.4;

/** Beside the best, only what is at least as good as this share of it. */
const BESIDE_BEST = 0.5;

/** For a model that asks by itself, what is weaker may help as well. */
const ASKED_THRESHOLD = 0.15;

/** What only the meaning finds counts from this cosine on, and only among the nearest three. */
const NEAR = 0.5;
const NEAREST = 3;

/** Characters that are shown of one turn when the model asks for it. */
const ASKED_EXCERPT = 600;

/** Characters of what a tool answers. */
const ASKED_BUDGET = 4_000;

/** Only so much of a message is looked up, in characters. */
const LONGEST_QUERY = 2_000;

/**
 * What bears on the user's message and is not before the model: a `<recalled>` block, or null when
 * nothing does, which is so for most small talk.
 */
export async function recallFor(
  recollection: Recollection,
  request: RecallRequest,
): Promise<Recall | null> {
  const query = request.query.slice(0, LONGEST_QUERY);
  const worth = worthALook(query, request.now);
  if (worth === 'nothing') return null;
  let best = 0;
  const folded = fold(query);
  const good = await search(recollection, { ...request, query }, (found, place) => {
    const { lexical, semantic, recalled } = found;
    if (worth === 'facts' && recalled.kind !== 'fact') return false;
    const isNear = place < NEAREST && (semantic ?? 0) >= NEAR;
    if (!isNear && lexical < Math.max(THRESHOLD, best * BESIDE_BEST)) return false;
    // Last, for it reads the whole text: what it leaves out is no best one either.
    if (repeats(recalled, folded)) return false;
    best = Math.max(best, lexical);
    return true;
  });
  const noted = notesOf(good, query, EXCERPT);
  const block = recalledBlock(noted.map(({ note }) => note));
  if (block === null) return null;
  const listed = new Set(block.listed);
  const kept = noted.filter(({ note }) => listed.has(note));
  return { text: block.text, recalled: kept.map(({ recalled }) => recalled) };
}

/** What the model asked for: lines as in a `<recalled>` block; no lines when there is nothing. */
export async function recallAsked(
  recollection: Recollection,
  request: RecallRequest,
): Promise<Recall> {
  const query = request.query.slice(0, LONGEST_QUERY);
  const good = await search(
    recollection,
    { ...request, query },
    ({ lexical, semantic }) => lexical >= ASKED_THRESHOLD || (semantic ?? 0) >= NEAR,
  );
  const noted = notesOf(good, query, ASKED_EXCERPT);
  const { lines, listed } = recalledLines(
    noted.map(({ note }) => note),
    ASKED_BUDGET,
  );
  const kept = new Set(listed);
  const recalled = noted.filter(({ note }) => kept.has(note)).map((one) => one.recalled);
  return { text: lines.join('\n'), recalled };
}

/**
 * What is looked up. Small talk finds anything: every other message of a transcript says thanks. A
 * question in words as common as those may still be one about the user, and then a fact answers it.
 */
function worthALook(query: string, now: string): 'all' | 'facts' | 'nothing' {
  if (!isSmallTalk(query)) return 'all';
  if (query.includes('?') && timeRanges(query, now).length > 0) return 'all';
  return asksAboutOneself(query) ? 'facts' : 'nothing';
}

/** The same message from before is no answer to it, nor is a reply that says nothing. */
function repeats(recalled: Recalled, folded: string): boolean {
  if (recalled.kind !== 'turn') return false;
  if (recalled.speaker === 'reply') return saysNothing(recalled.text);
  return fold(recalled.text.slice(0, LONGEST_QUERY)) === folded;
}

/** The best first; `isGood` is asked in that order. */
async function search(
  recollection: Recollection,
  { query, memory, shown, now }: RecallRequest,
  isGood: (found: Found, place: number) => boolean,
): Promise<Recalled[]> {
  const { facts, passages, turns, undone } = shown;
  const limit = CANDIDATES + facts.size + passages.size + 2 * (turns.size + undone.size);
  // "What did we talk about in May?" asks for all of May, not for where somebody said "talk".
  const ranges = isSmallTalk(query) ? timeRanges(query, now) : [];
  const words = ranges.length > 0 ? '' : query;
  const found = await recollection.find(memory, words, { limit, now, ranges });
  // What is shown already is judged as well: beside it what is weak stays out.
  const good = found
    .filter(isGood)
    .filter(({ recalled }) =>
      recalled.kind === 'fact'
        ? !facts.has(recalled.id) && !turns.has(recalled.fact.source.turn)
        : !turns.has(recalled.turn) && !undone.has(recalled.turn) && !passages.has(keyOf(recalled)),
    )
    .map(({ recalled }) => recalled);
  // A fact says it in fewer words than the turn that it comes from.
  const sources = new Set(
    good.flatMap((one) => (one.kind === 'fact' ? [one.fact.source.turn] : [])),
  );
  const apart = good.filter((one) => one.kind === 'fact' || !sources.has(one.turn));
  return thinned(apart, ({ text }) => text).slice(0, CANDIDATES);
}

function notesOf(found: readonly Recalled[], query: string, length: number) {
  return found.map((recalled) => ({
    recalled,
    note: noteOf(recalled, excerpt(recalled.text, query, length)),
  }));
}
