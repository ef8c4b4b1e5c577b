import { createHash } from 'node:crypto';
import { renderMarkdown } from '../../../memory/export.ts';
import { renderHtml } from '../../../memory/export-html.ts';
import type { Memory } from '../../../memory/types.ts';
import type { ExportFormat } from '../../invocation.ts';
import { renderJson } from '../../output/json.ts';
import { sanitise, sanitiseLine } from '../../output/sanitise.ts';
import { writeOwnFile } from '../../own-file.ts';
import { type Context, isEmpty, type Report } from './context.ts';

/**
 * `memory export [FILE]`. Standard output gets the memory itself: in JSON as it is in the file, which
 * `--json` asks for as well. With a file, as JSON: `{ user, file, format, bytes }`.
 */
export async function exportMemory(
  { format, file, force }: { format: ExportFormat; file: string | null; force: boolean },
  context: Context,
): Promise<Report> {
  const { own, tell, flags, look } = context;
  const memory = await own.read();
  if (isEmpty(memory)) tell(`Nothing is remembered of ${memory.user} yet: the export is empty.`);
  const asked = file === null && flags.json === true ? 'json' : format;
  const text = rendered(memory, asked, look.now);
  if (file === null) return { text: text.replace(/\n$/, ''), json: memory };
  writeOwnFile(file, text, { force });
  const bytes = Buffer.byteLength(text);
  return {
    text: `Written to ${sanitiseLine(file)}, readable by you only.`,
    json: { user: memory.user, file, format, bytes },
  };
}

function rendered(memory: Memory, format: ExportFormat, now: string): string {
  switch (format) {
    case 'json':
      return renderJson(memory, 2);
    case 'markdown':
      return sanitise(renderMarkdown(memory));
    case 'html':
      return sanitise(renderHtml(memory, { now, sha256 }));
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
