import { MAX_FACT } from '../caps.ts';
import { type Changes, noChanges } from '../changes.ts';
import type { Written } from '../facts.ts';
import { fold } from '../fold.ts';
import { later, toTime } from '../iso-time.ts';
import { IMPORTED_TURN } from '../no-turns.ts';
import { isOnlySecret } from '../only-secret.ts';
import { expiryOf } from '../retention.ts';
import { clean } from '../revise-texts.ts';
import { sentences } from '../sentences.ts';
import { tagSlug } from '../slug.ts';
import type { Fact, FactOperation, Memory, Proposal } from '../types.ts';
import type { ImportedFact } from './imported.ts';
import { IMPORTED_SOURCE, type Intake, KNOWN, ONLY_SECRET, whyAsk } from './intake.ts';
import { KnownTexts } from './known-texts.ts';

const DAY = 86_400_000;

/** A longer text is no fact and no few of them: it is not even cut into sentences. */
const MAX_TEXT = 10_000;

/** Takes in the facts, each on its own: to be known already, to be past or to wait. */
export function takeFacts(
  memory: Memory,
  imported: readonly ImportedFact[],
  intake: Intake,
): Written {
  const { keyFacts, retired } = memory;
  const known = new KnownTexts(keyFacts);
  const inFile = new KnownTexts([]);
  const past = new Set(retired.map(pastForm));
  const overSince = new Map(retired.map((fact) => [fold(fact.text), fact.validTo ?? '']));
  const waiting = new Set(memory.review.map(({ text }) => text));
  const added: Fact[] = [];
  const gone: Fact[] = [];
  const asked: Proposal[] = [];
  const changes = noChanges();

  const whyNot = (fact: Fact): string | null => {
    if (fact.validTo !== null) return past.has(pastForm(fact)) ? KNOWN : null;
    if (known.find(fact.text) !== undefined) return KNOWN;
    return inFile.find(fact.text) === undefined ? null : 'it is in the file twice';
  };

  for (const part of imported.flatMap((fact) => partsOf(fact, changes))) {
    const fact = factOf(part, intake);
    const refuse = (why: string) => changes.refused.push({ text: fact.text, reason: why });
    const problem = whyNot(fact);
    if (problem !== null) {
      refuse(problem);
      continue;
    }
    const isPast = fact.validTo !== null;
    const doubt = isPast ? null : doubtOf(fact, part, overSince.get(fold(fact.text)));
    const reason = whyAsk(fact.text, intake, doubt);
    const text = isPast ? `Until ${fact.validTo?.slice(0, 10)}: ${fact.text}` : fact.text;
    if (isPast) past.add(pastForm(fact));
    else inFile.add(fact);
    if (reason === null) {
      (isPast ? gone : added).push({ ...fact, id: intake.newId('fact') });
    } else if (waiting.has(text)) {
      refuse('it waits in review already');
    } else {
      waiting.add(text);
      asked.push(proposalOf(fact, text, reason, intake));
    }
  }
  return {
    memory: withAll(memory, added, gone, asked),
    changes: {
      ...changes,
      added: entries(added),
      retired: entries(gone),
      proposed: entries(asked),
    },
  };
}

/** The fact with its text clean, cut into sentences if it is too long for one; what is none is refused. */
function partsOf(fact: ImportedFact, { refused }: Changes): ImportedFact[] {
  const text = clean(fact.text);
  const parts = text.length > MAX_FACT && text.length <= MAX_TEXT ? sentences(text) : [text];
  return parts.flatMap((part) => {
    const reason = problemOf(part);
    if (reason === null) return [{ ...fact, text: part }];
    refused.push({ text: part.slice(0, MAX_FACT), reason });
    return [];
  });
}

function problemOf(text: string): string | null {
  if (text === '') return 'it has no text';
  if (isOnlySecret(text)) return ONLY_SECRET;
  return text.length > MAX_FACT ? `it has more than ${MAX_FACT} characters` : null;
}

/** The fact as it would be written; its id is given when it is. */
function factOf(imported: ImportedFact, { now }: Intake): Fact {
  const { text, tag = '', kind = 'semantic', pinned = false } = imported;
  const end = toTime(imported.validTo);
  const validFrom = toTime(imported.validFrom) ?? end ?? now;
  const given = toTime(imported.expiresAt);
  const expiresAt = imported.expiresAt === undefined ? expiryOf(kind, now, validFrom, null) : given;
  const isOver = !pinned && given !== null && Date.parse(given) <= Date.parse(now);
  const validTo = end ?? (isOver ? given : null);
  return {
    id: '',
    kind,
    tag: tagSlug(clean(tag)),
    text,
    source: IMPORTED_SOURCE,
    origin: 'imported',
    validFrom,
    validTo: validTo === null ? null : later(validTo, validFrom),
    recordedAt: now,
    updatedAt: now,
    expiresAt,
    lastRecalledAt: null,
    recallCount: 0,
    pinned: pinned && validTo === null,
    supersededBy: null,
  };
}

/** Whether the memory knows better: the fact was retired here after the file's version of it began. */
function doubtOf(fact: Fact, { validFrom }: ImportedFact, over: string | undefined): string | null {
  const isNewer = toTime(validFrom) !== null && over !== undefined && fact.validFrom > over;
  return over === undefined || isNewer ? null : 'your memory says that it is no longer so';
}

function pastForm({ text, validTo }: Pick<Fact, 'text' | 'validTo'>): string {
  return `${validTo?.slice(0, 10)} ${fold(text)}`;
}

/** A past fact is proposed as one whose days are over, for a proposal has no other way to say it. */
function proposalOf(fact: Fact, text: string, reason: string, { now, newId }: Intake): Proposal {
  const end = fact.validTo ?? fact.expiresAt;
  const operation: FactOperation = {
    op: 'add',
    target: null,
    kind: fact.kind,
    tag: fact.tag,
    text: fact.text,
    quote: '',
    answers: null,
    happenedOn: fact.validFrom,
    expiresInDays: end === null ? null : (Date.parse(end) - Date.parse(now)) / DAY,
  };
  return { id: newId('proposal'), at: now, turn: IMPORTED_TURN, reason, text, operation };
}

function withAll(
  memory: Memory,
  added: readonly Fact[],
  gone: readonly Fact[],
  asked: readonly Proposal[],
): Memory {
  if (added.length + gone.length + asked.length === 0) return memory;
  return {
    ...memory,
    keyFacts: [...memory.keyFacts, ...added],
    retired: [...memory.retired, ...gone],
    review: [...memory.review, ...asked],
  };
}

function entries(things: readonly { id: string; text: string }[]): { id: string; text: string }[] {
  return things.map(({ id, text }) => ({ id, text }));
}
