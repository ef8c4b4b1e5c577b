import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { redacted } from '../../chat/redacted.ts';
import { MemchatError } from '../../errors.ts';
import type { Turn } from '../../memory/turn.ts';
import { isConfirmed } from '../dialogue.ts';
import { renderConversation } from '../output/conversation.ts';
import { sanitiseLine } from '../output/sanitise.ts';
import { writeOwnFile } from '../own-file.ts';
import type { CommandContext } from './command.ts';
import type { Option } from './completion.ts';
import type { Said } from './record.ts';

/** Names that a folder is searched for. */
const MOST_NAMES = 200;

/**
 * Writes what was said in this session into a file for its owner alone (0600), secrets redacted. A
 * file that is there is written over only after a yes.
 * @returns what came of it, in words.
 * @throws MemchatError `usage` when nothing was said, or the file cannot be written.
 */
export async function exportConversation(context: CommandContext, file: string): Promise<string> {
  const { record, conversation, clock } = context;
  if (record.said.length === 0) throw new MemchatError('Nothing was said yet to export.', 'usage');
  const { user } = await conversation.own();
  const now = clock();
  const path = resolve(fromHome(file === '' ? `memchat-${stamp(now)}.md` : file));
  const turns = record.said.map((said) => (said === 'new' ? said : turnOf(said, user)));
  const text = renderConversation(turns, { user, at: now });
  const isThere = existsSync(path);
  const question = `${sanitiseLine(path)} is there already. Write over it?`;
  if (isThere && !(await isConfirmed(context, question))) return 'Nothing was written.';
  writeOwnFile(path, text, { force: isThere });
  return `Written to ${sanitiseLine(path)}`;
}

/** What is written to a disk of it. */
function turnOf({ at, message, end }: Said, user: string): Turn {
  const reply = end?.reply ?? null;
  const status = end?.status ?? 'interrupted';
  return redacted({
    ...{ id: '', user, session: '', attempts: 0 },
    ...{ at, message: [...message], reply: reply === '' ? null : reply, status },
  });
}

/** `2026-11-20-1531`, for a name. */
function stamp(now: string): string {
  return now.slice(0, 16).replace('T', '-').replace(':', '');
}

function fromHome(file: string): string {
  return file === '~' || file.startsWith('~/') ? join(homedir(), file.slice(2)) : file;
}

/** The files and folders that a path may go on with; hidden ones where it asks for them. */
export async function completeFile(typed: string): Promise<Option[]> {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const begin = typed.slice(folder.length);
  try {
    return readdirSync(resolve(fromHome(folder === '' ? '.' : folder)), { withFileTypes: true })
      .filter(({ name }) => name.startsWith(begin) && (begin !== '' || !name.startsWith('.')))
      .filter(({ name }) => sanitiseLine(name) === name)
      .slice(0, MOST_NAMES)
      .map((entry) => ({ text: `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}` }));
  } catch {
    // No such folder, or none that may be read: there is nothing to go on with.
    return [];
  }
}
