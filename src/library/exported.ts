import { createHash } from 'node:crypto';
import { MemchatError } from '../errors.ts';
import { encodeMemory } from '../memory/codec.ts';
import { readImport } from '../memory/import/import.ts';
import type { ImportedMemory } from '../memory/import/imported.ts';
import { isRecord } from '../memory/json.ts';
import type { Memory } from '../memory/types.ts';

/** `json`: the file as it is kept. `markdown` and `html`: for people; the former can be imported. */
export type ExportFormat = 'json' | 'markdown' | 'html';

export const EXPORT_FORMATS: readonly ExportFormat[] = ['json', 'markdown', 'html'];

/** The memory as a text in a format; `now` is ISO 8601. */
export async function exported(memory: Memory, format: ExportFormat, now: string): Promise<string> {
  if (format === 'json') return encodeMemory(memory);
  if (format === 'markdown') {
    const { renderMarkdown } = await import('../memory/export.ts');
    return renderMarkdown(memory);
  }
  const { renderHtml } = await import('../memory/export-html.ts');
  const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
  return renderHtml(memory, { now, sha256 });
}

/** @throws MemchatError `memory-unreadable` for a text in none of the formats; `usage` for no text. */
export function importedOf(given: string | ImportedMemory): ImportedMemory {
  if (typeof given !== 'string') {
    if (isRecord(given)) return given;
    throw new MemchatError('"imported" has to be a text, or what readImport gives.', 'usage');
  }
  const read = readImport(given);
  if (read.ok) return read.imported;
  throw new MemchatError(`The text cannot be imported: ${read.problem}`, 'memory-unreadable');
}
