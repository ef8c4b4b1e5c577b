import type { Passage } from '../../src/memory/turn.ts';
import { added } from '../support/scripted-model.ts';

/** When the user says it, unless a fixture has another time: a Sunday. */
export const SAID_AT = '2026-03-01T12:00:00.000Z';

/** What a model answers; anything, for a bad one may answer anything. */
export interface Answer {
  summary?: unknown;
  name?: unknown;
  facts?: unknown;
  preferences?: unknown;
}

/** One exchange, what a good and a bad model make of it, and what becomes of the memory then. */
export interface Fixture {
  /** Completes "The rules keep …". */
  title: string;
  before?: {
    name?: string;
    summary?: string;
    /** "tag: text", numbered from 1. */
    facts?: string[];
    preferences?: Record<string, string>;
    /** The reply that the user had before them. */
    reply?: string;
  };
  /** What the user typed, or the passages of the message. */
  said: string | Passage[];
  reply?: string;
  at?: string;
  /** A turn of the same batch before it. */
  earlier?: { said: string; reply: string };
  good: Answer;
  /** The changes that the good answer must bring, as `outcome` writes them; nothing else may change. */
  written: string[];
  /** The good answer is not written at once, for a reason that its user would agree with. */
  asks?: true;
  bad: Answer;
  /** Something of the bad answer gets in: what the rules cannot tell from what the user said. */
  slips?: true;
  /** The same for the bad answer. */
  kept: string[];
}

type Fields = Record<string, unknown>;

export function add(tag: string, text: string, quote: string, over: Fields = {}): Fields {
  return { ...added(text, quote, tag), ...over };
}

export function replace(
  target: number,
  tag: string,
  text: string,
  quote: string,
  over: Fields = {},
): Fields {
  return add(tag, text, quote, { op: 'replace', target, ...over });
}

export function retire(target: number, tag: string, quote: string, over: Fields = {}): Fields {
  return { ...add(tag, '', quote), op: 'retire', target, text: null, ...over };
}

export function confirm(target: number, tag: string, quote: string, over: Fields = {}): Fields {
  return { ...add(tag, '', quote), op: 'confirm', target, text: null, ...over };
}

export function prefer(key: string, value: string | null, quote: string): Fields {
  return { key, value, quote };
}

export function typed(text: string): Passage {
  return { origin: 'typed', text };
}

export function pasted(text: string): Passage {
  return { origin: 'third-party', text };
}
