import { DEMONYMS, TOOLS } from '../english/lexicon.ts';
import { words } from '../english/words.ts';
import { type Claim, claim } from './claim.ts';
import type { Clause } from './clause.ts';

const SWITCHED =
  /^I (?:have )?(?:switched|migrated|changed|moved|converted|went)(?: over)?(?: back)?(?: (?:from )(.+?))?(?: (?:over )?to (.+?))(?: from (.+))?$/iu;
const REPLACED =
  /^I (?:have )?(?:replaced|swapped) (?:my )?(.+?) (?:with|for|by) (?:an? |the )?(.+)$/iu;
const USES =
  /^I (?:use|am using|code in|write (?:code )?in|program in|develop in|work with|code with|edit with|write with|rely on|have been using|mostly use|run) (.+)$/iu;
const DRIVES = /^I (?:drive|ride|am driving) (?!(?:to|home|for|at|every|on)\b)(?:an? |my )?(.+)$/iu;
const SPEAKS =
  /^I (?:am (?:fluent in|learning to speak|bilingual in)|speak)(?: (?:fluent|some|a little|native|basic|good))? (.+)$/iu;
const LEARNS =
  /^I (?:am |have been )?(?:learning|learn|teaching myself|practicing|practising)(?: (?:how )?to)? (.+)$/iu;
const NOT_A_TOOL =
  /^(?:it|that|this|them|you|your|the following|these|those|an? (?:lot|script|loop|query|for|if)|\d)\b|\b(?:error|bug|command|function|following)\b/iu;

const SKILL = new RegExp(
  `^(?:${TOOLS['programming-language']?.replaceAll('+', String.raw`\+`)}|sql|excel|html|css|photoshop|latex|sign language|first aid|judo|karate|${[...DEMONYMS].join('|')})(?![\\p{L}])`,
  'iu',
);

/** Tools, vehicles and languages. */
export function tools(clause: Clause): Claim | null {
  const { core } = clause;
  const switched = SWITCHED.exec(core);
  if (switched !== null) return switching(clause, switched[2], switched[1] ?? switched[3]);
  const replaced = REPLACED.exec(core);
  if (replaced !== null) return switching(clause, replaced[2], replaced[1]);
  const used = USES.exec(core)?.[1];
  if (
    used !== undefined &&
    !NOT_A_TOOL.test(used) &&
    !(/^I run /iu.test(core) && category(used) === 'tools')
  ) {
    const tool = used.replace(/\s(?:as|for|at|on|in|since|when|because|every) .+$/iu, '');
    const tag = roleOf(used) ?? category(tool);
    return claim(clause, { slot: `tool:${tag}`, tag, kind: 'procedural', value: tool });
  }
  const skill = /^I know ((?:some |a little |basic )?(.+))$/iu.exec(core);
  if (skill !== null && SKILL.test(skill[2] ?? '')) {
    const tag = category(skill[2] ?? '');
    const slot = tag === 'tools' ? 'speaks' : `tool:${tag}`;
    return claim(clause, { slot, tag: tag === 'tools' ? 'skills' : tag, value: skill[1] ?? '' });
  }
  const written = /^I write (.+)$/iu.exec(core)?.[1];
  if (written !== undefined && category(written) === 'programming-language') {
    const tag = category(written);
    return claim(clause, { slot: `tool:${tag}`, tag, kind: 'procedural', value: written });
  }
  const driven = DRIVES.exec(core)?.[1];
  if (driven !== undefined) return claim(clause, { slot: 'vehicle', tag: 'car', value: driven });
  const spoken = SPEAKS.exec(core)?.[1];
  if (spoken !== undefined && !/^(?:to|with|about|for|at)\b/iu.test(spoken)) {
    return claim(clause, { slot: 'speaks', tag: 'languages', value: spoken });
  }
  const learnt = LEARNS.exec(core)?.[1];
  return learnt === undefined
    ? null
    : claim(clause, { slot: 'learning', tag: 'learning', value: learnt });
}

function switching(clause: Clause, to: string | undefined, from: string | undefined): Claim | null {
  if (to === undefined || /^(?:the|an?|my) /iu.test(to)) return null;
  const [toKind, fromKind] = [category(to), category(from ?? '')];
  const diet = /^(?:vegan|vegetarian|keto|tea|coffee|decaf)/iu.test(to);
  const tag = diet ? 'diet' : toKind === 'tools' ? fromKind : toKind;
  return claim(clause, {
    slot: `tool:${tag}`,
    tag,
    kind: 'procedural',
    value: to.replace(/\s(?:as|for|in|because|since) .+$/iu, ''),
    instead: from,
    change: true,
  });
}

/** The category of a tool: "vim" → "editor"; "tools" for what has none. */
function category(tool: string): string {
  const spoken = ` ${words(tool).join(' ')} `;
  for (const [kind, list] of Object.entries(TOOLS)) {
    if (list.split('|').some((known) => spoken.includes(` ${known} `))) return kind;
  }
  return 'tools';
}

function roleOf(used: string): string | null {
  const role =
    /\b(?:as (?:my |an? )?(?:main |default |text )?|for (?:my )?)(editor|browser|shell|os|operating system|phone|notes|note-taking|email)\b/iu.exec(
      used,
    )?.[1];
  return role === undefined
    ? null
    : role.toLowerCase().replace('operating system', 'os').replace('note-taking', 'notes');
}
