import { type Claim, claim } from './claim.ts';
import type { Clause } from './clause.ts';

const ATTRIBUTE = /^my ((?:[\p{L}\d'-]+ ){0,4}?[\p{L}\d'-]+) (is|are) (?:now )?(.+)$/iu;
const PASSING =
  /\b(?:question|problem|issue|code|build|test|tests|guess|point|idea|head|stomach|answer|answers|file|function|script|server|query|bad|mistake|apologies|turn|concern|worry|understanding|opinion|impression|mind|feeling|day|morning|evening|night|week|weekend|thoughts?|response|prompt|input|output|program|app|english|error|pleasure|name|names|friend said)$/iu;
const PASSING_STATE =
  /^(?:broken|failing|slow|fast|fine|ok|okay|good|bad|great|tired|hurting|cold|hot|late|killing|being|not working|working|running|crashing|here|there|gone|done|ready|wrong|right|empty|full|stuck|so|very|too|that|this|how|what|why|whether|if|dead|itchy|sore|dirty|messy|hard|difficult|really|quite|annoying|nice|mean|angry|crazy|lovely|sweet|funny|awesome|amazing|terrible|awful)\b/iu;

/** "My X is Y" about anything that lasts: a car, a timezone, a shoe size. */
export function attributes(clause: Clause): Claim | null {
  const found = ATTRIBUTE.exec(clause.core);
  if (found === null) return null;
  const [, what = '', , value = ''] = found;
  if (!clause.remember && (PASSING.test(what) || PASSING_STATE.test(value))) return null;
  const head = what.toLowerCase().replaceAll('colour', 'color').replaceAll('time zone', 'timezone');
  const tag =
    /^(?:time ?zone|office|job|team|project)$/u.test(head) && head === 'office'
      ? 'work'
      : (head.split(' ').at(-1) ?? 'about');
  return claim(clause, { slot: `my:${head}`, tag: slug(tag), value, single: true });
}

function slug(word: string): string {
  const plain = word
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-|-$/gu, '');
  return plain === '' ? 'about' : plain;
}

const NOTE_QUOTED = /^\S+(?: \S+){2,}$/u;

/** What the user asked to keep and no other topic reads. */
export function note(clause: Clause): Claim | null {
  if (!clause.remember || !NOTE_QUOTED.test(clause.said)) return null;
  if (/^(?:me|my (?:words|message)|this|that|it|everything|all)$/iu.test(clause.said)) return null;
  return claim(clause, { slot: 'note', tag: 'notes', value: clause.said });
}
