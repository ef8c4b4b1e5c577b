import { type Claim, claim } from './claim.ts';
import type { Clause } from './clause.ts';
import { KIN, singular, tagOf } from './people.ts';

const LIVING =
  /^(I (?:no longer )?(?:live|am living|have lived|have been living|moved|have moved|reside|am based|stay|share an? (?:flat|house|apartment)|have an? (?:flat|house|place))(?: (?:out |over |up |down )?in .{1,60}?| at [^,]{1,60}?| near [^,]{1,60}?| to [^,]{1,60}?| together)?),? with (my .{1,80}?|(?:an?|two|three|four|\d) .{1,80}?)((?: in| at| near| outside| since) .+)?$/iu;
/** Who is a companion wherever one lives; parents and flatmates come with the home. */
const FAMILY =
  /^(?:wife|husband|spouse|partner|girlfriend|boyfriend|fianc[eé]e?|son|daughter|kid|baby|toddler|twin)$/iu;
const MEMBER = new RegExp(
  String.raw`^(?:my |our )?((?:an?|one|two|three|four|five|six|seven|\d{1,2}) )?((?:[\p{L}-]+ )?)(${KIN})(s?)(?:,? (?:named |called )?(.{1,40}))?$`,
  'iu',
);
const NAME = String.raw`\p{L}[\p{L}\p{M}'-]{0,30}`;
const NAMES = new RegExp(`^${NAME}(?: (?:and|&) ${NAME}| ${NAME})?$`, 'u');

/** "I live in Lisbon with my cat Miso" without the cat, and the cat as a claim of its own. */
export function withoutCompany(clause: Clause): { bare: Clause; company: Claim[] } {
  const none = { bare: clause, company: [] };
  if (clause.sense !== 'holds' || clause.forget) return none;
  const [, living, who, rest = ''] = LIVING.exec(clause.said) ?? [];
  if (living === undefined || who === undefined) return none;
  const members = membersIn(who);
  if (members.length === 0) return none;
  const said = living.replace(/ together$/u, '') + rest;
  const company = members.map((member) => having(clause, member, quoteOf(who, clause.quote)));
  return { bare: { ...clause, said, core: said }, company };
}

interface Member {
  relation: string;
  /** "a cat named Miso". */
  phrase: string;
  name: string;
}

function membersIn(who: string): Member[] {
  const parts = who.split(
    /,\s+(?:and )?|\s(?:and|&)\s(?=(?:my|our|an?|one|two|three|four|five|\d+|the) )/u,
  );
  const members = parts.map(memberOf);
  return members.every((member) => member !== null) ? members.flatMap((one) => one ?? []) : [];
}

function memberOf(text: string): Member | null {
  const [, count = '', adjective = '', noun = '', plural = '', name = ''] =
    MEMBER.exec(text.trim()) ?? [];
  const relation = singular(noun.toLowerCase());
  if (noun === '' || !(FAMILY.test(relation) || tagOf(relation) === 'pets')) return null;
  if (name !== '' && !NAMES.test(name)) return null;
  const many = plural !== '' || (/s$/u.test(noun) && relation !== noun) || noun === 'children';
  const article = many ? '' : /^[aeiou]/iu.test(adjective + noun) ? 'an ' : 'a ';
  const start = count === '' ? article : count;
  const phrase = `${start}${adjective}${noun}${plural}${name === '' ? '' : ` named ${name}`}`;
  return { relation, phrase, name };
}

/** The literal words about the company: the text may say "our" or "&" where the claim does not. */
function quoteOf(who: string, quote: string): string {
  const at = quote.toLowerCase().indexOf(who.toLowerCase());
  return at === -1 ? quote : quote.slice(at, at + who.length);
}

function having(clause: Clause, { relation, phrase, name }: Member, quote: string): Claim {
  return claim(
    { ...clause, said: `I have ${phrase}`, quote, on: null, change: false, instead: null },
    {
      slot: `person:${relation}`,
      tag: tagOf(relation),
      value: name === '' ? phrase.replace(/^an? /u, '') : name,
      change: false,
      corrected: false,
      aside: true,
    },
  );
}

const MENTION = new RegExp(
  String.raw`\b(?:[Mm]y|[Oo]ur) ((?:(?:older|younger|elder|eldest|oldest|youngest|little|big|twin|best|new|late) )?)(${KIN}),? (\p{Lu}\p{Ll}[\p{L}'-]{0,30}?)(?='s\b|[\s,.!?]|$)(?!'s)`,
  'gu',
);

/** Those who are named by the way ("to Japan with my sister Ana"), unless the clause is about them. */
export function mentioned(clause: Clause, own: readonly Claim[]): Claim[] {
  if (clause.sense !== 'holds' || clause.forget) return [];
  return [...clause.quote.matchAll(MENTION)].flatMap(
    ([quote, adjective = '', noun = '', name = '']) => {
      const relation = singular(noun);
      const told = own.some(({ slot }) =>
        new RegExp(`^(?:person|about):${relation}(?::|$)`, 'u').test(slot),
      );
      if (told || relation !== noun || /^late /u.test(adjective)) return [];
      const phrase = `${/^[aeiou]/u.test(adjective + noun) ? 'an' : 'a'} ${adjective}${noun} named ${name}`;
      return [having(clause, { relation, phrase, name }, quote)];
    },
  );
}
