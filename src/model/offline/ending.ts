import { contentStems, shared } from './english/words.ts';
import type { KnownFact } from './knowledge.ts';
import type { Claim } from './statements/claim.ts';
import { listWithout } from './statements/listing.ts';

/** Tags of what can be sold, given away or parted from. */
const OWNED =
  /^(?:car|bike|belongings|pets|home|laptop|computer|phone|camera|house|flat|apartment|boat|guitar|piano|motorcycle|van|truck|tools|vehicle|family|people|horse)$/u;

/** The facts that a claim ends ("I quit my job", "I sold my bike", "forget my birthday"). */
export function finished(claim: Claim, facts: readonly KnownFact[]): KnownFact[] {
  if (claim.slot === 'any' || claim.slot === 'gone') {
    if (claim.value.length === 0) return [];
    return facts.filter(
      ({ stems, tag }) =>
        shared(claim.value, [...stems, ...contentStems(tag)]) === claim.value.length &&
        (claim.slot === 'any' || OWNED.test(tag)),
    );
  }
  if (claim.sweep && claim.value.length === 0) {
    const jobs = facts.filter(({ claim: other }) =>
      /^work\.(?:role|employer)$/u.test(other?.slot ?? ''),
    );
    const slots = jobs.map(({ claim: other }) => other?.slot);
    return new Set(slots).size === slots.length ? jobs : [];
  }
  return facts.filter((fact) => isNear(claim, fact) && overlapsWhole(claim.value, fact));
}

/** Is the fact about the same topic, so that the claim may end or replace it? */
export function isNear(claim: Claim, fact: KnownFact): boolean {
  const other = fact.claim;
  if (other === null) return fact.tag === claim.tag || shared(claim.value, fact.stems) > 1;
  if (other.ended) return false;
  return (
    other.slot === claim.slot ||
    topic(other.slot) === topic(claim.slot) ||
    other.tag === claim.tag ||
    (claim.tag === 'tools' && /^tool:/u.test(other.slot))
  );
}

function overlapsWhole(value: string[], fact: KnownFact): boolean {
  const known = fact.claim?.value ?? fact.stems;
  const common = shared(value, known);
  return common > 0 && (common === known.length || listWithout(fact.said, value) === null);
}

/** The remembered lists out of which a claim takes an item, without that item. */
export function listsWith(
  claim: Claim,
  facts: readonly KnownFact[],
): { fact: KnownFact; said: string; item: string }[] {
  const turns = claim.ended || claim.forget || claim.sign === -1;
  const value = turns ? claim.value : claim.instead;
  if (value.length === 0) return [];
  return facts.flatMap((fact) => {
    if (claim.slot !== 'any' && !isNear(claim, fact)) return [];
    if (claim.sign === -1 && !claim.ended && fact.claim?.sign === -1) return [];
    const rest = listWithout(fact.said, value);
    return rest === null ? [] : [{ fact, ...rest }];
  });
}

function topic(slot: string): string {
  return slot.split(/[.:]/u, 1)[0] ?? slot;
}
