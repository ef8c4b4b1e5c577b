import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { inspectConfig } from '../../config.ts';
import { errnoOf, MemchatError } from '../../errors.ts';
import { STORE_MARKER } from '../../store/location.ts';
import { Asking } from '../asking.ts';
import { type Dialogue, isConfirmed } from '../dialogue.ts';
import type { ReportFlags } from '../invocation.ts';
import { renderJson } from '../output/json.ts';
import { sanitise } from '../output/sanitise.ts';
import type { Terminal } from '../output/terminal.ts';

/** Git keeps the marker, and none of the memories. */
const IGNORED = ['sessions/*', `!sessions/${STORE_MARKER}`];

/**
 * `memchat init`: marks `./sessions` as the place of the memories for who works in this folder, and
 * proposes to keep them out of git. Resolves to the exit code. As JSON: `{ sessions, created, ignored }`,
 * where `created` says whether it was not so before, and `ignored` is `already`, `added`, `proposed`,
 * or `none` outside of a git repository.
 * @throws MemchatError `usage` when the folder cannot be made, or holds something else.
 */
export async function init(
  flags: ReportFlags,
  streams: Pick<Terminal, 'stdin' | 'stdout' | 'stderr'>,
): Promise<number> {
  const directory = path.resolve('sessions');
  const dialogue = flags.json === true ? null : Asking.on(streams);
  const wants = async (question: string): Promise<boolean> =>
    flags.yes === true || (dialogue !== null && (await isConfirmed(dialogue, question)));
  try {
    const created = await mark(directory, wants);
    const ignored = await ignore(wants, dialogue);
    const { sessionsFrom } = await inspectConfig(flags);
    const text = [
      created
        ? `Memories are kept in ${sanitise(directory)} for who runs memchat in this folder.`
        : `${sanitise(directory)} is marked as a store already.`,
      ...(ignored === 'added' ? ['.gitignore keeps them out of git.'] : []),
      ...(ignored === 'proposed'
        ? ['To keep them out of git, put this into .gitignore, or run memchat init -y:', ...IGNORED]
        : []),
      ...(sessionsFrom === 'project'
        ? []
        : ['--sessions or MEMCHAT_SESSIONS names another folder, and goes before it.']),
    ].join('\n');
    const json = { sessions: directory, created, ignored };
    streams.stdout.write(flags.json === true ? renderJson(json) : `${text}\n`);
    return 0;
  } finally {
    dialogue?.close();
  }
}

type Wants = (question: string) => Promise<boolean>;

/** Whether it was not marked before. */
async function mark(directory: string, wants: Wants): Promise<boolean> {
  const marker = path.join(directory, STORE_MARKER);
  if (existsSync(marker)) return false;
  try {
    const names = existsSync(directory) ? readdirSync(directory) : [];
    const foreign = names.filter((name) => !name.startsWith('.') && !name.endsWith('.json'));
    const question = `${sanitise(directory)} holds other things (${sanitise(foreign.slice(0, 3).join(', '))}). Keep memories beside them?`;
    if (foreign.length > 0 && !(await wants(question))) {
      throw new MemchatError(
        `${directory} holds other things, and was left as it is. To keep memories beside them, add -y.`,
        'usage',
      );
    }
    // Where it is there already, it is the owner's who may look into it.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(marker, '', { flag: 'wx' });
    return true;
  } catch (error) {
    const code = errnoOf(error);
    if (code === undefined || error instanceof MemchatError) throw error;
    throw new MemchatError(
      `${directory} cannot be made a store (${code}). Check the permissions, or what has that name.`,
      'usage',
      error,
    );
  }
}

async function ignore(
  wants: Wants,
  dialogue: Dialogue | null,
): Promise<'already' | 'added' | 'proposed' | 'none'> {
  if (!isInGit(process.cwd())) return 'none';
  const file = path.resolve('.gitignore');
  try {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const lines = text.split(/\r?\n/).map((line) => line.trim());
    if (lines.some((line) => /^\/?sessions(?:\/\**)?$/.test(line))) return 'already';
    dialogue?.print(`.gitignore could keep them out of git:\n  ${IGNORED.join('\n  ')}`);
    if (!(await wants('Add that to .gitignore?'))) return 'proposed';
    const start = text === '' || text.endsWith('\n') ? '' : '\n';
    appendFileSync(file, `${start}${IGNORED.join('\n')}\n`);
    return 'added';
  } catch (error) {
    const code = errnoOf(error);
    if (code === undefined) throw error;
    throw new MemchatError(`${file} cannot be written (${code}).`, 'usage', error);
  }
}

function isInGit(folder: string): boolean {
  if (existsSync(path.join(folder, '.git'))) return true;
  const parent = path.dirname(folder);
  return parent !== folder && isInGit(parent);
}
