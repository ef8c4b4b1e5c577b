import { DEMONYMS, PETS, TOOLS } from '../english/lexicon.ts';
import { contentStems, shared, stem, words } from '../english/words.ts';
import type { Knowledge, KnownFact } from '../knowledge.ts';
import { list, NOT_KNOWN } from './told.ts';

const ASKED =
  /\b(?:what|which) (?:other )?(?:(?:kinds?|sorts?|types?) of )?((?:[\p{L}-]+ )?[\p{L}-]+) (?:do|don't|can't) i (?:really |also |not )?(like|love|enjoy|prefer|hate|dislike|detest|stand|play)\b(?! to\b)/iu;
const ANYTHING = /^(?:else|things?|stuff|all|ones?)$/iu;

const FOOD =
  'food dish meal cuisine sushi pizza pasta spaghetti lasagna ramen noodle rice curry soup salad sandwich burger taco burrito bread cheese egg meat beef pork chicken fish salmon tuna shrimp seafood steak bacon ham sausage tofu bean lentil hummus falafel spinach broccoli cabbage carrot potato tomato onion garlic mushroom olive pepper cucumber eggplant avocado cilantro celery pea kale fruit vegetable banana mango strawberry grape cherry pineapple chocolate cake cookie cream dessert candy honey yogurt macaroni chip fries kebab dumpling oyster anchovy liver';

/** Words that belong to what a question may name; the noun itself always does. */
const CATEGORIES: readonly (readonly [asked: RegExp, members: string])[] = [
  [
    /\bmusic|songs?$|bands?$/iu,
    'music song band singer album concert jazz rock pop metal punk blues funk rap techno trance ambient folk opera classical reggae ska disco salsa samba tango flamenco k-pop indie electronic edm hiphop hip-hop hop grunge gospel bach mozart beethoven chopin',
  ],
  [/\blanguages?$/iu, `language ${TOOLS['programming-language']?.replaceAll('|', ' ') ?? ''}`],
  [/\b(?:foods?|dish(?:es)?|meals?|cuisines?)$/iu, FOOD],
  [
    /\b(?:drinks?|beverages?)$/iu,
    'drink tea coffee espresso beer wine whisky whiskey gin rum vodka cider juice milk water soda cola coke lemonade cocoa kombucha',
  ],
  [
    /\bsports?$/iu,
    'sport football soccer tennis basketball volleyball baseball hockey cricket rugby golf swimming running cycling hiking climbing skiing surfing rowing boxing judo karate badminton squash yoga sailing',
  ],
  [
    /\b(?:animals?|pets?)$/iu,
    `animal pet ${PETS.replace(/\|(?:fish|chicken|hen)\b/gu, '').replaceAll('|', ' ')}`,
  ],
  [
    /\binstruments?$/iu,
    'instrument guitar piano violin viola cello bass drum flute clarinet oboe saxophone trumpet trombone tuba horn harp organ keyboard ukulele banjo mandolin accordion harmonica recorder oud sitar lute',
  ],
];

/** "What music do I like?": only what is of that kind; null for a question that names no kind. */
export function byCategory(asked: string, known: Knowledge): string | null {
  const [whole = '', noun = '', verb = ''] = ASKED.exec(asked) ?? [];
  const stems = contentStems(noun);
  if (stems.length === 0 || words(noun).every((word) => ANYTHING.test(word))) return null;
  if (/^play$/iu.test(verb)) return played(noun, known);
  const negative = /^(?:hate|dislike|detest|stand)$/iu.test(verb) || /\bnot\b|n't /iu.test(whole);
  const sign = negative ? -1 : 1;
  const members = membersOf(noun);
  const found = known.facts.filter(
    (fact) => isTaste(fact, sign) && (shares(stems, fact) || members(fact)),
  );
  if (found.length > 0) return list(found);
  const preferred = [...known.preferences].filter(
    ([key]) => sign === 1 && shared(stems, contentStems(key)) === stems.length,
  );
  return preferred.length > 0
    ? preferred.map(([key, value]) => `You prefer ${key}: ${value}.`).join(' ')
    : NOT_KNOWN;
}

/** "What sports do I play?"; null for what is of no known kind. */
function played(noun: string, known: Knowledge): string | null {
  if (kindOf(noun) === undefined) return null;
  const members = membersOf(noun);
  const found = known.facts.filter(
    (fact) => fact.claim?.sign !== -1 && fact.stems.includes('play') && members(fact),
  );
  return found.length > 0 ? list(found) : NOT_KNOWN;
}

function kindOf(noun: string): (typeof CATEGORIES)[number] | undefined {
  return CATEGORIES.find(([name]) => name.test(noun));
}

function isTaste({ claim, tag }: KnownFact, sign: 1 | -1): boolean {
  if (claim === null) return sign === 1 && /^(?:tastes?|likes?|preferences?)$/u.test(tag);
  return (
    !claim.ended &&
    claim.sign === sign &&
    (claim.slot === 'taste' || (sign === 1 && claim.slot.startsWith('favorite:')))
  );
}

function shares(stems: readonly string[], fact: KnownFact): boolean {
  return shared(stems, fact.stems) === stems.length;
}

function membersOf(noun: string): (fact: KnownFact) => boolean {
  const kind = kindOf(noun);
  if (kind === undefined) return () => false;
  const stems = new Set(kind[1].split(' ').map(stem));
  const tongues = /languages?$/iu.test(noun) && !/programming/iu.test(noun);
  return ({ said }) => {
    const spoken = words(said.replace(/\bto go\b/giu, ''));
    return (
      spoken.some((word) => stems.has(stem(word))) ||
      (tongues && spoken.length === 3 && DEMONYMS.has(spoken.at(-1) ?? ''))
    );
  };
}
