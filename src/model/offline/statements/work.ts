import { OCCUPATIONS } from '../english/occupations.ts';
import { type Claim, claim } from './claim.ts';
import type { Clause } from './clause.ts';

const OCCUPATION = new RegExp(
  String.raw`^I (?:am|became|have become|have been|am working as|was promoted to|got promoted to|have been promoted to|am now) (?:an? |the )?((?:[\p{L}-]+ ){0,4}?(?:${OCCUPATIONS}))(?:,? (?:at|for|in|by|with|from|of|on) .+)?$`,
  'iu',
);
const WORK_AS =
  /^I (?:(?:work|freelance|moonlight|am (?:employed|working)|have (?:worked|been working)) as|have an? (?:new )?job as|(?:have )?(?:started|got|found|landed|accepted)(?: working| work)?(?: an?)?(?: new)?(?: job| position)? as) (?:an? |the )?(.+)$/iu;
const EMPLOYER =
  /^I (?:(?:work|freelance|am (?:employed|working)|have (?:worked|been working)|have an? (?:new )?job) (?:at|for|with|in)|(?:have )?(?:joined|started at|started working (?:at|for|in)|started work at|(?:started|got|found|landed|accepted) an? (?:new )?(?:job|position|role) (?:at|with|in)|switched jobs to)) (.+)$/iu;
const DOES =
  /^I (?:teach|sell(?= (?!it|this|that|my|them|the|you)\p{L})|manage|lead|run|own|founded|launched|co-founded|am self-employed|am a freelancer|am unemployed|am retired|retired|am on parental leave|work (?:from home|remotely|part[- ]time|full[- ]time|night shifts?|nights|shifts|freelance|on)|study|am studying|am doing an? (?:phd|master's|masters|bachelor|degree|apprenticeship)|have an? (?:phd|master's|degree|doctorate)|graduated)\b ?(.*)$/iu;
const BUSINESS =
  /\b(?:business|company|shop|restaurant|bakery|caf[eé]|bar|pub|store|firm|agency|studio|farm|salon|startup|hotel|gym|brewery|franchise|practice)\b/iu;
const SCHOOL =
  /^I (?:go to|attend|am at|am in) ((?!the\b|a\b|my\b)(?:[\p{L}.'-]+ ){0,4}?(?:high|high school|school|university|college|uni|academy|[\p{L}]+ grade))$/iu;
const LEFT =
  /^I (?:have )?(?:quit|left|resigned(?: from)?|got fired(?: from)?|was fired(?: from)?|was laid off(?: from| by)?|got laid off(?: from| by)?|lost|am leaving) ?((?:my|the) (?:\p{L}+ )?(?:job|position|work|role|company)\b)?(?: ?(?:at|with|as|from) )?(.*)$/iu;
const IS_MY =
  /^my (?:current |day |new )?(job|occupation|profession|employer|company|job title|role|career) (?:is|are) (?:now )?(?:an? |as an? )?(.+)$/iu;

/** What the user does for a living, where, and what they study. */
export function work(clause: Clause): Claim | null {
  const { core } = clause;
  const fresh = /\b(?:started|joined|switched jobs|became|promoted|landed|new job)\b/iu.test(core);
  const left = LEFT.exec(core);
  if (left !== null) return leaving(clause, left);
  const asRole = WORK_AS.exec(core)?.[1] ?? OCCUPATION.exec(core)?.[1];
  const where = /\s(?:at|for|with) (.+)$/iu.exec(core)?.[1] ?? '';
  if (asRole !== undefined) {
    const role = asRole.replace(/\s(?:at|for|with|in) .+$/iu, '');
    return claim(clause, {
      slot: 'work.role',
      tag: 'work',
      value: `${role} ${where}`,
      change: fresh,
    });
  }
  const employer = EMPLOYER.exec(core)?.[1];
  if (employer !== undefined) {
    const slot = /^I .{0,30}?\bin\b/iu.test(core) && !fresh ? 'work.field' : 'work.employer';
    const switched = /\b(?:joined|new (?:job|position|role)|switched)\b/iu.test(core);
    return claim(clause, { slot, tag: 'work', value: employer, change: switched });
  }
  const mine = IS_MY.exec(core);
  if (mine !== null) {
    if (
      !/^(?:an? |the )?[\p{L}\d]/u.test(mine[2] ?? '') ||
      /^(?:killing|hard|boring|fun|stressful|great|fine|so|very|to)\b/iu.test(mine[2] ?? '')
    )
      return null;
    const slot = /employer|company/iu.test(mine[1] ?? '') ? 'work.employer' : 'work.role';
    return claim(clause, { slot, tag: 'work', value: mine[2] ?? '', single: true });
  }
  return does(clause);
}

function does(clause: Clause): Claim | null {
  const school = SCHOOL.exec(clause.core)?.[1];
  if (school !== undefined && /\s/u.test(school))
    return claim(clause, { slot: 'education', tag: 'education', value: school });
  const found = DOES.exec(clause.core);
  if (found === null || /^I (?:run|lead) (?!an? |the |my )/iu.test(clause.core)) return null;
  if (
    /^I (?:run|own) (?:an? |the |my )?(?:marathon|\d|test|script|program|command|server|linux|dog|cat|car|house)/iu.test(
      clause.core,
    )
  )
    return null;
  if (/^I own /iu.test(clause.core) && !BUSINESS.test(clause.core)) return null;
  const study = /stud|degree|phd|doctorate|graduat/iu.test(clause.core);
  return claim(clause, {
    slot: study ? 'education' : 'work.activity',
    tag: study ? 'education' : 'work',
    value: found[0].replace(/^I (?:am |have )?/iu, ''),
  });
}

function leaving(clause: Clause, found: RegExpExecArray): Claim | null {
  const [, job, rest = ''] = found;
  if (/lost/iu.test(found[0]) && job === undefined) return null;
  if (
    job === undefined &&
    (rest === '' || /^(?:smoking|drinking|the (?!company)|home|my|it|\p{L}+ing\b)/iu.test(rest))
  )
    return null;
  return claim(clause, {
    slot: 'work.role',
    tag: 'work',
    value: rest.replace(/\s(?:after|because|since|last|in \d) ?.*$/iu, ''),
    ended: true,
    sweep: true,
  });
}
