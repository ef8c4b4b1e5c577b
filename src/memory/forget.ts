import type { Entry } from './changes.ts';
import { Eraser } from './eraser.ts';
import { forgetMessages } from './forget-conversation.ts';
import { forgetFacts } from './forget-facts.ts';
import { forgetPreferences, keptPreferences } from './forget-preferences.ts';
import { forgetProposals } from './forget-proposals.ts';
import { type ForgetTarget, type Found, find } from './forget-target.ts';
import { sentences } from './sentences.ts';
import type { Fact, Memory } from './types.ts';

/** A memory without what was forgotten. */
export interface Forgetting {
  memory: Memory;
  /** What is gone: facts, proposals, "name", "preference:<key>", "summary" with the sentences that go. */
  entries: Entry[];
  /** The messages in which something was blotted out: see `passageKey`. */
  passages: ReadonlySet<string>;
  /** Takes the same out of texts that are kept elsewhere. */
  eraser: Eraser;
  /** What the target was in the memory. */
  found: Found;
}

/**
 * The memory without the target: see `find` for what that is, and `tracesOf` for what gives it away.
 * Facts (active, pinned, retired), preferences and the name that it means are gone, and so are
 * proposals and sentences of the summary that tell of it, and clauses of messages and quotes. A fact
 * that stays keeps its text, but for the words of a forgotten name. An inferred preference leaves
 * its key as `declined`. Tags, ids and fields that memchat does not know are left alone.
 * `forgottenAt` is `now`; counts, applied turns and the revision stay. Pure.
 *
 * @param before what the target was in an earlier revision, where this memory has it no more.
 */
export function forget(
  memory: Memory,
  target: ForgetTarget,
  now: string,
  before: Found | null = null,
): Forgetting {
  const found = before === null ? find(memory, target) : joined(find(memory, target), before);
  const ids = new Set(found.facts.map(({ id }) => id));
  const keys = new Set(found.preferences.map(([key]) => key));
  const isForgotten = ({ id }: Fact) => ids.has(id);
  const name = found.name === memory.name ? null : memory.name;
  const eraser = new Eraser(found, remains({ ...memory, name }, isForgotten, keys));

  const facts = forgetFacts(memory, isForgotten, eraser);
  const preferences = forgetPreferences(memory.preferences, keys, eraser, now);
  const summary = forgetSentences(memory.summary, eraser);
  const proposals = forgetProposals(memory.review, ids, eraser);
  const messages = forgetMessages(memory.recentMessages, eraser);
  return {
    memory: {
      ...memory,
      name,
      summary: summary.text,
      preferences: preferences.preferences,
      keyFacts: facts.keyFacts,
      retired: facts.retired,
      review: proposals.review,
      recentMessages: messages.kept,
      forgottenAt: now,
    },
    entries: [
      ...(memory.name === null || name !== null ? [] : [{ id: 'name', text: memory.name }]),
      ...facts.gone,
      ...preferences.gone,
      ...(summary.gone === '' ? [] : [{ id: 'summary', text: summary.gone }]),
      ...proposals.gone,
    ],
    passages: messages.passages,
    eraser,
    found,
  };
}

/** What the memory says on purpose when all is done. */
function remains(
  { name, preferences, keyFacts, retired }: Memory,
  isForgotten: (fact: Fact) => boolean,
  keys: ReadonlySet<string>,
): string[] {
  const facts = [...keyFacts, ...retired].filter((fact) => !isForgotten(fact));
  const kept = Object.entries(keptPreferences(preferences, keys));
  return [
    name ?? '',
    ...facts.map(({ text }) => text),
    ...kept.map(([key, { value }]) => `${key} ${value}`),
  ];
}

/** A summary without the sentences that tell of what was forgotten, and without the name. */
function forgetSentences(summary: string, eraser: Eraser): { text: string; gone: string } {
  const all = sentences(summary);
  const gone = all.filter((sentence) => eraser.tellsOf(sentence));
  if (gone.length === 0) return { text: withoutName(summary, eraser), gone: '' };
  const kept = all.filter((sentence) => !gone.includes(sentence));
  return { text: withoutName(kept.join(' '), eraser), gone: gone.join(' ') };
}

/** A summary is for reading: "The user" stands where the name stood. */
function withoutName(summary: string, eraser: Eraser): string {
  const left = eraser.eraseName(summary);
  if (left === summary) return summary;
  return left
    .replaceAll(/(^|[.!?] )\[forgotten\]/gu, '$1The user')
    .replaceAll('[forgotten]', 'the user');
}

function joined(now: Found, before: Found): Found {
  return {
    facts: [...now.facts, ...before.facts],
    preferences: [...now.preferences, ...before.preferences],
    name: now.name ?? before.name,
    query: now.query ?? before.query,
  };
}
