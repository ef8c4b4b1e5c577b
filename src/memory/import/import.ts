import { isRecord } from '../json.ts';
import { isTutorialFormat } from '../migrations.ts';
import { type ImportedMemory, notRead, type Reading, unreadable } from './imported.ts';
import { readJson, readJsonLines } from './json-text.ts';
import { readMarkdown } from './markdown.ts';
import { isMcpLine, readMcp } from './mcp.ts';
import { isMem0Entry, mem0List, readMem0 } from './mem0.ts';
import { readMemchat } from './memchat.ts';

export type { ImportedMemory };

/** The largest file that is imported, in characters. */
export const MAX_IMPORT = 10_000_000;

/** The most facts and preferences that one file may hold. */
const MAX_FACTS = 20_000;
const MAX_PREFERENCES = 1_000;

const UNKNOWN =
  'it is none of the formats that are read: a memory of memchat, the tutorial format, an export of mem0, ' +
  'the JSON lines of the MCP memory server, or a Markdown list';

/**
 * What the text turned out to be; the format is found by its form. `problem` is a clause about the
 * file, like "it is empty". Never throws.
 */
export function readImport(
  text: string,
): { ok: true; imported: ImportedMemory } | { ok: false; problem: string } {
  if (text.length > MAX_IMPORT) {
    return unreadable(`it has more than ${counted(MAX_IMPORT)} characters`);
  }
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (content.trim() === '') return unreadable('it is empty');
  const reading = read(content);
  if (!reading.ok) return reading;
  const { facts, preferences } = reading.imported;
  if (facts.length > MAX_FACTS) return unreadable(`it holds more than ${counted(MAX_FACTS)} facts`);
  if (preferences.length > MAX_PREFERENCES) {
    return unreadable(`it holds more than ${counted(MAX_PREFERENCES)} preferences`);
  }
  return reading;
}

function counted(number: number): string {
  return number.toLocaleString('en');
}

function read(text: string): Reading {
  if (!/^\s*[{[]/.test(text)) return readMarkdown(text) ?? unreadable(UNKNOWN);
  const lines = readJsonLines(text);
  if (lines !== null) {
    return lines.ok ? readRecords(lines.records, lines.problems) : unreadable(lines.problem);
  }
  const json = readJson(text);
  if (json.ok) return readValue(json.value, text);
  // A Markdown document may begin with a link.
  const markdown = /^\s*\[[^[\]{}"]/.test(text) ? readMarkdown(text) : null;
  return markdown ?? unreadable(json.problem);
}

function readRecords(records: Record<string, unknown>[], problems: string[]): Reading {
  if (records.some(isMcpLine)) return readMcpLines(records, problems);
  if (!records.some(isMem0Entry)) return unreadable(UNKNOWN);
  const reading = readMem0(records);
  if (reading.ok) reading.imported.problems.unshift(...problems);
  return reading;
}

function readMcpLines(records: Record<string, unknown>[], problems: string[]): Reading {
  const kinds = 'neither an entity nor a relation';
  const others = records.filter((record) => !isMcpLine(record)).length;
  return readMcp(
    records.filter(({ type }) => type === 'entity'),
    records.filter(({ type }) => type === 'relation'),
    [...problems, ...notRead(others, `line that is ${kinds}`, `lines that are ${kinds}`)],
  );
}

function readValue(value: unknown, text: string): Reading {
  if (Array.isArray(value)) {
    const records = value.filter(isRecord);
    if (records.some(isMcpLine)) return readMcpLines(records, []);
    return value.some(isMem0Entry) ? readMem0(value) : unreadable(UNKNOWN);
  }
  if (!isRecord(value)) return unreadable(UNKNOWN);
  if (['keyFacts', 'key_facts', 'conversation_summary'].some((field) => field in value)) {
    return readMemchat(text, value);
  }
  const { entities, relations } = value;
  if (Array.isArray(entities)) {
    const edges = Array.isArray(relations) ? relations.filter(isRecord) : [];
    return readMcp(entities.filter(isRecord), edges);
  }
  if (isMcpLine(value)) return readMcpLines([value], []);
  const list = mem0List(value);
  if (list !== undefined) return readMem0(list, value);
  if (isMem0Entry(value)) return readMem0([value]);
  return isTutorialFormat(value) || ('version' in value && 'user' in value)
    ? readMemchat(text, value)
    : unreadable(UNKNOWN);
}
