import { errnoOf, MemchatError } from '../../errors.ts';
import { type Finding, finding } from '../../finding.ts';
import { reasonOf } from '../failures.ts';
import { examineCosts } from './costs.ts';
import {
  examineLeftovers,
  examineLock,
  examinePending,
  examineQuarantine,
  examineVectors,
} from './housekeeping.ts';
import { type Inventory, type Item, takeInventory } from './inventory.ts';
import { examineLinks } from './links.ts';
import { examineMemory, type MemoryExamination } from './memory.ts';
import { examineRefusals } from './permissions.ts';
import { examineRevisions } from './revisions.ts';
import type { Scope } from './scope.ts';
import { examineTranscript } from './transcript.ts';

/** What was found of one user. */
export interface UserExamination {
  scope: Scope;
  inventory: Inventory;
  memory: MemoryExamination;
  /** All but the memory itself. */
  findings: Finding[];
}

const PARTS: readonly ((items: readonly Item[], scope: Scope) => Finding[])[] = [
  examineRevisions,
  examinePending,
  examineTranscript,
  examineVectors,
  examineCosts,
  examineQuarantine,
  examineLock,
  examineLeftovers,
];

export function examineUser(scope: Scope): UserExamination {
  const inventory = takeInventory(scope.place, scope.entries);
  const links = examineLinks(scope.place, inventory.items);
  const findings = [...links, ...examineRefusals(inventory, scope.uid)];
  // A link is told of once, and nothing behind it is read.
  if (findings.length > 0) {
    return { scope, inventory, memory: { finding: null, isSuspect: false }, findings };
  }
  for (const examine of PARTS)
    findings.push(...reading(scope, () => examine(inventory.items, scope)));
  return { scope, inventory, memory: examineMemory(scope), findings };
}

/** What cannot be read is one more finding, and the end of none. */
function reading(scope: Scope, examine: () => Finding[]): Finding[] {
  try {
    return examine();
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    const reason = error instanceof MemchatError ? error.message : reasonOf(error);
    const message = `${scope.place.user}: the housekeeping cannot be read: ${reason}.`;
    return [finding('permissions', 'problem', message)];
  }
}
