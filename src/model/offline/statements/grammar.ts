import { contentStems } from '../english/words.ts';
import { attributes, note } from './attributes.ts';
import { body } from './body.ts';
import { type Claim, claim, type Topic } from './claim.ts';
import type { Clause } from './clause.ts';
import { habits } from './habits.ts';
import { home } from './home.ts';
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
  plans,
  tools,
  attributes,
  habits,
  note,
];

/** What a clause says about the user; [] when it says nothing that lasts. */
export function claimsIn(clause: Clause): Claim[] {
  for (const topic of TOPICS) {
    const found = topic(clause);
    if (found !== null) return found.forget ? [found] : apart(found);
  }
  return clause.sense === 'ended' || clause.forget ? [loose(clause)] : [];
}

/** Something that ended or is to be forgotten, whatever it is about: found again by its words. */
function loose(clause: Clause): Claim {
  return claim(clause, { slot: 'any', tag: 'about', value: clause.core, ended: true });
}

const LIST = /^(?:I (?:do not )?(?:like|love|enjoy|hate|dislike|speak|adore)|I am allergic to) /iu;

/** "I like tea and coffee" is two claims: one of them may change without the other. */
function apart(whole: Claim): Claim[] {
  const lead = LIST.exec(whole.said)?.[0];
  if (
    lead === undefined ||
    (whole.slot !== 'taste' && whole.slot !== 'speaks' && whole.slot !== 'allergy')
  )
    return [whole];
  const items = whole.said
    .slice(lead.length)
    .split(/,\s*(?:and |or )?|\s(?:and|or)\s/u)
    .map((item) => item.trim());
  const plain = items.every(
    (item) =>
      item !== '' &&
      item.split(' ').length <= 3 &&
      !/\b(?:to|with|in|when|than|over|that)\b/u.test(item),
  );
  if (!plain || items.length < 2 || items.length > 3) return [whole];
  return items.map((item) => ({ ...whole, said: lead + item, value: contentStems(item) }));
}
