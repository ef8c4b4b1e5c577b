import { addDays } from '../english/dates.ts';
import { type Claim, claim } from './claim.ts';
import type { Clause } from './clause.ts';

const INTENT =
  /^I (?:(?:am )?(?:plan|planning|want|hope|hoping|intend|intending|aim|aiming|going|looking forward|hoping|about|set|saving up|saving)(?: on| to| for)?|will|would (?:like|love) to|have decided to|decided to|have to) (.+)$/iu;
const TRAVEL =
  /^I am (?:flying|travell?ing|going|driving|heading|visiting|moving|leaving|starting|getting|having|running|seeing|meeting|attending|taking|hosting|giving|presenting|buying|doing|throwing|organi[sz]ing|celebrating|spending|returning|staying|marrying|defending|training for|writing (?:a|my) |building (?:a|my) |renovating|saving)\b ?(.+)$/iu;
const APPOINTMENT =
  /^I (?:have|have got|booked|have booked|scheduled) (?:an?|my|the|another|two|tickets) ?(.*?\b(?:exam|appointment|interview|meeting|flight|trip|wedding|deadline|holiday|vacation|concert|conference|surgery|operation|date|party|presentation|marathon|race|test|reservation|tickets|call|train|checkup|check-up|class|talk|visit)\b.*)$/iu;
const MY_PLAN =
  /^my (?:(?:main |next |big |new year's |long-term )?(?:goal|dream|plan|resolution|ambition|plans) (?:is|are)|((?:[\p{L}-]+ ){0,2}?(?:exam|appointment|interview|flight|trip|wedding|deadline|holiday|vacation|surgery|operation|concert|conference|presentation|marathon|party|move)) (?:is|starts)) (.+)$/iu;
const CANCELLED =
  /^(?:I (?:have )?(?:cancell?ed|called off|dropped|gave up on|postponed) (?:my |the |our )?(.+)|my (.+?) (?:is|was|has been|got) (?:cancell?ed|called off|over))$/iu;
const EPHEMERAL =
  /^(?:a |an |some |the )?(?:know|ask|see|hear|understand|thank|you\b|your\b|talk|say|tell|test|check|try this|be honest|order|eat|sleep|bed|lunch|dinner|breakfast|coffee|drink|help|answer|it\b|that\b|this\b|go (?:now|home|to (?:bed|sleep))|be (?:back|right|fine|ok)|out\b|home\b|now\b|mad|crazy|insane|nuts|through|well|great|good|better|worse|trouble|problems?|trouble|fun|ready|there|here|start(?:ed)? with|let|make sure|need|never|not|have to|die|cry|scream|quit|give up|write (?:a|an|some) (?:function|script|test|poem|story|essay|program)|use|convert|create|implement|fix|debug|compile|parse|print|sort|how|why|what|a list|a recipe|information)\b/iu;

/** What the user is going to do, and what was called off. */
export function plans(clause: Clause): Claim | null {
  const { core } = clause;
  const off = CANCELLED.exec(core);
  if (off !== null) {
    return claim(clause, {
      slot: 'plan',
      tag: 'plans',
      value: off[1] ?? off[2] ?? '',
      ended: true,
    });
  }
  const base = {
    slot: 'plan',
    tag: 'plans',
    kind: 'episodic',
    until: clause.direction < 0 ? null : clause.on,
  } as const;
  const mine = MY_PLAN.exec(core);
  if (mine !== null) {
    const [, event, what = ''] = mine;
    if (
      event !== undefined &&
      /^(?:fun|great|boring|stressful|long|done|over|good|bad|soon|hard)\b/iu.test(what)
    )
      return null;
    return claim(
      clause,
      event === undefined
        ? { ...base, slot: 'goal', value: what, until: null }
        : {
            ...base,
            slot: `event:${event.toLowerCase()}`,
            value: what,
            single: true,
          },
    );
  }
  const appointment = APPOINTMENT.exec(core)?.[1];
  if (
    appointment !== undefined &&
    (clause.on !== null || /\d|\b(?:on|in|at|next|with|booked)\b/iu.test(core))
  ) {
    return claim(clause, { ...base, value: appointment });
  }
  const intent = INTENT.exec(core)?.[1];
  const travel = intent === undefined ? TRAVEL.exec(core)?.[1] : undefined;
  const what = intent ?? travel;
  if (what === undefined || EPHEMERAL.test(what)) return null;
  if (travel !== undefined && !dated(clause)) return null;
  if (
    /^I (?:am going|will|am about|have to) /iu.test(core) &&
    !dated(clause) &&
    intent !== undefined &&
    !/^I am going (?:to )?\S+ \S+/iu.test(core)
  )
    return null;
  return claim(clause, { ...base, value: what });
}

function dated(clause: Clause): boolean {
  return (
    clause.direction > 0 ||
    clause.sense !== 'holds' ||
    /\b(?:in|on|for|this|next|to|until|from) (?:the )?(?:\p{Lu}|\d|summer|winter|spring|autumn|fall|year|month|week|weekend|christmas|easter|january|february|march|april|may|june|july|august|september|october|november|december|soon|marathon|my)/u.test(
      clause.core,
    )
  );
}

/** Days from `today` to a week after `until`: how long a dated plan is worth keeping. */
export function keptFor(until: string | null, today: string | null): number | null {
  if (until === null || today === null || until < today) return null;
  const days = Math.round((Date.parse(addDays(until, 7)) - Date.parse(today)) / 86_400_000);
  return Number.isFinite(days) ? days : null;
}
