import { PETS, RELATIONS } from '../english/lexicon.ts';
import { words } from '../english/words.ts';
import { type Claim, claim } from './claim.ts';
import type { Clause } from './clause.ts';

/** Words for family, friends and pets. */
export const KIN = `${PETS}|${RELATIONS}|kids|children|parents|siblings|family|brothers|sisters|dogs|cats|pets|sons|daughters|twins|puppies|kittens|kitties|grandparents`;
const HAS = new RegExp(
  String.raw`^I (?:have|own|keep|got|adopted|bought|rescued|foster|am getting|have adopted|am raising) ((?:an?|one|two|three|four|five|six|seven|\d+|no|some|another|my|any) (?:[\p{L}\d-]+ ){0,3}?(${KIN})s?\b(?! (?:appointment|interview|meeting|exam|party|wedding|trip|problem|allergy|food|bite|person|lover)).*)$`,
  'iu',
);
const PLURAL = new RegExp(`^I (?:have|own|keep) ((${KIN})s?)$`, 'iu');
const MY = new RegExp(
  String.raw`^(?:my|the) (?:(?:older|younger|elder|eldest|oldest|youngest|little|big|twin|late|new|old|ex|first|second|other|other|german|dear) ?-?)?(${KIN})(?:s|'s)?\b(.*)$`,
  'iu',
);
const IS_MY = new RegExp(
  String.raw`^([\p{Lu}][\p{L}'-]{1,40}) is my ((?:[\p{L}-]+ ){0,2}?(?:${KIN}))$`,
  'u',
);
const MARRIED =
  /^I (?:am|got|have been|have|was) (married|engaged|single|divorced|widowed|separated|pregnant|expecting|dating|seeing|in a relationship|a (?:single |proud |new |stay-at-home )?(?:father|mother|dad|mom|mum|parent|grandfather|grandmother|grandpa|grandma|widow|widower|twin)|an only child)\b(.*)$/iu;
const GONE = /\b(?:died|passed away|passed|is dead|has died|is gone|was put down|ran away)\b/iu;
const EPHEMERAL =
  /\b(?:is|are) (?:\w+ )?(?:here|coming|visiting|sick|ill|tired|hungry|sleeping|asleep|crying|barking|angry|mad|home|late|calling|annoying|great|fine|ok|cute|driving|so|being|acting)\b/iu;

/** Family, friends and pets. */
export function people(clause: Clause): Claim | null {
  const { core } = clause;
  const has = HAS.exec(core) ?? PLURAL.exec(core);
  if (has !== null) return having(clause, has[1] ?? '', (has[2] ?? '').toLowerCase());
  const named = IS_MY.exec(core);
  if (named !== null) {
    const relation = (named[2] ?? '').toLowerCase();
    return claim(clause, {
      slot: `person:${tail(relation)}`,
      tag: tagOf(relation),
      value: named[1] ?? '',
      said: `I have a ${relation} named ${named[1]}`,
    });
  }
  const mine = MY.exec(core);
  if (mine !== null) return about(clause, (mine[1] ?? '').toLowerCase(), (mine[2] ?? '').trim());
  const married = MARRIED.exec(core);
  if (married === null) return null;
  const status = /father|mother|dad|mom|mum|parent|grand|twin|child|expecting|pregnant/iu.test(
    married[1] ?? '',
  )
    ? 'parenthood'
    : 'relationship';
  return claim(clause, {
    slot: `family.${status}`,
    tag: 'family',
    value: `${married[1]} ${married[2]}`,
    single: status === 'relationship',
    kind: 'semantic',
  });
}

function having(clause: Clause, phrase: string, relation: string): Claim {
  const name =
    /\b(?:named|called|by the name of)\s+(.+)$/iu.exec(phrase)?.[1] ??
    /,\s*(\p{Lu}.+)$/u.exec(phrase)?.[1];
  const none = /^(?:no|any) /iu.test(phrase) || clause.sense === 'negated';
  return claim(clause, {
    slot: `person:${singular(relation)}`,
    tag: tagOf(relation),
    value: name ?? `${phrase.replace(/^(?:an?|my|some|another|no|any) /iu, '')}`,
    sign: none ? -1 : 1,
  });
}

function about(clause: Clause, relation: string, rest: string): Claim | null {
  const tag = tagOf(relation);
  const slot = `person:${singular(relation)}`;
  if (GONE.test(rest)) {
    const who = /^(\p{Lu}[\p{L}'-]*) /u.exec(rest)?.[1];
    return claim(clause, { slot, tag, kind: 'episodic', value: who ?? relation, sign: -1 });
  }
  const name =
    /^(?:'s )?(?:names? (?:is|are)|(?:is|are) (?:now )?(?:called|named)|(?:is|are)(?= \p{Lu}\p{L}+(?:$| and )))\s+(.+)$/u.exec(
      rest,
    )?.[1];
  if (name !== undefined) return claim(clause, { slot, tag, value: name });
  if (EPHEMERAL.test(rest) || clause.core.toLowerCase().startsWith('the ')) return null;
  const fact =
    /^(?:(\p{Lu}[\p{L}'-]*) )?('s \p{L}+ (?:is|are)|is|are|was|has|have|had|lives?|works?|studies|study|loves?|likes?|hates?|moved|turned|turns|plays?|speaks?|started|goes|got|needs?|owns?|eats?|is allergic|will|graduated|retired|married|teaches|knows|birthday)\b(.*)$/u.exec(
      rest,
    );
  if (fact === null) return null;
  const [, who = '', verb = '', what = ''] = fact;
  return claim(clause, {
    slot: `about:${singular(relation)}:${who.toLowerCase()}:${words(verb).join(' ')}`,
    tag,
    value: what,
    single: /birthday|age\b|^(?:lives?|moved)$/iu.test(verb) || /^ \d+ years/u.test(what),
  });
}

function tail(relation: string): string {
  return singular(relation.split(' ').at(-1) ?? relation);
}

/** "kids" → "kid". */
export function singular(noun: string): string {
  if (/^(?:child|children|kids)$/u.test(noun)) return 'kid';
  if (/^grand(?:child|children|kids?)$/u.test(noun)) return 'grandchild';
  return /ies$/u.test(noun) ? `${noun.slice(0, -3)}y` : noun.replace(/s$/u, '');
}

const PET = new RegExp(`^(?:[\\p{L}-]+ )*(?:${PETS}|puppies|kittens)s?$`, 'iu');

/** The tag of facts about such a person or animal. */
export function tagOf(relation: string): string {
  if (PET.test(relation)) return 'pets';
  return /friend$|mate$|neighbou?r|boss|manager|colleague|coworker|teacher|doctor|dentist|therapist/u.test(
    relation,
  ) && !/girl|boy/u.test(relation)
    ? 'people'
    : 'family';
}
