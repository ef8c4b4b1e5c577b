import { toTime } from '../iso-time.ts';
import { isRecord } from '../json.ts';
import { relationText, textIn } from './graph-text.ts';
import { type ImportedFact, notRead, onlyFacts, type Reading } from './imported.ts';

type Fields = Record<string, unknown>;

/** Where lists of memories stand: in mem0's answers, its exports, OpenMemory's backups and pages. */
const LISTS = ['results', 'memories', 'items'] as const;

/** The list of memories in an object, or undefined. */
export function mem0List(record: Fields): unknown[] | undefined {
  return LISTS.map((list) => record[list]).find((list) => Array.isArray(list));
}

/** Whether it is one memory of mem0. */
export function isMem0Entry(entry: unknown): boolean {
  return entryText(entry) !== '';
}

/** The memories of mem0; `file` is the object that they stand in, if they do in one. */
export function readMem0(entries: readonly unknown[], file: Fields = {}): Reading {
  const categories = categoryNames(file.categories);
  const facts: ImportedFact[] = [];
  let deleted = 0;
  let empty = 0;
  for (const entry of entries) {
    const text = entryText(entry);
    const fields = isRecord(entry) ? entry : {};
    if (fields.state === 'deleted' || textIn(fields.deleted_at) !== '') deleted++;
    else if (text === '') empty++;
    else facts.push({ text, ...detailsOf(fields, categories) });
  }
  const relations = Array.isArray(file.relations) ? file.relations : [];
  for (const relation of relations.filter(isRecord)) {
    const { source, relationship, target, destination } = relation;
    const text = relationText(textIn(source), textIn(relationship), textIn(target ?? destination));
    if (text === null) empty++;
    else facts.push({ text });
  }
  return onlyFacts('mem0', facts, [
    ...notRead(deleted, 'entry that is deleted there', 'entries that are deleted there'),
    ...notRead(empty, 'entry without a text', 'entries without a text'),
  ]);
}

function entryText(entry: unknown): string {
  if (typeof entry === 'string') return entry.trim();
  if (!isRecord(entry)) return '';
  return [entry.memory, entry.content, entry.text].map(textIn).find((text) => text !== '') ?? '';
}

function detailsOf(fields: Fields, names: ReadonlyMap<string, string>): Partial<ImportedFact> {
  const tag = tagOf(fields, names);
  const validFrom = toTime(fields.created_at);
  const expiresAt = toTime(fields.expiration_date);
  const isArchived = fields.state === 'archived';
  const validTo = isArchived ? (toTime(fields.archived_at) ?? toTime(fields.updated_at)) : null;
  return {
    ...(tag === '' ? {} : { tag }),
    ...(validFrom === null ? {} : { validFrom }),
    ...(expiresAt === null ? {} : { expiresAt }),
    ...(validTo === null ? {} : { validTo }),
  };
}

function tagOf({ categories, category_ids, metadata }: Fields, names: ReadonlyMap<string, string>) {
  const [first] = Array.isArray(categories) ? categories : [categories];
  const [id] = Array.isArray(category_ids) ? category_ids : [];
  const category = isRecord(metadata) ? metadata.category : undefined;
  return textIn(first) || (names.get(textIn(id)) ?? '') || textIn(category);
}

/** OpenMemory's table of categories: their names by their ids. */
function categoryNames(categories: unknown): Map<string, string> {
  const rows = Array.isArray(categories) ? categories.filter(isRecord) : [];
  return new Map(rows.map(({ id, name }) => [textIn(id), textIn(name)]));
}
