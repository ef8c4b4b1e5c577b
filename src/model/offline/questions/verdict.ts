import { asStatement } from '../english/inquiry.ts';
import { shared } from '../english/words.ts';
import type { Knowledge, KnownFact } from '../knowledge.ts';
import { matchesOf } from '../match.ts';
import type { Claim } from '../statements/claim.ts';
import { clauses } from '../statements/clause.ts';
import { claimIn } from '../statements/grammar.ts';
import { list, NOT_KNOWN, told } from './told.ts';

/** The answer to a yes/no question about the user; null for another question. */
export function yesOrNo(asked: string, known: Knowledge): string | null {
  const statement = asStatement(
    asked.replace(
      /^(?:(?:and|so|hey|ok|also|please|tell me(?: if)?|do you (?:know|remember) (?:if|whether|that)|did i (?:tell|mention to) you (?:that|if)?)[\s,]+)+/iu,
      '',
    ),
  );
  if (statement === null) return null;
  const claim = clauses(statement, known.today)
    .map(claimIn)
    .find((one) => one !== null);
  if (claim === undefined || claim === null) return null;
  const ended = known.ended.findLast((other) => isSame(claim, other));
  const fact = factFor(claim, known.facts);
  if (fact !== null) return `${/\bor\b/iu.test(asked) ? '' : verdict(claim, fact)}${told(fact)}`;
  if (ended !== undefined) return `No. ${told(ended)}`;
  if (claim.value.length === 0 || /\bor\b|^I have (?:any )?pets?$/iu.test(statement)) return null;
  const mentioned = known.facts.filter(
    ({ stems }) => shared(claim.value, stems) === claim.value.length,
  );
  if (mentioned.length === 0) return NOT_KNOWN;
  const last = mentioned.at(-1);
  const over = last?.claim?.ended || / but no longer /u.test(last?.said ?? '');
  return `${over ? 'No. ' : ''}${list(mentioned)}`;
}

function isSame(claim: Claim, other: Claim): boolean {
  return claim.slot === other.slot && shared(claim.value, other.value) > 0;
}

function factFor(claim: Claim, facts: readonly KnownFact[]): KnownFact | null {
  const { same, over } = matchesOf({ ...claim, change: false }, facts);
  if (same !== null) return same;
  const inSlot = facts.filter(({ claim: other }) => other?.slot === claim.slot);
  const near = inSlot.findLast(
    ({ claim: other }) => other !== null && (shared(claim.value, other.value) > 0 || claim.single),
  );
  if (near !== undefined) return near;
  if (claim.slot.startsWith('person:')) return inSlot.at(-1) ?? kindOf(claim.slot, facts);
  return over[0] ?? null;
}

const KINDS: Readonly<Record<string, RegExp>> = {
  'person:kid': /^(?:person|about):(?:kid|son|daughter|twin|baby|toddler)\b|^family\.parenthood$/u,
  'person:dog':
    /^(?:person|about):(?:dog|puppy|labrador|poodle|dachshund|terrier|beagle|retriever|shepherd|collie|corgi|husky|bulldog|pug|spaniel|chihuahua|mutt|mastiff|greyhound|whippet|pooch|doggo)\b/u,
  'person:cat': /^(?:person|about):(?:cat|kitten|kitty|tabby|siamese)\b/u,
  'person:sibling': /^(?:person|about):(?:brother|sister)\b/u,
};

/** A son is a kid: the newest fact about somebody of that kind. */
function kindOf(slot: string, facts: readonly KnownFact[]): KnownFact | null {
  const kind =
    KINDS[slot] ??
    new RegExp(`^about:${slot.replace(/^person:/u, '').replace(/[^\\p{L} -]/gu, '')}(?::|$)`, 'u');
  return facts.findLast(({ claim }) => claim !== null && kind.test(claim.slot)) ?? null;
}

function verdict(claim: Claim, fact: KnownFact): string {
  const other = fact.claim;
  if (other === null) return '';
  const meets =
    shared(claim.value, other.value) > 0 ||
    (claim.slot.startsWith('person:') &&
      /^I have/u.test(claim.said) &&
      !/named|called/u.test(claim.said));
  if (!meets) return 'No. ';
  return other.sign === claim.sign && !other.ended ? 'Yes. ' : 'No. ';
}
