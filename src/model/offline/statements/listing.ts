import { enumerated } from '../../../memory/wording.ts';
import { DEMONYMS, TOOLS } from '../english/lexicon.ts';
import { contentStems } from '../english/words.ts';
import type { Claim } from './claim.ts';
import type { Clause } from './clause.ts';

const LEAD =
  /^I (?:(?:also|mostly|mainly|usually|often|really|absolutely|always|sometimes|currently|primarily) )*(?:like|love|enjoy|adore|prefer|hate|dislike|detest|cannot stand|am (?:a (?:big |huge )?fan of|into|fond of|keen on|allergic to|learning|studying|using|fluent in|interested in)|(?:can )?speak|use|play|own|have|know|drive|ride|collect|cook|bake|grow|watch|read|listen to|follow|support|study|learn|code in|program in|write(?: code)? in|write|eat|drink|practi[sc]e|no longer (?:like|love|enjoy|use|speak|play|eat|drink|own)) (?:both )?/iu;
/** Slots of which a person may have many values that come and go one by one. */
const MANY = /^(?:taste$|speaks$|allergy$|tool:|does:|learning$|consumes:|has$|health$)/u;
const NOT_PLAIN =
  /\b(?:to|with|when|than|over|that|because|who|which|if|more|but|instead|my|so|i|while|between|since|for|every|on|in|at|from|together)\b/iu;
const PAIRS =
  /\b(?:mac(?:aroni)?|salt|rock|gin|rum|fish|bread|peanut butter|rhythm|drum|arts|black|bed|bacon|ham|milk|country|dungeons|tom|rick|pride|war|crime|simon|guns|track|biscuits|sweet|rice|pen|law|beauty|r|d|b|pros|hide|trial|copy|beans|burgers?|pork|spaghetti|steak|mortal|hugs)(?: and | & |&| n | 'n' )(?:cheese|pepper|roll|tonic|coke|chips|butter|jelly|jam|blues|bass|crafts|white|breakfast|eggs|cookies|western|dragons|jerry|morty|prejudice|peace|punishment|garfunkel|roses|field|gravy|sour|beans|paper|order|the beast|b|d|cons|seek|error|paste|toast|fries|meatballs|kidney|kisses|vinegar)\b/giu;
const TAIL = /(?<=^\S+(?: \S+)?) (?:for|at|on) \S+(?: \S+)?$/u;
/** "vscode on Ubuntu" names two things. */
const PLATFORM = new RegExp(` on (?=(?:${TOOLS.os})$|(?:${TOOLS.os})[ ,])`, 'iu');
const HELD = '\u0001';
const ADJECTIVE =
  /^(?:red|white|black|green|blue|dark|light|hot|cold|sweet|sour|salty|spicy|old|new|big|small|classical|modern|science|indie|electronic|fresh|raw|wild|short|long|russian|asian|french|board|card|video|road|mountain|domestic|romantic)$/iu;

/** The parts of a list: what stands before it in the clause's `said` and `core`, and its items. */
interface Listing {
  said: string;
  core: string;
  items: string[];
}

/** Reads "I use neovim and Arch Linux" as a list; null for what is no plain list. */
export function listingOf(clause: Clause, slot: string): Listing | null {
  if (!MANY.test(slot)) return null;
  const lead = LEAD.exec(clause.core)?.[0];
  if (lead === undefined) return null;
  const object = clause.core.slice(lead.length);
  if (!clause.said.endsWith(object)) return null;
  const items = itemsOf(object);
  if (items.length < 2 || items.length > 12 || !areItems(items, slot)) return null;
  return {
    said: clause.said.slice(0, clause.said.length - object.length).replace(/ both $/u, ' '),
    core: lead.replace(/ both $/u, ' '),
    items,
  };
}

/** "tea, gin and tonic and chess" → tea, gin and tonic, chess. */
function itemsOf(object: string): string[] {
  return object
    .replace(PLATFORM, ', ')
    .replace(PAIRS, (pair) => pair.replaceAll(' ', HELD))
    .split(
      /,\s*(?:and |or |as well as |plus |also )?|\s(?:and|or|as well as|plus|&|\+)\s(?:also )?/u,
    )
    .map((item) => item.replaceAll(HELD, ' ').trim());
}

function areItems(items: readonly string[], slot: string): boolean {
  const [first = ''] = items;
  const last = items.at(-1) ?? '';
  const describes =
    slot !== 'speaks' &&
    !first.includes(' ') &&
    (ADJECTIVE.test(first) || DEMONYMS.has(first.toLowerCase())) &&
    last.includes(' ');
  const title = /^\p{Lu}/u.test(first) && /^(?:the|a) \p{Lu}/u.test(last) && items.length === 2;
  return (
    !describes &&
    !title &&
    items.every(
      (item) =>
        /^[\p{L}\p{N}'"“”’.+#& -]+$/u.test(item) &&
        item.split(' ').length <= 4 &&
        (!NOT_PLAIN.test(item) || tailed(item, slot)),
    )
  );
}

/** "vim and tmux for work": what follows a thing may say more of it. */
function tailed(item: string, slot: string): boolean {
  return slot.startsWith('tool:') && TAIL.test(item);
}

/** Several claims of one list as one claim. */
export function joined(claims: readonly Claim[]): Claim[] {
  const [first] = claims;
  if (first === undefined || first.item === null || claims.length < 2) return [...claims];
  const items = claims.flatMap(({ item }) => (item === null ? [] : [item]));
  if (items.length < claims.length) return [...claims];
  const said = first.said.slice(0, first.said.length - first.item.length) + enumerated(items);
  const value = [...new Set(claims.flatMap((claim) => claim.value))];
  return [{ ...first, said, value, item: null }];
}

/**
 * What is left of a remembered list without the item that shares words with `gone`; null when the
 * sentence is no list, or has no such item.
 */
export function listWithout(
  said: string,
  gone: readonly string[],
): { said: string; item: string } | null {
  const lead = LEAD.exec(said)?.[0];
  if (lead === undefined) return null;
  const items = itemsOf(said.slice(lead.length).replace(/ but no longer .+$/u, ''));
  const item = items.find((one) => {
    const stems = contentStems(one.replace(TAIL, ''));
    return stems.length > 0 && stems.every((stem) => gone.includes(stem));
  });
  if (items.length < 2 || item === undefined) return null;
  return { said: lead + enumerated(items.filter((one) => one !== item)), item };
}

/** The stems of each item of a remembered list; [] for what is no list. */
export function itemStems(said: string): string[][] {
  const lead = LEAD.exec(said)?.[0];
  if (lead === undefined) return [];
  const items = itemsOf(said.slice(lead.length).replace(/ but no longer .+$/u, ''));
  return items.length < 2 ? [] : items.map(contentStems);
}
