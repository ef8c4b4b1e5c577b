import { DEMONYMS } from '../english/lexicon.ts';
import { type Claim, claim } from './claim.ts';
import type { Clause } from './clause.ts';

const LIVE =
  /^I (?:live|reside|stay permanently|am living|am based|am residing|have (?:lived|been living|been based)|have a (?:flat|home|place)) (?:together |alone )?(?:with .{1,40}? )?(?:(?:out|over|up|down|back|here|right) )?((?:in|at|near|outside|close to) .+)$/iu;
const MOVED =
  /^I (?:have )?(?:moved|relocated)(?: house| home| out| away)?(?: (?:back|over|here|there))?(?: from (.+?))?(?: (?:to|into) (.+))?$/iu;
const MOVED_BACKWARD = /^I (?:have )?(?:moved|relocated) (?:to|into) (.+?) from (.+)$/iu;
const MOVING =
  /^I (?:am (?:moving|relocating)|will (?:move|relocate)|am going to (?:move|relocate)) (?:back )?(?:from .+ )?to (.+)$/iu;
const ORIGIN =
  /^(?:I (?:am|come) (?:\w+ )?from|I (?:was born|was raised|grew up|am a native of) in|I hail from|my (?:hometown|home town|nationality) is) (.+)$/iu;
const TIME_TAIL =
  /\s(?:in (?:january|february|march|april|may|june|july|august|september|october|november|december|\d{4}|summer|winter|spring|autumn|fall)|since .+|for .+|last .+|because .+|with .+|around \d{4}.*|on \d{4}.*)$/iu;

/** Where the user lives, moved to, moves to and comes from. */
export function home(clause: Clause): Claim | null {
  const { core } = clause;
  const base = { slot: 'home', tag: 'home', single: true } as const;
  const backward = MOVED_BACKWARD.exec(core);
  if (backward !== null)
    return claim(clause, {
      ...base,
      value: place(backward[1]),
      instead: backward[2],
      change: true,
    });
  const moved = MOVED.exec(core);
  if (moved?.[2] !== undefined && !/^(?:my|the|a|an) /iu.test(moved[2])) {
    return claim(clause, { ...base, value: place(moved[2]), instead: moved[1], change: true });
  }
  if (moved?.[1] !== undefined)
    return claim(clause, { ...base, value: place(moved[1]), ended: true });
  const moving = MOVING.exec(core);
  if (moving !== null) {
    return claim(clause, {
      slot: 'plan',
      tag: 'plans',
      kind: 'episodic',
      value: `move ${place(moving[1])}`,
      until: clause.on,
    });
  }
  const live = LIVE.exec(core);
  if (live !== null) {
    const value = place(live[1]).replace(/^(?:an?|the|my) [^,]{1,40}? (?:in|near) (?=\p{Lu})/u, '');
    // "a small flat" says how, not where: it stands beside the town.
    const dwelling = /^(?:an?|the|my|our) /iu.test(value);
    return claim(clause, dwelling ? { slot: 'dwelling', tag: 'home', value } : { ...base, value });
  }
  return origin(clause);
}

function origin(clause: Clause): Claim | null {
  const from = ORIGIN.exec(clause.core);
  if (from !== null) {
    const slot = /born|raised|grew/iu.test(from[0]) ? 'origin.birthplace' : 'origin';
    if (/\d/u.test(from[1] ?? '')) return null;
    return claim(clause, { slot, tag: 'origin', single: true, value: from[1] ?? '' });
  }
  const people = /^I am (?:an? )?(?:half[- ])?(\p{L}+)(?: citizen| by birth)?$/iu.exec(
    clause.core,
  )?.[1];
  if (people === undefined || !DEMONYMS.has(people.toLowerCase())) return null;
  return claim(clause, { slot: 'origin.nationality', tag: 'origin', value: people });
}

function place(text: string | undefined): string {
  return (text ?? '')
    .replace(TIME_TAIL, '')
    .replace(TIME_TAIL, '')
    .replace(/^(?:in|at|near|on|outside|close to) /iu, '');
}
