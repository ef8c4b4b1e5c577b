import { renderMarkdown } from '../../../memory/export.ts';
import { renderJson } from '../../output/json.ts';
import { sanitise, sanitiseLine } from '../../output/sanitise.ts';
import { writeOwnFile } from '../../own-file.ts';
import { type Context, isEmpty, type Report } from './context.ts';

/**
 * `memory export [FILE]`. Standard output gets the memory itself: in JSON as it is in the file, which
 * `--json` asks for as well. With a file, as JSON: `{ user, file, format, bytes }`.
 */
export async function exportMemory(
  { format, file, force }: { format: 'json' | 'markdown'; file: string | null; force: boolean },
  context: Context,
): Promise<Report> {
  const { own, tell, flags } = context;
  const memory = await own.read();
  if (isEmpty(memory)) tell(`Nothing is remembered of ${memory.user} yet: the export is empty.`);
  const isMarkdown = format === 'markdown' && (file !== null || flags.json !== true);
  const text = isMarkdown ? sanitise(renderMarkdown(memory)) : renderJson(memory, 2);
  if (file === null) return { text: text.replace(/\n$/, ''), json: memory };
  writeOwnFile(file, text, { force });
  const bytes = Buffer.byteLength(text);
  return {
    text: `Written to ${sanitiseLine(file)}, readable by you only.`,
    json: { user: memory.user, file, format, bytes },
  };
}
