import { type Claim, claim } from './claim.ts';
import type { Clause } from './clause.ts';

const PLAY =
  /^I (play|collect|restore|repair|build|sew|crochet|practi[sc]e|train|watch|listen to|sing in|volunteer|support|coach|grow|cook|bake|brew|paint|draw|knit|read|write|follow|host|breed)\b ?(.+)$/iu;
/** "I read a book": once, as far as one can tell. */
const NO_HOBBY =
  /^\S+(?: to)? (?:it|that|this|them|you|your|code|down|about|to|around|with|along|back|safe|nice|later|now)\b|^(?:read|watch|build|cook|bake|paint|draw|knit|repair|write) (?:an?|the|some|one) (?!(?:\S+ )?(?:blog|column|newsletter|diary|journal|podcast)\b)/iu;
const ACTIVITY =
  /^I (?:go |do |love |often |usually |always |mostly )*(run|swim|cycle|jog|climb|hike|meditate|do yoga|surf|ski|dance|sing|paint|garden|fish|sail|volunteer|knit|sew|commute|wake up|get up|go to (?:the gym|church|bed|sleep|therapy|school|university|college)|box|lift weights|work out|cycling|running|swimming|climbing|hiking|fishing|dancing|skiing|bouldering)\b(.*)$/iu;
const REGULAR = /^I (?:always|usually|often|never|sometimes|mostly|rarely) (.+)$/iu;
const EVERY =
  /^I (.+ (?:every (?:\w+ )?(?:day|morning|evening|night|week|weekend|month|year|summer|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|on (?:weekends|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays)|(?:once|twice|three times|\d+ times) (?:a|per) (?:day|week|month|year)|daily|weekly))$/iu;
const ABILITY =
  /^I (?:can |cannot |know how to )?(swim|drive|cook|bake|dance|sing|ski|skate|whistle|juggle|ride|read music|play|sew|knit|touch[- ]type|dive|surf|sail)\b(.{0,60})$/iu;
const BEEN = /^I have (?:been to|visited) (\p{Lu}.{1,60})$/u;
const EVENT =
  /^I (?:have )?((?:bought|sold|won|broke|visited|met|completed|finished|passed|published|ran|graduated|inherited|celebrated|got (?:a|an|my|our|engaged|married|divorced|promoted)|had (?:surgery|an operation|a baby|a daughter|a son|an accident)|adopted|joined|started (?:learning|a |an |my )|took up|learned|learnt|lost|had my)\b.*)$/iu;
const OWNS =
  /^I (?:have|own|rent|wear|bought) (an? |two |three |four |\d+ |my own |the |glasses|contact lenses|long |short |blue |green |brown |red |curly |blond|years )(.*)$/iu;
const PASSING =
  /\b(?:error|bug|question|problem|issue|idea|headache|cold|fever|minute|moment|doubt|feeling|look|break|wrong|message|file|code|function|test|suspicion|hunch|list|array|string|variable|request|favou?r|point|hard time|good day|bad day|great day|guess|lunch|dinner|breakfast|coffee|chance|typo|script|server|build|query|(?:lot|bit) of)\b/iu;

/** What the user does regularly, owns, and what happened to them. */
export function habits(clause: Clause): Claim | null {
  const { core, said } = clause;
  if (PASSING.test(core) && !clause.remember) return null;
  const able = ABILITY.exec(core);
  if (
    able !== null &&
    /^I (?:can|cannot|(?:do not )?know how to)\b/iu.test(said) &&
    !/\b(?:this|it|that|them|later|now|today|tomorrow|tonight|for you|with you|here)\b/iu.test(said)
  ) {
    return claim(clause, { slot: 'ability', tag: 'skills', value: `${able[1]} ${able[2]}` });
  }
  const play = PLAY.exec(core);
  if (play !== null && !NO_HOBBY.test(`${play[1]} ${play[2]}`)) {
    return claim(clause, {
      slot: `does:${(play[1] ?? '').toLowerCase()}`,
      tag: 'hobbies',
      value: `${play[2]}`,
    });
  }
  const does = ACTIVITY.exec(core);
  if (does !== null)
    return claim(clause, {
      slot: 'habit',
      tag: 'habits',
      kind: 'procedural',
      value: `${does[1]} ${does[2]}`,
    });
  const been = BEEN.exec(core)?.[1];
  if (been !== undefined) return claim(clause, { slot: 'visited', tag: 'travel', value: been });
  const often = EVERY.exec(core)?.[1] ?? REGULAR.exec(said)?.[1];
  if (
    often !== undefined &&
    !/^(?:get|have|see|forget|wonder|wanted|thought|said)\b/iu.test(often)
  ) {
    return claim(clause, { slot: 'habit', tag: 'habits', kind: 'procedural', value: often });
  }
  const event = EVENT.exec(core)?.[1];
  if (
    event !== undefined &&
    !/^\S+ (?:it|that|this|them|you|track|sleep|interest|patience|the (?:game|match|bug|file))\b/iu.test(
      event,
    ) &&
    !/^(?:got|started) (?:an?|my) (?:new )?(?:error|file)/iu.test(event)
  ) {
    return claim(clause, {
      slot: 'event',
      tag: 'events',
      kind: 'episodic',
      value: event,
      until: null,
    });
  }
  const owned = OWNS.exec(core);
  return owned === null
    ? null
    : claim(clause, { slot: 'has', tag: 'belongings', value: `${owned[1]} ${owned[2]}` });
}
