import { covers, problemOfMerged } from '../../memory/consolidate-texts.ts';
import { fold } from '../../memory/fold.ts';
import { enumerated } from '../../memory/wording.ts';
import { blockOf } from './exchanges.ts';

interface Merge {
  targets: number[];
  text: string;
}

/** A fact as a consolidation request lists it. */
interface Listed {
  number: number;
  tag: string;
  pinned: boolean;
  text: string;
}

/** What several things may be said of in one sentence. */
const LEAD =
  /^(Likes|Loves|Enjoys|Hates|Dislikes|Speaks|Plays|Collects|Drinks|Eats|Is learning|Listens to|(?:Is )?(?:allergic|Allergic) to|(?:Is )?(?:interested|Interested) in) (.+?)\.?$/u;
const PLAIN = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}'’+#-]*(?: [\p{L}\p{N}][\p{L}\p{M}\p{N}'’+#-]*){0,3}$/u;
const NOT_PLAIN =
  /(?<!\p{L})(?:and|or|but|to|with|when|than|over|that|because|who|which|if|more|my|their|so|while|since|for|every|on|in|at|from|by|as)(?!\p{L})/iu;

/** Things that one sentence names, at most. */
const MOST_ITEMS = 6;

/** The JSON that answers a request to tidy up: what says the same becomes one, and likes become lists. */
export function consolidation(prompt: string): string {
  const facts = factsIn(blockOf(prompt, 'memory') ?? '');
  const near = nearDuplicates(facts);
  const taken = new Set(near.flatMap(({ targets }) => targets));
  const lists = listsOf(facts.filter(({ number, pinned }) => !pinned && !taken.has(number)));
  const merges = [...near, ...lists];
  return JSON.stringify({
    reasoning: merges.length === 0 ? 'Every fact stands for itself.' : 'Some facts go together.',
    merges,
    rewrites: [],
    retire: [],
    summary: null,
  });
}

function factsIn(block: string): Listed[] {
  return block.split('\n').flatMap((line) => {
    const [, number, tag, pinned, text] =
      /^(\d{1,4})\. \[([^\]]{0,200}?) · [\d-]{10}( · pinned)?\] (.+)$/u.exec(line) ?? [];
    if (number === undefined || tag === undefined || text === undefined) return [];
    return [{ number: Number(number), tag, pinned: pinned !== undefined, text }];
  });
}

/** Pairs of one topic in which one fact says all that the other says; each fact is in one pair. */
function nearDuplicates(facts: readonly Listed[]): Merge[] {
  const merges: Merge[] = [];
  const taken = new Set<Listed>();
  for (const less of facts) {
    if (less.pinned || taken.has(less)) continue;
    const more = facts.find(
      (other) =>
        other !== less &&
        other.tag === less.tag &&
        !taken.has(other) &&
        fold(other.text) !== fold(less.text) &&
        covers(other.text, less.text),
    );
    if (more === undefined) continue;
    taken.add(less).add(more);
    merges.push({ targets: [less.number, more.number], text: more.text });
  }
  return merges;
}

function listsOf(facts: readonly Listed[]): Merge[] {
  const groups = new Map<string, { lead: string; items: { fact: Listed; item: string }[] }>();
  for (const fact of facts) {
    const [, lead, item] = LEAD.exec(fact.text) ?? [];
    if (lead === undefined || item === undefined) continue;
    if (!PLAIN.test(item) || NOT_PLAIN.test(item)) continue;
    const key = `${fact.tag} ${lead}`;
    const group = groups.get(key) ?? { lead, items: [] };
    group.items.push({ fact, item });
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ lead, items }) => {
    const merges: Merge[] = [];
    for (let at = 0; at < items.length; at += MOST_ITEMS) {
      const some = items.slice(at, at + MOST_ITEMS);
      const text = `${lead} ${enumerated(some.map(({ item }) => item))}`;
      const sources = some.map(({ fact }) => fact.text);
      if (some.length < 2 || problemOfMerged(text, sources) !== null) continue;
      merges.push({ targets: some.map(({ fact }) => fact.number), text });
    }
    return merges;
  });
}
