import { finished, isNear } from './ending.ts';
import { contentStems, shared } from './english/words.ts';
import type { KnownFact } from './knowledge.ts';
import type { Claim } from './statements/claim.ts';
import { itemStems, listWithout } from './statements/listing.ts';

/** What a claim meets among the known facts. */
interface Matches {
  /** Says the same already. */
  same: KnownFact | null;
  /** What the claim takes the place of, or ends; the first is the closest. */
  over: KnownFact[];
  /** Said since, and overtaken by the claim, which is known already. */
  stale: KnownFact[];
}

/** Slots where a further value stands beside the others, even if it is said as news. */
const ADDITIVE =
  /^(?:taste|speaks|learning|allergy|habit|does:|has|event$|note|consumes:|health|trait|goal|origin|education)/u;
/** Slots where a value with more words says the same more precisely. */
const REFINED = /^(?:work\.|person:|home|vehicle|birthday|family\.)/u;

/** Finds what a claim repeats, replaces or ends. */
export function matchesOf(claim: Claim, facts: readonly KnownFact[]): Matches {
  if (claim.ended || claim.forget) return { same: null, over: finished(claim, facts), stale: [] };
  const same = facts.findLast((fact) => repeats(claim, fact)) ?? null;
  const others = same === null ? facts : facts.filter((fact) => fact !== same);
  const over = overtaken(claim, others);
  return same === null
    ? { same, over, stale: [] }
    : { same, over: [], stale: over.filter(({ number }) => number === null) };
}

function repeats(claim: Claim, fact: KnownFact): boolean {
  const other = fact.claim;
  if (other === null || other.slot !== claim.slot) {
    const stems = contentStems(claim.said);
    return (
      stems.length > 1 &&
      stems.length === fact.stems.length &&
      shared(stems, fact.stems) === stems.length &&
      (other === null || other.sign === claim.sign)
    );
  }
  if (other.sign !== claim.sign || other.ended) return false;
  const value = undated(claim.value);
  const known = undated(other.value);
  if (value.length === 0 || shared(value, known) !== value.length) return false;
  if (
    itemStems(fact.said).some(
      (item) => item.length === value.length && shared(value, item) === item.length,
    )
  )
    return true;
  if (claim.slot === 'taste' || claim.single)
    return value.length === known.length || (claim.single && claim.slot !== 'age');
  return !(claim.corrected && claim.slot === 'plan' && claim.said !== other.said);
}

function overtaken(claim: Claim, facts: readonly KnownFact[]): KnownFact[] {
  const inSlot = facts.filter(({ claim: other }) => other?.slot === claim.slot && !other.ended);
  const closed = facts.filter(({ claim: other }) => other !== null && isClosed(other, claim));
  if (closed.length > 0) return newestFirst(closed);
  const opposite = inSlot.filter(
    ({ claim: other }) => other !== null && other.sign !== claim.sign && covers(claim.value, other),
  );
  if (opposite.length > 0) return newestFirst(opposite);
  if (claim.sign === -1 && claim.slot.startsWith('person:') && inSlot.length === 1) return inSlot;
  const alike = inSlot.filter(({ claim: other }) => other?.sign === claim.sign);
  if (claim.single && claim.sign === 1) return newestFirst(alike);
  if (claim.instead.length > 0) {
    const named = newestFirst(
      facts.filter(
        (fact) =>
          isNear(claim, fact) &&
          shared(claim.instead, fact.claim?.value ?? fact.stems) > 0 &&
          listWithout(fact.said, claim.instead) === null,
      ),
    );
    if (named.length > 0) return named.slice(0, 1);
  }
  const refined = REFINED.test(claim.slot)
    ? alike.filter(({ claim: other }) => isGeneral(claim, other))
    : [];
  if (refined.length > 0) return newestFirst(refined).slice(0, 1);
  if (
    !claim.change ||
    claim.sign === -1 ||
    /\b(?:also|too|another|second|as well)\b/iu.test(claim.quote)
  )
    return [];
  return changed(claim, facts, newestFirst(alike));
}

function changed(claim: Claim, facts: readonly KnownFact[], alike: KnownFact[]): KnownFact[] {
  if (claim.slot === 'plan')
    return alike
      .filter(({ claim: other }) => claim.corrected && shared(claim.value, other?.value ?? []) > 0)
      .slice(0, 1);
  if (ADDITIVE.test(claim.slot))
    return claim.corrected && alike.length === 1 && claim.slot === 'allergy' ? alike : [];
  if (claim.slot.startsWith('person:')) return claim.corrected ? alike.slice(0, 1) : [];
  if (alike.length > 0 || claim.slot !== 'work.employer') return alike.slice(0, 1);
  return newestFirst(
    facts.filter(
      ({ claim: other, said }) => other?.slot === 'work.role' && /\s(?:at|for)\s/u.test(said),
    ),
  ).slice(0, 1);
}

/** "Quit their job" before "Works as a baker", "Used to live in Rome" before "Lives in Rome". */
function isClosed(ended: Claim, claim: Claim): boolean {
  if (!ended.ended) return false;
  if (ended.sweep && ended.value.length === 0) return /^work\.(?:role|employer)$/u.test(claim.slot);
  return (
    ended.slot === claim.slot &&
    ended.value.length > 0 &&
    shared(ended.value, claim.value) === ended.value.length
  );
}

function covers(value: string[], other: Claim): boolean {
  const common = shared(value, other.value);
  if (other.slot.startsWith('person:')) return common > 0 || other.sign === -1;
  return (
    common > 0 &&
    (common === other.value.length || common === value.length) &&
    !(/\sand\s/u.test(other.said) && common < other.value.length)
  );
}

/** "a dog" before "a dog named Bello": the known value is only the word for it, or part of the new one. */
function isGeneral(claim: Claim, other: Claim | null): boolean {
  if (other === null) return false;
  const [, noun = ''] = /^person:(.+)$/u.exec(claim.slot) ?? [];
  const bare = contentStems(noun);
  if (bare.length > 0 && other.value.length > 0 && shared(other.value, bare) === other.value.length)
    return shared(claim.value, bare) < claim.value.length;
  return (
    other.value.length > 0 &&
    other.value.length < claim.value.length &&
    shared(other.value, claim.value) === other.value.length
  );
}

function undated(value: string[]): string[] {
  const bare = value.filter((word) => !/^\d{4}-\d{2}-\d{2}$/u.test(word));
  return bare.length === 0 ? value : bare;
}

function newestFirst(facts: readonly KnownFact[]): KnownFact[] {
  return [...facts].reverse();
}
