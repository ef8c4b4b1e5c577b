import { FORGOTTEN } from '../memory/clause-spans.ts';
import { givenId } from '../memory/import/transcript.ts';
import type { Fact } from '../memory/types.ts';
import type { RecalledNote } from '../prompt/recalled.ts';
import type { RecallDocument } from '../recall/index.ts';
import type { Exchange } from '../store/port.ts';

/** Something that was found in a memory or a transcript. `score` as in `RecallResult`. */
export type Recalled = RecalledFact | RecalledTurn;

export interface RecalledFact {
  kind: 'fact';
  id: string;
  text: string;
  /** Since when it holds, ISO 8601 UTC; until when says the fact. */
  date: string;
  score: number;
  /** Active or retired. */
  fact: Fact;
}

export interface RecalledTurn {
  kind: 'turn';
  /** Of a reply, the id of its turn and `/reply`; of an imported utterance, the one in its file. */
  id: string;
  /** All that was said. */
  text: string;
  date: string;
  score: number;
  /** The id of the turn that it is a part of. */
  turn: string;
  session: string;
  speaker: 'user' | 'reply' | { name: string };
}

/** A part of a past exchange, without a score. */
export type Passage = Omit<RecalledTurn, 'score'>;

/** The words by which a question names who said something: "what did I say", "what did you recommend". */
const NAMES = { user: 'I me my mine', reply: 'you your memchat' };

/**
 * What the user said and what was replied, each apart; an imported utterance is one. What is all
 * forgotten is none.
 */
export function passagesOf(exchange: Exchange): Passage[] {
  return partsOf(exchange).filter(({ text }) => text !== FORGOTTEN);
}

function partsOf(exchange: Exchange): Passage[] {
  const { turn, user, reply, speaker } = exchange;
  if (speaker !== null) {
    return [passage(exchange, givenId(turn) ?? turn, user, { name: speaker })];
  }
  const said = passage(exchange, turn, user, 'user');
  return reply === null ? [said] : [said, passage(exchange, `${turn}/reply`, reply, 'reply')];
}

/**
 * Each field is named: V8 gives what a spread has begun a shape of its own, which takes four times
 * what the fields take, for each of all passages.
 */
function passage(
  { turn, session, at }: Exchange,
  id: string,
  text: string,
  speaker: Passage['speaker'],
): Passage {
  return { kind: 'turn', id, text, date: at, turn, session, speaker };
}

/**
 * Unique among all passages, which the id in an imported file need not be. No new string: there is
 * one for each passage in two indexes.
 */
export function keyOf({ id, turn, speaker }: Passage): string {
  return typeof speaker === 'string' ? id : turn;
}

/** A passage as it is indexed. */
export function documentOf(passage: Passage): RecallDocument {
  const { text, session, speaker, date } = passage;
  const name = typeof speaker === 'string' ? NAMES[speaker] : speaker.name;
  return { id: keyOf(passage), text, session, speaker: name, date };
}

/** A fact as it is indexed: dated by the time in which it holds. */
export function documentOfFact({ id, tag, text, validFrom, validTo }: Fact): RecallDocument {
  return { id, text: `${tag} ${text}`, date: validFrom, until: validTo };
}

/** As a prompt lists it; `text` may be an excerpt. */
export function noteOf(recalled: Recalled, text = recalled.text): RecalledNote {
  if (recalled.kind === 'fact') return { kind: 'fact', fact: recalled.fact };
  return { kind: 'turn', at: recalled.date, speaker: recalled.speaker, text };
}
