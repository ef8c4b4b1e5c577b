import type { FactKind } from '../../../memory/types.ts';
import { contentStems } from '../english/words.ts';
import type { Clause } from './clause.ts';

/** What one clause says about the user, in a form that can be compared with what is known. */
export interface Claim {
  /** What it is about: claims of one slot are about one thing ("home", "work.role", "taste"). */
  slot: string;
  tag: string;
  kind: FactKind;
  /** Stems of what is said of the slot ("hamburg"). */
  value: string[];
  /** −1: is not so, dislikes. */
  sign: 1 | -1;
  /** The slot holds one value at a time: a new one takes the place of the old. */
  single: boolean;
  /** No longer so. */
  ended: boolean;
  /** Said as a change ("actually", "now", "switched"): it takes the place of what it is about. */
  change: boolean;
  /** Said as a correction ("actually", "no", "not X but Y"). */
  corrected: boolean;
  /** It ends everything of the topic (the part of the slot before the dot): "I quit my job". */
  sweep: boolean;
  /** Stems of what it takes the place of ("vim" in "from vim to helix"). */
  instead: string[];
  /** The first-person sentence. */
  said: string;
  quote: string;
  on: string | null;
  /** The day after which it is over, for what has a date. */
  until: string | null;
  forget: boolean;
  /** The one item of a list that it is about: `said` ends with it. */
  item: string | null;
  /** Only mentioned beside something else ("my cat Miso"): no reason to say it again. */
  aside: boolean;
}

type ClaimParts = Pick<Claim, 'slot' | 'tag'> &
  Partial<Omit<Claim, 'value' | 'instead' | 'slot' | 'tag'>> & {
    value: string;
    instead?: string | undefined;
  };

/** Completes a claim from the clause that it was read in. */
export function claim(clause: Clause, parts: ClaimParts): Claim {
  const instead = parts.instead ?? clause.instead ?? '';
  return {
    kind: 'semantic',
    sign: clause.sense === 'negated' ? -1 : 1,
    single: false,
    ended: clause.sense === 'ended',
    corrected: clause.corrected,
    sweep: false,
    said: clause.said,
    quote: clause.quote,
    on: clause.on,
    until: null,
    forget: clause.forget,
    item: null,
    aside: false,
    ...parts,
    change: (parts.change ?? false) || clause.change || instead !== '',
    value: contentStems(parts.value),
    instead: contentStems(instead),
  };
}

/** A topic: reads the clauses that are about it, null for all others. */
export type Topic = (clause: Clause) => Claim | null;
