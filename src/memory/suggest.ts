import { MemchatError } from '../errors.ts';
import { MAX_HOST_FACTS, MAX_HOST_WAITING, MAX_KEPT_QUOTE } from './caps.ts';
import { noChanges } from './changes.ts';
import type { NewId } from './clock.ts';
import { duplicateOf } from './dedupe.ts';
import { type Warrant, type Written, writeFact } from './facts.ts';
import { HOST_TURN } from './no-turns.ts';
import { factMeant } from './note.ts';
import { readsAsOrder } from './orders.ts';
import { propose } from './propose.ts';
import { clean, factText } from './revise-texts.ts';
import { tagSlug } from './slug.ts';
import type { Fact, FactOperation, Memory } from './types.ts';

/**
 * What the model of another program asks to be written. `quote`: the words of the user that it goes
 * by; nobody can check them here, they are shown to the user and kept as the source.
 */
export type HostRequest =
  | { op: 'remember'; text: string; topic?: string | undefined; quote?: string | undefined }
  /** `note`: the id of an active fact, or its words; `text` null: it holds no longer. */
  | { op: 'update'; note: string; text: string | null; quote?: string | undefined };

export interface SuggestMeans {
  now: string;
  newId: NewId;
  /** Whether it may be written without the user's yes to it. */
  isTrusted: boolean;
}

const SUGGESTED = 'another program suggests it';

/** The span over which the facts of hosts are counted, in ms. */
const HOUR = 3_600_000;

/**
 * Puts what a host asks for into the review list; what is in memory already is refused. Of a trusted
 * host it is written at once, as `inferred`: a host's word is neither what the user stated nor their
 * yes, and gives way to either. What reads like an order, is about a pinned fact, or is said by
 * another fact waits for the user all the same.
 * @throws MemchatError `usage` for a text that cannot be remembered, or a note that is not one fact.
 */
export function suggest(memory: Memory, request: HostRequest, means: SuggestMeans): Written {
  const target = request.op === 'update' ? targetOf(memory, request.note) : undefined;
  const operation = operationOf(request, target);
  const text = operation.text ?? `No longer: ${target?.text ?? ''}`;
  const refuse = (reason: string): Written => ({
    memory,
    changes: { ...noChanges(), refused: [{ text, reason }] },
  });
  const known = operation.text === null ? undefined : duplicateOf(operation.text, memory.keyFacts);
  if (known !== undefined && (target === undefined || known === target)) {
    return refuse('it is in memory already');
  }
  const reason = means.isTrusted ? doubtAbout(operation, target, known) : SUGGESTED;
  if (reason === null) {
    if (isBusy(memory, means.now)) {
      return refuse(`other programs have written ${MAX_HOST_FACTS} facts within the hour`);
    }
    return writeFact(memory, operation, target, warrantOf(operation, means));
  }
  const waiting = memory.review.filter(({ turn }) => turn === HOST_TURN).length;
  if (waiting >= MAX_HOST_WAITING)
    return refuse(`${waiting} suggestions wait for the user already`);
  return propose(memory, { turn: HOST_TURN, reason, text, operation }, means);
}

function targetOf(memory: Memory, note: string): Fact {
  const fact = factMeant(note, memory.keyFacts);
  if (fact !== undefined) return fact;
  throw new MemchatError(
    'It is not clear which fact is meant: give its id, or its words as they stand in memory.',
    'usage',
  );
}

/** @throws MemchatError `usage` for a text that cannot be remembered. */
function operationOf(request: HostRequest, target: Fact | undefined): FactOperation {
  const text = request.text === null ? null : factText(request.text);
  const topic = request.op === 'remember' ? (request.topic ?? '') : '';
  const quote = clean(request.quote ?? '').slice(0, MAX_KEPT_QUOTE) || (text ?? '');
  return {
    op: target === undefined ? 'add' : text === null ? 'retire' : 'replace',
    target: target?.id ?? null,
    kind: target?.kind ?? 'semantic',
    tag: target?.tag ?? tagSlug(clean(topic)),
    text,
    quote,
    answers: null,
    happenedOn: null,
    expiresInDays: null,
  };
}

/** Why it waits for the user's yes although the host is trusted, or null. */
function doubtAbout(
  { text }: FactOperation,
  target: Fact | undefined,
  known: Fact | undefined,
): string | null {
  if (text !== null && readsAsOrder(text)) return 'it reads like an order to the assistant';
  if (target?.pinned === true) return 'the fact it is about is pinned';
  return known === undefined ? null : 'another fact says it already';
}

function warrantOf({ quote }: FactOperation, { now, newId }: SuggestMeans): Warrant {
  const source = { turn: HOST_TURN, role: 'assistant', quote } as const;
  return { source, origin: 'inferred', at: now, now, newId };
}

function isBusy({ keyFacts, retired }: Memory, now: string): boolean {
  const since = Date.parse(now) - HOUR;
  const recent = [...keyFacts, ...retired].filter(
    ({ source, recordedAt }) => source.turn === HOST_TURN && Date.parse(recordedAt) > since,
  );
  return recent.length >= MAX_HOST_FACTS;
}
