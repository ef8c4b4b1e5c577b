import { MAX_TRANSCRIPT_IMPORT } from '../../../memory/import/transcript.ts';
import type { Context, Report } from './context.ts';
import { textOf } from './import.ts';

/** Lines that are named one by one when they are not read. */
const SHOWN = 5;

/** `memory import --transcript FILE`. As JSON: `{ user, added, known, problems }`. */
export async function importTranscript(
  { file }: { file: string },
  context: Context,
): Promise<Report> {
  const { own, look } = context;
  const text = await textOf(file, context, MAX_TRANSCRIPT_IMPORT);
  const { added, known, problems } = await own.importTranscript(text);
  const counts = [
    `${added} added`,
    ...(known > 0 ? [`${known} known already`] : []),
    ...(problems.length > 0 ? [`${problems.length} not read`] : []),
  ].join(', ');
  const hidden = problems.length - SHOWN;
  const lines = [
    `Read as a transcript: ${counts}.`,
    ...problems.slice(0, SHOWN).map(({ line, reason }) => `Not read: line ${line}, ${reason}`),
    ...(hidden > 0 ? [`${look.signs.more} and ${hidden} more; --json names them all.`] : []),
  ];
  return { text: lines.join('\n'), json: { user: own.user, added, known, problems } };
}
