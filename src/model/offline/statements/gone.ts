import { type Claim, claim } from './claim.ts';
import type { Clause } from './clause.ts';

const GONE =
  /^I (?:have )?(?:sold|got rid of|gotten rid of|gave away|given away|ditched|scrapped|donated|threw (?:out|away)|traded in) (?:(?:my|our) |(?:the|an?) (?=(?:\S+ )?(?:car|house|flat|apartment|bike|boat|van|dog|cat|horse|piano|guitar|camera)\b))(?:old )?(.+)$/iu;
const PARTED =
  /^(?:I (?:have )?(?:broke|broken|split|separated)(?: up)?(?: with| from)|my (?:girlfriend|boyfriend|partner|fianc[eé]e?) (?:left me$|and I (?:broke|split) up)) ?(?:my )?(.*)$/iu;
const LATER = /\s(?:on|in|last|around|to|for|because|since|yesterday|today)\s?.*$/iu;

/** What the user had and has no longer: things sold or given away, a partner parted from. */
export function gone(clause: Clause): Claim | null {
  const thing = GONE.exec(clause.core)?.[1];
  if (thing !== undefined) {
    return claim(clause, {
      slot: 'gone',
      tag: 'belongings',
      kind: 'episodic',
      value: thing.replace(LATER, ''),
      ended: true,
    });
  }
  const parted = PARTED.exec(clause.core);
  if (parted === null) return null;
  const whom = parted[1] === '' ? (/my (\p{L}+)/u.exec(clause.core)?.[1] ?? '') : (parted[1] ?? '');
  return claim(clause, {
    slot: 'gone',
    tag: 'family',
    kind: 'episodic',
    value: whom.replace(LATER, ''),
    ended: true,
  });
}
