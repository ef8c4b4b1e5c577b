import { attributes, note } from './attributes.ts';
import { body } from './body.ts';
import { type Claim, claim, type Topic } from './claim.ts';
import type { Clause } from './clause.ts';
import { mentioned, withoutCompany } from './companions.ts';
import { gone } from './gone.ts';
import { habits } from './habits.ts';
import { home } from './home.ts';
import { listingOf } from './listing.ts';
import { people } from './people.ts';
import { plans } from './plans.ts';
import { tastes } from './tastes.ts';
import { tools } from './tools.ts';
import { work } from './work.ts';

/** In order: the first topic that reads a clause has it. */
const TOPICS: readonly Topic[] = [
  body,
  tastes,
  home,
  people,
  work,
  gone,
  plans,
  tools,
  attributes,
  habits,
  note,
];

/** What a clause says about the user, one claim for each thing; [] when it says nothing that lasts. */
export function claimsIn(clause: Clause): Claim[] {
  const { bare, company } = withoutCompany(clause);
  const whole = claimIn(bare);
  const apart = whole === null || whole.forget ? [] : itemClaims(bare, whole);
  const own = apart.length > 0 ? apart : whole === null ? [] : [whole];
  return [...own, ...company, ...mentioned(clause, own)];
}

/** What a clause says as one claim, whatever it lists; null when it says nothing that lasts. */
export function claimIn(clause: Clause): Claim | null {
  for (const topic of TOPICS) {
    const found = topic(clause);
    if (found !== null) return found;
  }
  return clause.sense === 'ended' || clause.forget ? loose(clause) : null;
}

/** Something that ended or is to be forgotten, whatever it is about: found again by its words. */
function loose(clause: Clause): Claim {
  return claim(clause, { slot: 'any', tag: 'about', value: clause.core, ended: true });
}

/** "I like tea and coffee" is two claims: one of them may change without the other. */
function itemClaims(clause: Clause, whole: Claim): Claim[] {
  const list = listingOf(clause, whole.slot);
  if (list === null) return [];
  const found = list.items.map((item) =>
    claimIn({ ...clause, said: list.said + item, core: list.core + item }),
  );
  const alike = found.flatMap((one, index) =>
    one !== null && topicOf(one.slot) === topicOf(whole.slot)
      ? [{ ...one, item: list.items[index] ?? null }]
      : [],
  );
  return alike.length === found.length ? alike : [];
}

function topicOf(slot: string): string {
  return slot.split(/[.:]/u, 1)[0] ?? slot;
}
