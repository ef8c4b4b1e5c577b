import { createReadStream } from 'node:fs';
import { errnoOf, MemchatError } from '../../../errors.ts';
import { MAX_IMPORT, readImport } from '../../../memory/import/import.ts';
import { readLimited } from '../../limited-input.ts';
import { changeLines, cut } from '../../output/changes.ts';
import { sanitiseLine } from '../../output/sanitise.ts';
import { type Context, commandFor, type Report } from './context.ts';

/** Changes that are shown one by one; of more, so many are. */
const SHOWN = 20;

/** `memory import FILE`. As JSON: `{ user, revision, format, changes, problems }`. */
export async function importMemory({ file }: { file: string }, context: Context): Promise<Report> {
  const { own, flags, look } = context;
  const read = readImport(await textOf(file, context, MAX_IMPORT));
  if (!read.ok) {
    throw new MemchatError(
      `${file === '-' ? 'Standard input' : sanitiseLine(file)} cannot be imported: ${read.problem}`,
      'memory-unreadable',
    );
  }
  const { imported } = read;
  const { revision, changes } = await own.import(imported, { yes: flags.yes === true });
  const { added, replaced, confirmed, proposed, refused } = changes;
  const counts = [
    [added.length + replaced.length, 'written'],
    [confirmed.length, 'known already'],
    [proposed.length, 'for your yes'],
    [refused.length, 'not taken'],
  ] as const;
  const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const what = told.length > 0 ? told.join(', ') : 'nothing in it to remember';
  const lines = changeLines(
    { ...changes, refused: flags.debug === true ? refused : [] },
    look.signs,
  );
  const text = [
    `Read as ${FORMATS[imported.format]}: ${what}.`,
    ...lines.slice(0, SHOWN).map((line) => cut(`  ${line}`, look.columns, look.signs)),
    ...(lines.length > SHOWN ? [`  ${look.signs.more} and ${lines.length - SHOWN} more`] : []),
    ...imported.problems.map((problem) => `Not read: ${sanitiseLine(problem)}`),
    ...(proposed.length > 0 ? [`To decide: ${commandFor(flags, 'review')}`] : []),
    ...(refused.length > 0 && flags.debug !== true
      ? ['--debug says why something is not taken.']
      : []),
    ...(revision === null ? [] : [`To take it back: ${commandFor(flags, 'undo', `${revision}`)}`]),
  ].join('\n');
  const { format, problems } = imported;
  return { text, json: { user: own.user, revision, format, changes, problems } };
}

const FORMATS = {
  memchat: 'a memory of memchat',
  tutorial: 'a memory of the tutorial',
  mem0: 'an export of mem0',
  mcp: 'a knowledge graph of the MCP memory server',
  markdown: 'a Markdown list',
} as const;

/**
 * The text of a file, or of standard input for "-".
 * @param limit in bytes.
 * @throws MemchatError `usage` for a file that is not there, or larger; `memory-unreadable` for no text.
 */
export async function textOf(file: string, { stdin }: Context, limit: number): Promise<string> {
  if (file === '-') return readLimited(stdin, limit);
  try {
    return await readLimited(createReadStream(file), limit);
  } catch (error) {
    if (error instanceof MemchatError) throw error;
    const why = errnoOf(error) === 'ENOENT' ? 'is not there' : 'cannot be read';
    throw new MemchatError(
      `${sanitiseLine(file)} ${why}. Check the name and its permissions.`,
      'usage',
      error,
    );
  }
}
