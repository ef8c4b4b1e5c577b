import { isRecord } from '../memory/json.ts';
import type { FactOperation } from '../memory/types.ts';

/** A tool as the model is told of it. */
export interface MemoryTool {
  name: 'recall_memory' | 'remember' | 'update_memory';
  description: string;
  /** JSON Schema of an object. */
  inputSchema: Record<string, unknown>;
}

const QUOTE = {
  type: 'string',
  description: 'The words of the user, copied from their last message, that say so.',
};

const RECALL: MemoryTool = {
  name: 'recall_memory',
  description:
    'Searches everything that is remembered of the user and all past conversations. Call it when the answer depends on something the user may have told you before and it stands neither in <memory>, nor in <recalled>, nor in this conversation. Name the subject in plain words; times such as "last March" are understood.',
  inputSchema: {
    type: 'object',
    properties: { query: { type: 'string', description: 'What to look for.' } },
    required: ['query'],
    additionalProperties: false,
  },
};

const REMEMBER: MemoryTool = {
  name: 'remember',
  description:
    'Notes one lasting fact about the user at once. Only when the user asks you to remember something: everything else that is worth keeping is noted after your reply without you.',
  inputSchema: {
    type: 'object',
    properties: {
      text: {
        type: 'string',
        description: 'The fact, one sentence close to the words of the user and in their language.',
      },
      quote: QUOTE,
      topic: { type: 'string', description: 'One word: work, home, diet …' },
    },
    required: ['text', 'quote', 'topic'],
    additionalProperties: false,
  },
};

const UPDATE: MemoryTool = {
  name: 'update_memory',
  description:
    'Corrects a note about the user, or marks it as no longer true. Only when the user asks for that, or says that what you remember is wrong. It cannot delete: tell the user of /forget for that.',
  inputSchema: {
    type: 'object',
    properties: {
      note: { type: 'string', description: 'The note as it stands in <memory> or was recalled.' },
      text: {
        type: ['string', 'null'],
        description: 'What is true instead, one sentence; null when the note just no longer holds.',
      },
      quote: QUOTE,
    },
    required: ['note', 'text', 'quote'],
    additionalProperties: false,
  },
};

/** The tools of the memory. Without `writes` only the one that looks things up. There is none that deletes. */
export function memoryTools({ writes }: { writes: boolean }): MemoryTool[] {
  return writes ? [RECALL, REMEMBER, UPDATE] : [RECALL];
}

/** What a call asks for, or what is wrong with it, in words for the model. */
export type ToolRequest =
  | { tool: 'recall_memory'; query: string }
  | { tool: 'remember'; text: string; quote: string; topic: string }
  | { tool: 'update_memory'; note: string; text: string | null; quote: string }
  | { tool: null; problem: string };

/** Reads the call of a tool. Never throws; fields that it does not know are passed over. */
export function readToolRequest(name: string, input: unknown): ToolRequest {
  if (!isRecord(input)) return wrong('The input was no JSON object. Call it again.');
  const { query, text, quote, topic, note } = input;
  switch (name) {
    case 'recall_memory':
      return isText(query) ? { tool: name, query } : wrong('"query" has to be a text.');
    case 'remember':
      if (!isText(text) || !isText(quote)) return wrong('"text" and "quote" have to be texts.');
      return { tool: name, text, quote, topic: isText(topic) ? topic : 'note' };
    case 'update_memory':
      if (!isText(note) || !isText(quote)) return wrong('"note" and "quote" have to be texts.');
      return { tool: name, note, quote, text: isText(text) ? text : null };
    default:
      return wrong('There is no such tool.');
  }
}

/** The operation that a note becomes. */
export function addOperation(text: string, quote: string, topic: string): FactOperation {
  return { ...PLAIN, op: 'add', target: null, tag: topic, text, quote };
}

/** The operation that changes or ends a fact. */
export function changeOperation(
  fact: { id: string; tag: string },
  text: string | null,
  quote: string,
): FactOperation {
  const op = text === null ? 'retire' : 'replace';
  return { ...PLAIN, op, target: fact.id, tag: fact.tag, text, quote };
}

const PLAIN = { kind: 'semantic', answers: null, happenedOn: null, expiresInDays: null } as const;

/** Longer ones are none that a person or a model writes. */
const MAX_INPUT = 2_000;

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= MAX_INPUT;
}

function wrong(problem: string): ToolRequest {
  return { tool: null, problem };
}
